"""The elements of HTML, by what they do."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK_TAGS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset header hgroup html legend li main menu nav ol optgroup p search section summary table tbody"
    " td tfoot th thead tr ul"
)
"""Elements that begin and end a paragraph."""
INLINE_TAGS = _names(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb ruby s samp small span strike strong"
    " sub sup time tt u var wbr"
)
"""Elements within a line."""
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
"""Headings, with their level."""
MARKED_TAGS = _names("span em strong i b a font")
"""Elements whose class may mark their text."""
VOID_TAGS = _names("area base br col embed hr img input link meta param source track wbr")
"""Elements that have no content and no end tag."""
SELF_ENDING_TAGS = _names(
    "area base br col embed hr img input link meta param source track wbr html head body p li dt dd tr td th thead"
    " tbody tfoot caption colgroup option optgroup rb rt rp rtc"
)
"""Elements that are empty, or that end where the next one begins."""
UNREAD_TAGS = _names("script style template noscript head title rp iframe object embed video audio svg source param")
"""Elements that a reader of the page does not see as text."""
WITHOUT_TEXT = _names("script style template noscript rt rp rtc head title svg")
"""Elements whose text is none of the page's, and readings."""
UNNAMED_TAGS = _names(
    "script style template noscript button select input textarea label option datalist progress meter canvas svg map"
    " link meta title base head area"
)
"""Elements that have no text of the article, and are not worth a word."""
NOTE_TAGS = _names("p li dd dt div aside section td blockquote")
"""Elements that may be a note."""
LINK_LIST_TAGS = _names("div ul ol dl nav section footer header center address td")
"""Elements that may be nothing but links."""
PROSE_HOLDER_TAGS = _names("div section center table tbody tr td form article main span font")
"""Elements that may hold a whole article."""
PAGE_TAGS = _names("table h1 h2 h3 h4 hr article main section nav")
"""Elements that no cell of a table of figures holds."""
