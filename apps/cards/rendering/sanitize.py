"""Sanitizes rendered HTML: only listed tags, classes and attributes pass."""

import nh3
from pygments.token import STANDARD_TYPES

from apps.formats.text.listed_html import COLORS

TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "del", "sub", "sup", "mark", "a", "code", "span"),
    *("u", "small", "big", "ruby", "rb", "rt", "rp", "details", "summary"),
    *("blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
CLASSES = {
    "span": {"cloze", *COLORS, *STANDARD_TYPES.values()} - {""},
    "mark": {"cloze", *COLORS},
    "th": {"left", "center", "right"},
    "td": {"left", "center", "right"},
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}  # others start programs of the reader: tel, ftp, file, javascript


def sanitize(html: str) -> str:
    """Return HTML without anything that is not listed here."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )
