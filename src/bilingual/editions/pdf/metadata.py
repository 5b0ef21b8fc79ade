"""The metadata of a PDF file: XMP, the information dictionary, the sRGB profile. Bytes only, no library."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from hashlib import md5
from html import escape

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_EXTENSION = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/A requires a description of properties that it does not define (ISO 19005-2, 6.6.2.3)."""


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata: the same in the information dictionary and in XMP."""

    title: str
    titles: tuple[tuple[str, str], ...]
    """(language, title) of each language."""
    author: str
    subject: str
    date: str
    """`YYYY-MM-DD`."""
    languages: tuple[str, ...]
    keywords: str = ""
    """How the translation was made."""
    spreads: bool = False
    """True for facing pages, the even one on the left."""
    contents: bool = False
    """True to open the file with its outline beside the pages."""
    creator: str = "bilingual"
    producer: str = "bilingual (ReportLab, pikepdf)"


def information(about: Description) -> dict[str, str]:
    """Return the information dictionary."""
    stamp = f"D:{about.date.replace('-', '')}000000Z"
    entries = {
        "/Title": about.title,
        "/Author": about.author,
        "/Subject": about.subject,
        "/Keywords": about.keywords,
        "/Creator": about.creator,
        "/Producer": about.producer,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    return {name: value for name, value in entries.items() if value}


def xmp(about: Description, *, archive: bool) -> bytes:
    """Return the XMP packet; `archive` adds the claim of PDF/A-2b."""
    stamp = f"{about.date}T00:00:00Z"
    titles = (("x-default", about.title), *about.titles)
    lines = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{_alternatives(titles)}</dc:title>",
        f"<dc:creator>{_array('Seq', (about.author,))}</dc:creator>" if about.author else "",
        f"<dc:description>{_alternatives((('x-default', about.subject),))}</dc:description>" if about.subject else "",
        f"<dc:language>{_array('Bag', about.languages)}</dc:language>",
        f"<xmp:CreatorTool>{escape(about.creator)}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{stamp}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{stamp}</xmp:ModifyDate>",
        f"<pdf:Keywords>{escape(about.keywords)}</pdf:Keywords>" if about.keywords else "",
        f"<pdf:Producer>{escape(about.producer)}</pdf:Producer>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>" if archive else "",
    ]
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMES.items() if archive or name != "pdfaid")
    body = "\n".join(line for line in lines if line)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">\n'
        f'<rdf:Description rdf:about="" {names}>\n{body}\n</rdf:Description>\n'
        f"{_EXTENSION if archive else ''}</rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


def _alternatives(texts: tuple[tuple[str, str], ...]) -> str:
    items = "".join(f'<rdf:li xml:lang="{escape(lang)}">{escape(text)}</rdf:li>' for lang, text in texts)
    return f"<rdf:Alt>{items}</rdf:Alt>"


def _array(kind: str, values: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<rdf:{kind}>{items}</rdf:{kind}>"


def srgb() -> bytes:
    """Return an ICC profile of sRGB: version 4.3, display, matrix and parametric curve (IEC 61966-2-1, ICC.1:2010).

    The primaries are those of the standard, adapted to D50 by the Bradford matrix.
    """
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0)
    curve += b"".join(map(_fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)))
    chad = (1.0478112, 0.0228866, -0.0501270, 0.0295424, 0.9904844, -0.0170491, -0.0092345, 0.0150436, 0.7521316)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"chad": b"sf32" + bytes(4) + b"".join(map(_fixed, chad)),
        b"rXYZ": _xyz(0.4360747, 0.2225045, 0.0139322),
        b"gXYZ": _xyz(0.3850649, 0.7168786, 0.0971045),
        b"bXYZ": _xyz(0.1430804, 0.0606169, 0.7141733),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    data, directory, start = b"", b"", 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        directory += name + struct.pack(">LL", places[content], len(content))
    size = start + len(data)
    head = struct.pack(">L4sL", size, bytes(4), 0x04300000) + b"mntrRGB XYZ "
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(4 + 4 + 4 + 4 + 8 + 4)
    head += b"".join(map(_fixed, (0.9642, 1.0, 0.8249))) + bytes(4)
    body = struct.pack(">L", len(tags)) + directory + data
    # The profile ID: MD5 with flags, intent and this field zero, as they are here (ICC.1, 7.2.18).
    number = md5(head + bytes(44) + body, usedforsecurity=False).digest()
    return head + number + bytes(28) + body


def _fixed(value: float) -> bytes:
    return struct.pack(">l", round(value * 65536))


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, values))


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">LL2s2sLL", 1, 12, b"en", b"US", len(data), 28) + data
