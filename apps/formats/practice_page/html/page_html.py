"""Reads a practice page from its HTML: finds its own text, writes it as Markdown, and reads that as a source. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag

from apps.formats.practice_page.html import page_markdown, page_tree
from apps.formats.practice_page.html.html_cards import attribute
from apps.formats.practice_page.html.html_repair import tidied
from apps.formats.practice_page.markdown import front_matter, source
from apps.formats.practice_page.records import Page, Part
from apps.formats.problems import ImportProblem, Place, page_problem

TITLE_ENDS = (" | ", " — ", " – ", " · ")  # what divides a page's title from the name of its site


def read(text: str) -> Page:
    """Return the page of HTML that is decoded and has LF at its line ends. Raises Refused."""
    soup = BeautifulSoup(tidied(text), "html.parser")
    values = _values(soup)
    head = front_matter.written(values) if values else ""
    root = page_tree.content_of(soup)
    lines, numbers = page_markdown.written(root)
    numbers = [1] * head.count("\n") + numbers
    try:
        return _with_lines(source.read(head + "\n".join(lines)), numbers)
    except ImportProblem as refused:
        raise page_problem(refused.message, _number(numbers, refused.place.line)) from refused


def _values(soup: BeautifulSoup) -> Mapping[str, str]:
    """Return what the page says of itself, and take its title out of its text."""
    root = soup.find("html")
    values = {
        "title": _title(soup),
        "description": _meta(soup, "description"),
        "language": attribute(root, "lang") if isinstance(root, Tag) else "",
        "licence": _link(soup, "license") or _meta(soup, "license", "dcterms.license", "dc.rights"),
        "attribution": _meta(soup, "author"),
        "source": _link(soup, "canonical"),
    }
    return {key: value for key, value in values.items() if value}


def _title(soup: BeautifulSoup) -> str:
    heading = soup.find("h1")
    if isinstance(heading, Tag):
        title = " ".join(heading.get_text().split())
        heading.clear()
        return title
    found = soup.find("title")
    title = " ".join(found.get_text().split()) if isinstance(found, Tag) else ""
    for end in TITLE_ENDS:
        title = title.rsplit(end, 1)[0]
    return title


def _meta(soup: BeautifulSoup, *names: str) -> str:
    found = (soup.find("meta", attrs={"name": name}) for name in names)
    return next((" ".join(attribute(tag, "content").split()) for tag in found if isinstance(tag, Tag)), "")


def _link(soup: BeautifulSoup, relation: str) -> str:
    """Return the address of a link of the page that is not a path on its own site."""
    found = soup.find(["link", "a"], attrs={"rel": relation})
    return attribute(found, "href").strip() if isinstance(found, Tag) else ""


def _with_lines(page: Page, numbers: Sequence[int]) -> Page:
    """Return a page with the lines of its HTML for those of the Markdown."""
    parts = tuple(_part_with_lines(part, numbers) for part in page.parts)
    warnings = tuple(replace(warned, place=Place(line=_number(numbers, warned.place.line))) for warned in page.warnings)
    return replace(page, parts=parts, warnings=warnings)


def _part_with_lines(part: Part, numbers: Sequence[int]) -> Part:
    items = tuple(replace(item, line=_number(numbers, item.line)) for item in part.items)
    return replace(part, line=_number(numbers, part.line), items=items)


def _number(numbers: Sequence[int], line: int) -> int:
    return numbers[min(line, len(numbers)) - 1] if line and numbers else line
