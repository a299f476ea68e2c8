"""Takes out of the front of a card what Anki does not show there: what a style, an attribute or a script hides.

What is hidden on some screens only (`.mobile`), or by a script, is out as well: nobody can tell when it is seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, SubElement

from apps.formats.anki.card_sides import hiding_scripts
from apps.formats.anki.card_sides.hiding_colors import PAGE, Coloring
from apps.formats.anki.card_sides.hiding_styles import INHERITED, HidingStyles, PageElement, styles_of, wrapped
from apps.formats.text.html.html_tree import Tag

MAX_INLINE_STYLES = 20_000  # characters of style sheets inside a card
HIDDEN_TAGS = frozenset(("dialog", "datalist", "noframes", "noembed"))
# What these hold is for browsers that do not know them, but for the files that they play.
FALLBACKS = frozenset(("audio", "video", "canvas", "progress", "meter"))
PLAYED = frozenset(("source", "track"))
MAY_HIDE = re.compile(
    rf"<(?:style|script|button|label|font|{'|'.join(sorted(HIDDEN_TAGS | FALLBACKS))})\b"
    r"|\s(?:style\s*=|hidden\b|popover\b|on[a-z]|bgcolor)",
    re.IGNORECASE,
)
VARIABLE_STYLE = re.compile(r"\sstyle\s*=[^<>]{0,500}(?:\bvar\(|\bmask)", re.IGNORECASE)
COLORED = re.compile(r"<[^<>]*\b(?:color|background)", re.IGNORECASE)
DESKTOP = ("", "")
# What programs add to <html> and <body>, of which style sheets speak.
SCREENS = (
    DESKTOP,
    ("mobile android linux js chrome webkit", "ankidroid"),
    ("mobile ios iphone ipad js webkit", ""),
    ("win mac lin linux", "isWin isMac isLin"),
    ("night-mode nightMode", "nightMode night_mode night ankidroid_dark_mode ankidroid_night_mode"),
)
HIDING_ATTRIBUTES = frozenset(("hidden", "popover"))


@dataclass
class HiddenParts:
    """Takes the hidden parts out of one front; `certain` and `uncertain` have their texts afterwards."""

    html: str
    css: str
    ordinal: int = 0
    scripts: str = ""  # of files that it links to
    is_whole: bool = True  # unless some of the style sheets and scripts were too long to read
    certain: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)

    @property
    def may_exist(self) -> bool:
        """Return whether there is anything that may hide something."""
        styles = styles_of(self.css)
        return not self.is_whole or bool(MAY_HIDE.search(self.html)) or styles.hides or styles.paints.may_hide

    def prune(self, root: Tag) -> None:
        """Take what is hidden out of the tree of the front."""
        html, scripts = hiding_scripts.divided(self.html)
        inline = _styles_in(html)
        is_whole = self.is_whole and len(inline) <= MAX_INLINE_STYLES and len(scripts) <= hiding_scripts.MAX_LENGTH
        styles = styles_of(self.css + inline[:MAX_INLINE_STYLES])
        scripts = self.scripts + scripts[: hiding_scripts.MAX_LENGTH]
        by_script = styles_of(hiding_scripts.styles_of(scripts, root, styles.classes))
        page = self._page(root, DESKTOP)
        hidden = _hidden(page, styles, certain=True)
        uncertain: set[int] = set()
        if styles.varies or VARIABLE_STYLE.search(self.html):
            for screen in SCREENS:
                uncertain |= _hidden(self._page(root, screen), styles, certain=False)
        if given := hiding_scripts.classes_given(scripts, styles.classes):
            uncertain |= _hidden(self._page(root, (given, given)), styles, certain=False)
        if not is_whole:
            uncertain |= _hidden(page, styles_of(hiding_scripts.EVERYTHING), certain=True)
        if by_script.hides:
            uncertain |= _hidden(page, by_script, certain=True)
        if styles.paints.may_hide or COLORED.search(self.html):
            _look_for_colors(page.root, page, styles, PAGE, uncertain)
        _take_out(root, _controls(root), [])
        _take_out(root, hidden, self.certain)
        _take_out(root, uncertain, self.uncertain)

    def _page(self, root: Tag, screen: tuple[str, str]) -> "_Page":
        return _Page(root, screen[0], f"card card{self.ordinal + 1} {screen[1]}")


class _Page:
    """A front as Anki's page holds it, each element with the tag that it stands for."""

    def __init__(self, root: Tag, html_classes: str, body_classes: str) -> None:
        html = Element("html", {"class": html_classes})
        body = SubElement(html, "body", {"class": body_classes})
        self.tags: dict[Element, Tag] = {}
        self._copy(root, SubElement(body, "div", {"id": "qa"}))
        self.root = wrapped(html)

    def _copy(self, tag: Tag, element: Element) -> None:
        self.tags[element] = tag
        for child in tag.children:
            if isinstance(child, Tag):
                self._copy(child, SubElement(element, child.name, child.attributes))


