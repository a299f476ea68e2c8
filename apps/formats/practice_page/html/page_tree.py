"""Builds the tree of an HTML page's own text: without what the site puts around it, in a few plain shapes."""

import re
from collections.abc import Callable, Mapping

from apps.formats.limits import MAX_PAGE_DEPTH, MAX_PAGE_TAGS
from apps.formats.messages import gettext as _
from apps.formats.practice_page.html import html_cards
from apps.formats.problems import page_problem
from apps.formats.text.html.html_tree import Tag, TreeBuilder

DROPPED = {"head", "nav", "footer", "dialog", "canvas", "audio", "video", "input", "figcaption"}
UNSEEN = {"sr-only", "visually-hidden", "screen-reader-text", "gutter", "toc", "breadcrumbs", "copy-button"}
UNSEEN |= {"pagination", "pagination-links", "toolbar", "tools"}
LINK_TO_SELF = re.compile(r"anchor|permalink|headerlink|hash-link|heading-link")
TEXT_OF_SITE = re.compile(r"\s*(?:Edit page|¶|#)\s*")
TERM = re.compile(r"\s*([A-Za-z]|\d{1,3})[.:)]?\s*")
MUST_CLOSE = ("details", "summary", "pre")


class PageTreeBuilder(TreeBuilder):
    """Refuses what would hide a part of the page, and more tags than pages have."""

    max_depth = MAX_PAGE_DEPTH
    tags = 0

    def add_tag(self, name: str, attributes: str, position: int) -> int:
        """Add a tag, unless there are too many."""
        self.tags += 1
        if self.tags > MAX_PAGE_TAGS:
            sentence = _("This page has more than {count} tags. Split it, or import its source.", count=MAX_PAGE_TAGS)
            raise page_problem(sentence, self.line)
        return super().add_tag(name, attributes, position)

    def is_empty(self, name: str) -> bool:
        """Return whether a tag of this name may end in "/>": components do."""
        return name == "flashcard" or "-" in name

    def tag_left_open(self, tag: Tag) -> None:
        """Refuse a tag that would take what follows it for its own content."""
        if tag.name in MUST_CLOSE:
            self.never_closed(f"<{tag.name}>", f"</{tag.name}>", tag.line)

    def never_closed(self, opening: str, closing: str, line: int) -> None:
        """Refuse what has no end."""
        sentence = _("This {opening} is never closed. Close it with {closing}.", opening=opening, closing=closing)
        raise page_problem(sentence, line)

    def too_deep(self) -> None:
        """Refuse tags in each other that no page needs."""
        raise page_problem(_("The tags on this page are nested too deeply to be read."), self.line)


def content_of(page: Tag) -> Tag:
    """Return the part of a page that is its own, without what only makes it work in a browser."""
    root = page.find("main") or page.find("article") or page.find("body") or page
    for tag in root.walk():
        if _is_of_site(tag):
            _empty(tag)
    html_cards.shape_cards(root)
    for tag in root.walk():
        if tag.name in SHAPES:
            SHAPES[tag.name](tag)
        elif tag.name == "math" or "katex" in tag.attributes.get("class", ""):
            _shape_formula(tag)
    return root


def _empty(tag: Tag) -> None:
    """Leave out a tag and what is in it."""
    tag.name, tag.attributes, tag.children = "span", {}, []


def _is_of_site(tag: Tag) -> bool:
    """Return whether a tag is navigation, for screen readers only, or a link that is not of the page's text."""
    if tag.name in DROPPED or (UNSEEN.intersection(tag.classes) and not tag.find("details")):
        return True
    return tag.name == "a" and _is_link_of_site(tag)


def _is_link_of_site(link: Tag) -> bool:
    """Return whether a link is the anchor of a heading, shows the page in another way, or is for editing it."""
    url = link.attributes.get("href", "#")
    return (
        (url.startswith("#") and any(LINK_TO_SELF.search(name) for name in link.classes))
        or url.startswith("?")
        or "edit" in link.attributes.get("rel", "")
        or bool(TEXT_OF_SITE.fullmatch(link.text))
    )


def _shape_form(form: Tag) -> None:
    """Leave out fields to fill in; a form around the page's text is that text."""
    if not form.find("h2", "details", "pre", "li", "flashcard"):
        _empty(form)


def _shape_formula(tag: Tag) -> None:
    """Replace a formula, or what a program made of one, by its LaTeX where the page holds that."""
    sources = (inner for inner in tag.walk() if inner.attributes.get("encoding") == "application/x-tex")
    source = next(sources, None)
    if not source:
        return
    math = tag if tag.name == "math" else tag.find("math")
    is_display = "katex-display" in tag.classes or (math is not None and math.attributes.get("display") == "block")
    tag.name, tag.attributes = "formula", {"display": "yes" if is_display else ""}
    tag.children = [source.text.strip()]
    tag.holds_blocks = False


def _shape_terms(tag: Tag) -> None:
    """Make paragraphs of terms and what they mean; of terms that are letters or numbers, a list of answers."""
    terms = [inner for inner in tag.walk() if inner.name == "dt"]
    if not terms or not all(TERM.fullmatch(term.text) for term in terms):
        for inner in tag.walk():
            if inner.name == "dt":
                inner.name, inner.children = "p", [Tag("b", children=inner.children)]
        return
    name = ""
    for inner in tag.walk():
        if inner.name == "dt" and (term := TERM.fullmatch(inner.text)):
            name = term[1]
            _empty(inner)
        elif inner.name == "dd" and name:
            (inner.find("p") or inner).children.insert(0, f"{name}: ")
            inner.name, name = "li", ""
    tag.name = "ul"


def _shape_questions(tag: Tag) -> None:
    """Make a row of questions of a list whose items hold answers that open."""
    items = [child for child in tag.children if isinstance(child, Tag) and child.name == "li"]
    if not any(item.find("details", "flashcard") for item in items):
        return
    start = tag.attributes.get("start", "")
    first = int(start) if start.isdecimal() and len(start) < 5 else 1
    for number, item in enumerate(items, first):
        if tag.name == "ol":
            _number(item, number)
        item.name = "div"
    tag.name = "div"


def _number(item: Tag, number: int) -> None:
    """Make a heading with a number of the first paragraph of a question."""
    children = item.children
    blocks = (index for index, child in enumerate(children) if isinstance(child, Tag) and child.is_block)
    end = next(blocks, len(children))
    line = children[:end]
    first = children[end] if end < len(children) else None
    if isinstance(first, Tag) and first.name == "p" and not any(_has_text(piece) for piece in line):
        line, end = first.children, end + 1
    heading = Tag("h3", children=[f"{number}. ", *line], line=item.line)
    item.children = [heading, *children[end:]]


def _has_text(piece: Tag | str) -> bool:
    return bool((piece if isinstance(piece, str) else piece.text).strip())


SHAPES: Mapping[str, Callable[[Tag], None]] = {
    "form": _shape_form,
    "button": _empty,
    "label": _empty,
    "dl": _shape_terms,
    "ol": _shape_questions,
    "ul": _shape_questions,
}
