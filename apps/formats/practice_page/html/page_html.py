"""Reads a practice page from its HTML: finds its own text, writes it as Markdown, and reads that as a source."""

from collections.abc import Mapping, Sequence

from apps.formats.practice_page import original_lines
from apps.formats.practice_page.html import page_markdown, page_tree
from apps.formats.practice_page.html.html_cards import attribute
from apps.formats.practice_page.markdown import source
from apps.formats.practice_page.markdown.syntax import front_matter
from apps.formats.practice_page.records import Page
from apps.formats.text.html.html_tree import Tag

TITLE_ENDS = (" | ", " — ", " – ", " · ")  # what divides a page's title from the name of its site


def read(text: str) -> Page:
    """Return the page of HTML that is decoded and has LF at its line ends. Raises ImportProblem."""
    page = page_tree.PageTreeBuilder(text.translate(page_markdown.MARKERS)).build()
    values = _values(page)
    head = front_matter.write(values) if values else ""
    lines, numbers = page_markdown.write(page_tree.content_of(page))
    numbers = [1] * head.count("\n") + numbers
    return original_lines.read(source.read, head + "\n".join(lines), numbers)


def _values(page: Tag) -> Mapping[str, str]:
    """Return the properties of a page, and take its title out of its text."""
    tags = [tag for tag in page.walk() if tag.name in ("meta", "link", "a")]
    values = {
        "title": _title(page),
        "description": _meta(tags, "description"),
        "language": attribute(page.find("html"), "lang"),
        "licence": _link(tags, "license") or _meta(tags, "license", "dcterms.license", "dc.rights"),
        "attribution": _meta(tags, "author"),
        "source": _link(tags, "canonical"),
    }
    return {key: value for key, value in values.items() if value}


def _title(page: Tag) -> str:
    if heading := page.find("h1"):
        title = " ".join(heading.text.split())
        heading.children = []
        return title
    found = page.find("title")
    title = " ".join(found.text.split()) if found else ""
    for end in TITLE_ENDS:
        title = title.rsplit(end, 1)[0]
    return title


def _meta(tags: Sequence[Tag], *names: str) -> str:
    """Return the first property of a page that has one of these names."""
    contents = {tag.attributes.get("name"): attribute(tag, "content") for tag in reversed(tags) if tag.name == "meta"}
    return next((" ".join(contents[name].split()) for name in names if name in contents), "")


def _link(tags: Sequence[Tag], relation: str) -> str:
    """Return the URL of the first link of a page that has this relation to it."""
    links = (tag for tag in tags if tag.name != "meta" and relation in tag.attributes.get("rel", "").split())
    return attribute(next(links, None), "href").strip()
