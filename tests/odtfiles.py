"""OpenDocument texts for tests, built from the XML of their parts."""

from __future__ import annotations

import io
import zipfile

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": f"{_ODF}office:1.0",
        "style": f"{_ODF}style:1.0",
        "text": f"{_ODF}text:1.0",
        "table": f"{_ODF}table:1.0",
        "draw": f"{_ODF}drawing:1.0",
        "fo": f"{_ODF}xsl-fo-compatible:1.0",
        "svg": f"{_ODF}svg-compatible:1.0",
        "manifest": f"{_ODF}manifest:1.0",
        "script": f"{_ODF}script:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "ooo": "http://openoffice.org/2004/office",
        "dc": "http://purl.org/dc/elements/1.1/",
        "math": "http://www.w3.org/1998/Math/MathML",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def style(
    name: str, above: str = "", text: str = "", family: str = "paragraph", more: str = "", inside: str = ""
) -> str:
    """Return a style; `text` are the attributes of its text, `more` its own."""
    parent = f'style:parent-style-name="{above}"' if above else ""
    properties = f"<style:text-properties {text}/>" if text else ""
    shown = name.replace("_20_", " ")
    start = f'<style:style style:name="{name}" style:display-name="{shown}" style:family="{family}" {parent} {more}>'
    return f"{start}{inside}{properties}</style:style>"


COMMON = (
    '<style:default-style style:family="paragraph">'
    '<style:text-properties fo:font-size="10.5pt" style:font-size-asian="10.5pt"/></style:default-style>'
    + style("Standard")
    + style("Text_20_body", "Standard")
    + style("Heading", "Standard", 'fo:font-size="14pt"')
    + "".join(
        style(f"Heading_20_{level}", "Heading", 'fo:font-weight="bold"', more=f'style:default-outline-level="{level}"')
        for level in (1, 2, 3)
    )
    + style("Title", "Heading")
    + style("Subtitle", "Heading")
    + style("Quotations", "Standard")
    + style("Caption", "Standard")
    + style("Illustration", "Caption")
    + style("Preformatted_20_Text", "Standard")
    + style("Horizontal_20_Line", "Standard")
    + style("Source_20_Text", family="text")
)


def content_xml(body: str, automatic: str = "", before: str = "") -> str:
    """Return a content.xml with a body."""
    return (
        f"<office:document-content {NAMESPACES}>{before}<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(
    body: str, automatic: str = "", *, styles: str = "", masters: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """Return the bytes of a package; `parts` are added, and replace those of the same name."""
    every: dict[str, bytes | str] = {
        "mimetype": MIMETYPE,
        "content.xml": content_xml(body, automatic),
        "styles.xml": (
            f"<office:document-styles {NAMESPACES}><office:styles>{COMMON}{styles}</office:styles>"
            f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
        ),
        "META-INF/manifest.xml": f"<manifest:manifest {NAMESPACES}/>",
        **(parts or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, part in every.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return data.getvalue()


def fodt(body: str, automatic: str = "", *, before: str = "") -> bytes:
    """Return the bytes of a document in one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:mimetype="{MIMETYPE}">{before}'
        f"<office:styles>{COMMON}</office:styles><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def p(text: str, style: str = "Text_20_body") -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1, more: str = "") -> str:
    """Return a heading."""
    start = f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}" {more}>'
    return f"{start}{text}</text:h>"


def items(*texts: str, style: str = "L1", more: str = "") -> str:
    """Return a list; each text is the content of an item, a paragraph if it has no markup."""
    each = "".join(f"<text:list-item>{one if '<' in one else p(one)}</text:list-item>" for one in texts)
    return f'<text:list text:style-name="{style}" {more}>{each}</text:list>'


def numbers(name: str, *levels: str) -> str:
    """Return a list style; each level has the attributes of its numbers, or is empty for bullets."""
    return (
        f'<text:list-style style:name="{name}">'
        + "".join(
            f'<text:list-level-style-number text:level="{at}" {level}/>'
            if level
            else f'<text:list-level-style-bullet text:level="{at}" text:bullet-char="•"/>'
            for at, level in enumerate(levels, 1)
        )
        + "</text:list-style>"
    )


def span(text: str, style: str) -> str:
    """Return text in a style."""
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def note(number: int, text: str, kind: str = "footnote") -> str:
    """Return a note."""
    return (
        f'<text:note text:id="n{number}" text:note-class="{kind}"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body>{p(text)}</text:note-body></text:note>"
    )


def picture(address: str, description: str = "", inside: str = "", anchor: str = "as-char") -> str:
    """Return a frame with an image."""
    told = f"<svg:desc>{description}</svg:desc>" if description else ""
    image = f'<draw:image xlink:href="{address}">{inside}</draw:image>'
    return f'<draw:frame text:anchor-type="{anchor}">{image}{told}</draw:frame>'


def cell(*paragraphs: str, more: str = "") -> str:
    """Return a cell of a table."""
    inside = "".join(one if "<" in one else p(one) for one in paragraphs)
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def table(*rows: str) -> str:
    """Return a table of rows, each with its cells."""
    each = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    columns = f'<table:table-column table:number-columns-repeated="{rows[-1].count("<table:")}"/>'
    return f"<table:table>{columns}{each}</table:table>"