def _hidden(page: _Page, styles: HidingStyles, *, certain: bool) -> set[int]:
    """Return the identities of the tags and texts that are hidden."""
    hidden: set[int] = set()
    _look_into(page.root, page, styles, certain, {}, hidden)
    return hidden


def _look_into(
    element: PageElement,
    page: _Page,
    styles: HidingStyles,
    certain: bool,
    inherited: dict[str, bool],
    hidden: set[int],
) -> None:
    tag = page.tags.get(element.etree_element)
    effects = _by_itself(tag) | styles.effects_on(element, certain=certain)
    own = {name: hides for name, hides in effects.items() if name not in INHERITED}
    if tag and any(own.values()):
        hidden.update(map(id, (tag, *tag.children)))
        return
    if tag and tag.name in FALLBACKS:
        hidden.update(id(child) for child in tag.children if isinstance(child, str) or child.name not in PLAYED)
    inherited = inherited | {name: hides for name, hides in effects.items() if name in INHERITED}
    if tag and any(inherited.values()):
        hidden.update(id(child) for child in tag.children if isinstance(child, str) or child.name == "img")
    for child in element.iter_children():
        _look_into(child, page, styles, certain, inherited, hidden)


def _look_for_colors(
    element: PageElement, page: _Page, styles: HidingStyles, inherited: Coloring, hidden: set[int], covers: bool = False
) -> None:
    """Add the texts in the color of their ground; a page that is so as a whole has its ground from elsewhere."""
    tag = page.tags.get(element.etree_element)
    own = styles.colors_of(element)
    coloring = own.over(inherited)
    if own and tag:
        covers = coloring.is_unseen
    elif coloring.is_unseen and not covers:
        coloring = replace(coloring, is_drawn=True)
    if tag and covers:
        hidden.update(id(child) for child in tag.children if isinstance(child, str))
    for child in element.iter_children():
        _look_for_colors(child, page, styles, coloring, hidden, covers)


def _by_itself(tag: Tag | None) -> dict[str, bool]:
    """Return what hides a tag before any style sheet: an attribute, or its name."""
    if tag is None:
        return {}
    is_closed = tag.name in HIDDEN_TAGS and "open" not in tag.attributes
    return {"display": True} if is_closed or not HIDING_ATTRIBUTES.isdisjoint(tag.attributes) else {}


def _controls(root: Tag) -> set[int]:
    """Return the identities of what is only there to be pressed: buttons, labels of check boxes, links that do more."""
    boxes = {tag.attributes.get("id") for tag in root.walk() if tag.name == "input"}
    return {id(tag) for tag in root.walk() if _is_control(tag, boxes)}


def _is_control(tag: Tag, boxes: set[str | None]) -> bool:
    if tag.name == "label":
        return tag.attributes.get("for", "") in boxes
    goes_nowhere = tag.name == "a" and re.match(r"#|javascript:|$", tag.attributes.get("href", ""), re.IGNORECASE)
    return tag.name == "button" or bool(goes_nowhere and "onclick" in tag.attributes)


def _take_out(tag: Tag, hidden: set[int], texts: list[str]) -> None:
    """Take hidden tags and texts out of a tag, and add their content to `texts`."""
    if not hidden:
        return
    kept: list[Tag | str] = []
    for child in tag.children:
        if id(child) in hidden:
            texts.extend(_contents(child))
        else:
            kept.append(child)
            if isinstance(child, Tag):
                _take_out(child, hidden, texts)
    tag.children = kept


def _contents(child: Tag | str) -> Iterator[str]:
    """Yield what a tag or text shows, if that is anything."""
    text = " ".join((child if isinstance(child, str) else child.text).split())
    if text:
        yield text
    elif isinstance(child, Tag) and (image := child if child.name == "img" else child.find("img")):
        yield image.attributes.get("src", "")


def _styles_in(html: str) -> str:
    """Return what is in the style sheets of a card."""
    pieces = re.split(r"<style\b[^<>]*>", html, flags=re.IGNORECASE)[1:]
    return "\n".join(re.split("</style", piece, maxsplit=1, flags=re.IGNORECASE)[0] for piece in pieces)
