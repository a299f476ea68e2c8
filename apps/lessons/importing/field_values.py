"""Which texts a page would change: of a lesson, its deck, its sections, its notes. Saves nothing.

Texts are the same when learners see the same (docs/decisions/0013).
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import strip_tags

from apps.cards.models import Deck, Note, Section
from apps.cards.rendering import render
from apps.formats.practice_page.records import Item, Page, Part
from apps.lessons.models import Lesson

PREFIX = "Practice:"  # of a page's title; the lesson is called without it
CREDITS = {"language": 35, "licence": 200, "attribution": 500, "source_url": 200}  # characters that a deck keeps
TITLE_LIMIT, DESCRIPTION_LIMIT = 200, 500
NOTE_TEXTS = ("kind", "front", "back", "label", "extra", "tags")
SECTION_TEXTS = ("introduction", "closing")
BLOCK = re.compile(r"</?(?:p|li|ul|ol|pre|h[1-6]|tr|t[dh]|dt|dd|br|blockquote)\b")  # no word goes on across it


def title_of(page: Page) -> str:
    """Return what the lesson of a page is called."""
    return page.title.removeprefix(PREFIX).strip() or page.title.strip()


def of_lesson(lesson: Lesson, page: Page) -> dict[str, str]:
    """Return the lesson's own texts that the page would change; a title and a description only if it gives them."""
    given = {"title": title_of(page), "description": page.description[:DESCRIPTION_LIMIT]}
    texts = {name: text for name, text in given.items() if text}
    if not same_text(lesson.introduction, page.introduction, formatted=page.formatted):
        texts["introduction"] = page.introduction
    return _other(lesson, texts)


def of_deck(deck: Deck, page: Page) -> dict[str, str]:
    """Return the deck's title and credits that the page would change; what it does not say stays as it is."""
    given = {name: getattr(page, name)[:most] for name, most in CREDITS.items()}
    if not given["source_url"].startswith(("https://", "http://")):
        given["source_url"] = ""  # it becomes a link
    given["title"] = title_of(page)
    return _other(deck, {name: text for name, text in given.items() if text})


def of_section(section: Section, part: Part, position: int, *, formatted: bool) -> dict[str, Any]:
    """Return the section's fields that its part of the page, at that position, would change."""
    wanted = {"position": position, "kind": part.kind, "title": part.title}
    wanted |= {"labels": list(part.labels), "numbering": part.numbering}
    for name in SECTION_TEXTS:
        text = getattr(part, name)
        if not same_text(getattr(section, name), text, formatted=formatted):
            wanted[name] = text
    return _other(section, wanted)


def written(note: Note, item: Item) -> Note:
    """Write an item's texts into a note, and its guid where the page gives one; saves nothing."""
    for name in NOTE_TEXTS:
        setattr(note, name, getattr(item, name))
    note.guid = item.guid or note.guid
    return note


def same_text(one: str, other: str, *, formatted: bool) -> bool:
    """Whether two Markdown texts look the same on a page; without formatting, whether they have the same words."""
    if one == other:
        return True
    return render(one).html == render(other).html if formatted else plain(one) == plain(other)


def plain(markdown: str) -> str:
    """Return the words of a Markdown text."""
    apart = BLOCK.sub(r" \g<0>", render(markdown).html)
    return " ".join(html.unescape(strip_tags(apart)).split())


def _other(row: Lesson | Deck | Section, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}
