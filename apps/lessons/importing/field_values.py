"""Which texts a page would change: of a lesson, its deck, its sections, its notes. Saves nothing.

Texts are the same when learners see the same (docs/decisions/0013).
"""

import html
import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils.html import strip_tags
from django.utils.text import Truncator

from apps.cards.kinds.registry import CLOZE, OCCLUSION
from apps.cards.models import Deck, Note, Section
from apps.cards.rendering.markdown import render
from apps.formats.limits import MAX_DESCRIPTION_LENGTH
from apps.formats.messages import gettext as _
from apps.formats.practice_page.records import Item, Page, Part
from apps.formats.problems import ImportWarning
from apps.lessons.models import Lesson

PREFIX = "Practice:"  # of a page's title; not part of the lesson's
MAX_QUESTION_LENGTH = 60  # characters of a question that is a title
HAS_NO_TITLE = _(
    "The page has no title, so the lesson is called after its first question. Rename the lesson afterwards, or write "
    "“# ” and a title above the page."
)
SECTION_TEXTS = ("introduction", "closing")
BLOCK = re.compile(r"</?(?:p|li|ul|ol|pre|h[1-6]|tr|t[dh]|dt|dd|br|blockquote)\b")  # a word ends there


def title_of(page: Page) -> str:
    """Return the title of a page's lesson."""
    return page.title.removeprefix(PREFIX).strip() or page.title.strip()


def with_title(page: Page) -> Page:
    """Return a page with a title: its own, or its first question that is no text with blanks; a warning tells that."""
    items = (item for part in page.parts for item in part.items if item.kind not in (CLOZE, OCCLUSION))
    words = Truncator(plain(next((item.front for item in items), ""))).chars(MAX_QUESTION_LENGTH)
    if title_of(page) or not words:
        return page
    return replace(page, title=words, warnings=(*page.warnings, ImportWarning(HAS_NO_TITLE)))


def new_title(page: Page, slug: str) -> str:
    """Return the title of a new lesson: the page's, or words made of its slug."""
    return title_of(page) or slug.replace("-", " ").capitalize()


def of_lesson(lesson: Lesson, page: Page) -> dict[str, str]:
    """Return the lesson's own texts that the page would change; title, description and track only if it has them."""
    own = {"title": title_of(page), "description": page.description[:MAX_DESCRIPTION_LENGTH], "track": page.track}
    texts = {name: text for name, text in own.items() if text}
    if not same_text(lesson.introduction, page.introduction, formatted=page.formatted):
        texts["introduction"] = page.introduction
    return _different(lesson, texts)


def of_deck(deck: Deck, page: Page) -> dict[str, str]:
    """Return the deck's title and credits that the page would change; those that it does not have stay."""
    credits = {name: getattr(page, name) for name in Deck.CREDITS}
    if not credits["source_url"].startswith(("https://", "http://")):
        credits["source_url"] = ""  # it becomes a link
    texts = credits | {"title": title_of(page)}
    return _different(deck, {name: text for name, text in texts.items() if text})


def of_section(section: Section, part: Part, position: int, *, formatted: bool) -> dict[str, object]:
    """Return the section's fields that its part of the page, at that position, would change."""
    values: dict[str, object] = {"position": position, "kind": part.kind, "title": part.title}
    values |= {"labels": list(part.labels), "numbering": part.numbering}
    for name in SECTION_TEXTS:
        text = getattr(part, name)
        if not same_text(getattr(section, name), text, formatted=formatted):
            values[name] = text
    return _different(section, values)


def write_item(note: Note, item: Item) -> Note:
    """Write an item's texts into a note, and its guid if the page has one; saves nothing."""
    for name in (*Note.CARD_FIELDS, "tags"):
        setattr(note, name, getattr(item, name))
    note.guid = item.guid or note.guid
    return note


def same_text(one: str, other: str, *, formatted: bool) -> bool:
    """Return whether two Markdown texts look the same; without formatting, whether they have the same words."""
    if one == other:
        return True
    return render(one).html == render(other).html if formatted else plain(one) == plain(other)


def plain(markdown: str) -> str:
    """Return the words of a Markdown text."""
    spaced = BLOCK.sub(r" \g<0>", render(markdown).html)
    return " ".join(html.unescape(strip_tags(spaced)).split())


def _different[T](row: Lesson | Deck | Section, values: Mapping[str, T]) -> dict[str, T]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}
