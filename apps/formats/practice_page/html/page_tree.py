"""Takes off an HTML page what the site puts around its text, and brings the rest into a few plain shapes. Pure."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from apps.formats.practice_page.html import html_cards

DROPPED = {"head", "nav", "footer", "dialog", "object", "canvas", "audio", "video", "input", "select"}
UNSEEN = {"sr-only", "visually-hidden", "screen-reader-text", "gutter", "toc", "breadcrumbs", "copy-button"}
UNSEEN |= {"pagination", "pagination-links", "toolbar", "tools"}
LINK_TO_SELF = re.compile(r"anchor|permalink|headerlink|hash-link|heading-link")
BLOCKS = ("p", "div", "section", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "blockquote")
LETTER = re.compile(r"\s*([A-Za-z]|\d{1,3})[.:)]?\s*")
LANGUAGE = re.compile(r"(?:language|lang|highlight-source)-([\w+#.-]+)")


def content_of(soup: BeautifulSoup) -> Tag:
    """Return the part of a page that is its own, without what only makes it work in a browser."""
    root = soup.find("main") or soup.find("article") or soup.find("body") or soup
    _drop(root)
    html_cards.mark(soup, root)
    _drop_controls(root)
    for tag in root.find_all("pre"):
        _simplify_code(tag)
    for tag in root.find_all(["td", "th"], colspan=True):
        del tag["colspan"]  # no table in Markdown has wide cells, and a thousand columns take time
    for tag in root.find_all("math"):
        _simplify_formula(tag)
    for tag in root.find_all("summary"):
        for block in tag.find_all(BLOCKS):
            block.name = "span"
            block.append(" ")
    for tag in root.find_all("dl"):
        _list_of_terms(tag)
    for tag in root.find_all(["ol", "ul"]):
        _simplify_list(soup, tag)
    return root


def _drop(root: Tag) -> None:
    """Remove navigation, links from a heading to itself, and what only a screen reader would hear."""
    for tag in root.find_all(True):
        names = html_cards.classes(tag)
        unseen = UNSEEN.intersection(names) and not tag.find("details")
        if tag.name in DROPPED or unseen or (tag.name == "a" and _is_of_site(tag, names)):
            _empty(tag)


def _empty(tag: Tag) -> None:
    """Take a tag and what stands in it off the page; its place stays, since finding that would take time."""
    tag.clear()
    tag.name, tag.attrs = "span", {}


def _is_of_site(link: Tag, names: list[str]) -> bool:
    """Say whether a link is the anchor of a heading, shows the page in another way, or is for editing it."""
    address = str(link.get("href", "#"))
    anchored = any(LINK_TO_SELF.search(name) for name in names) and address.startswith("#")
    return (
        anchored
        or address.startswith("?")
        or "edit" in str(link.get("rel", ""))
        or link.get_text().strip() in ("Edit page", "¶", "#")
    )


def _drop_controls(root: Tag) -> None:
    """Remove buttons and fields to fill in; a form around the page's text stays as that text."""
    for form in root.find_all("form"):
        if form.find(["h2", "details", "pre", "li", "flashcard"]):
            form.name = "div"
        else:
            _empty(form)
    for tag in root.find_all(["button", "label"]):
        _empty(tag)


def _simplify_code(pre: Tag) -> None:
    """Put the text of fenced code straight into its tag, whatever shows its lines and colours."""
    for row in pre.find_all(["div", "br"]):
        if row.name == "br" or not row.find("div"):
            row.append("\n")
    text = pre.get_text().removeprefix("\n").removesuffix("\n")
    code = pre.find("code")
    names = " ".join(html_cards.classes(pre) + (html_cards.classes(code) if code else []))
    found = LANGUAGE.search(names)
    language = html_cards.attribute(pre, "data-language", "lang") or (found[1] if found else "")
    pre.clear()
    pre.append(text)
    pre["data-language"] = "" if language == "plaintext" else language


def _simplify_formula(math: Tag) -> None:
    """Replace a formula by its LaTeX where the page tells it."""
    source = math.find("annotation", attrs={"encoding": "application/x-tex"})
    if not source:
        return
    around = [parent for parent in math.parents if any("katex" in name for name in html_cards.classes(parent))]
    display = math.get("display") == "block" or any("katex-display" in html_cards.classes(one) for one in around)
    formula = around[-1] if around else math
    latex = source.get_text().strip()
    formula.clear()
    formula.name, formula.attrs = "formula", {"data-display": "yes" if display else ""}
    formula.append(latex)


def _list_of_terms(tag: Tag) -> None:
    """Make a list of answers of terms that are letters or numbers: "A" and what it means."""
    terms = tag.find_all("dt")
    if not terms or not all(LETTER.fullmatch(term.get_text()) for term in terms):
        return
    for term in terms:
        answer, name = term.find_next_sibling(), LETTER.fullmatch(term.get_text())
        if answer is not None and answer.name == "dd" and name:
            first = answer.find("p") or answer
            first.insert(0, NavigableString(f"{name[1]}: "))
            answer.name = "li"
            _empty(term)
    tag.name = "ul"


def _simplify_list(soup: BeautifulSoup, tag: Tag) -> None:
    """Number the items of a list; one whose items hold answers that open is no list but a row of questions."""
    items = tag.find_all("li", recursive=False)
    start = str(tag.get("start", ""))
    first = int(start) if start.isdecimal() and len(start) < 5 else 1
    asks = any(item.find(["details", "flashcard"]) for item in items)
    for number, item in enumerate(items, first):
        if not asks:
            item["data-number"] = str(number) if tag.name == "ol" else ""
            continue
        if tag.name == "ol":
            _number(soup, item, number)
        item.name = "div"
    if asks:
        tag.name = "div"


def _number(soup: BeautifulSoup, item: Tag, number: int) -> None:
    """Make a heading with a number of the first paragraph of a question."""
    first = item.find(["p", "pre", "ul", "ol", "table", "details", "flashcard"])
    heading = soup.new_tag("h3", attrs={"data-line": str(item.sourceline or 0)})
    item.insert(0, heading)
    if first and first.name == "p":
        heading.extend(list(first.contents))
    heading.insert(0, NavigableString(f"{number}. "))
