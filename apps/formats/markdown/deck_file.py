"""Reads decks in Markdown: files of cards, questions with answers that open, and practice pages."""

import re
from dataclasses import replace

from apps.formats.limits import MAX_LINES, MAX_PAGE_BYTES, as_size
from apps.formats.losses import together
from apps.formats.markdown import markdown_reader
from apps.formats.markdown.note_taking import dash_lists, folded, org_drill, outlines, start_blocks, unread_cards
from apps.formats.markdown.syntax.spellings import IS_OURS
from apps.formats.messages import gettext as _
from apps.formats.practice_page import notebook, page_reader
from apps.formats.practice_page.markdown import source, task_lists
from apps.formats.practice_page.markdown.syntax import foldings, front_matter
from apps.formats.practice_page.plain_text import plain_page
from apps.formats.practice_page.records import Item, Page, Part
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place, too_many
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord, words
from apps.formats.text import decode
from apps.formats.validation import checked

IS_PAGE = re.compile(
    r"^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,4}[.)][ \t])[ \t]*){0,5}<(?:details|flashcard)\b", re.MULTILINE | re.IGNORECASE
)
NAMED = re.compile(r"---[ \t]*\n(?P<lines>(?:[^\n]*\n){0,20}?)---[ \t]*(?:\n|\Z)")
NAME = re.compile(r"""^name[ \t]*=[ \t]*(["'])(?P<name>[^\n]*?)\1[ \t]*$""", re.MULTILINE)
NO_INTRODUCTION = _("The introduction of the page was left out. Import the page as a lesson to include it.")
NOTHING = _(
    "There is no card in this file. Write cards as “Q: …” and “A: …”, as “C: … [blank] …”, as “Front :: Back”, or as "
    "headings with answers in <details>."
)


def read(data: bytes, *, bold_cloze: bool = False) -> DeckRecord:
    """Return the deck of a file; without a title of its own it has none. Raises ImportProblem.

    `bold_cloze` where bold words are blanks.
    """
    decode.check_size(data)
    if data.count(b"\n") > MAX_LINES:
        raise too_many(MAX_LINES, "lines")
    return of_text(decode.to_text(data), bold_cloze=bold_cloze)


def of_text(text: str, *, bold_cloze: bool = False) -> DeckRecord:
    """Return the deck of a text with LF at its line ends. Raises ImportProblem."""
    if notebook.is_one(text):
        return checked(_of_page(notebook.markdown(text)))
    if (IS_PAGE.search(text) or foldings.are_in(text)) and not IS_OURS.search(text):
        return checked(_of_page(text))
    text = start_blocks.converted(text)
    values, body = _divided(text)
    found = _cards(body, bold_cloze=bold_cloze)
    if not found.notes and (task_lists.are_in(text) or page_reader.is_copied(text) or _has_key(text)):
        return checked(_of_page(text))
    if not found.notes and not IS_OURS.search(text) and (listed := dash_lists.read(body)):
        return checked(_with_head(listed, values))
    if not found.notes and not IS_OURS.search(text) and not found.warnings:
        return checked(_of_page(text))
    if not found.notes and not found.sections:
        raise ImportProblem(Code.NOT_A_DECK, NOTHING)
    return checked(_with_head(found, values))


def _has_key(text: str) -> bool:
    """Return whether a text is a quiz whose key tells the right choices."""
    try:
        return len(text) <= MAX_PAGE_BYTES and any(
            item.label for part in source.read(text).parts for item in part.items
        )
    except ImportProblem:
        return False


def _cards(text: str, *, bold_cloze: bool) -> DeckRecord:
    """Return the cards of a text, in the first spelling that has any."""
    is_ours = bool(IS_OURS.search(text))
    if not is_ours and outlines.is_outline(text) and (found := outlines.read(text)).notes:
        return _with_unread(found, text)
    found = markdown_reader.read(text, bold_cloze=bold_cloze)
    if found.notes or is_ours:
        return found
    for read_others in (org_drill.read, *folded.READERS):
        if others := read_others(text):
            return _with_unread(others, text)
    for spelling in ("has_definitions", "has_terms"):
        loose = markdown_reader.read(text, **{spelling: True})
        if loose.notes:
            return loose
    return found


def _divided(text: str) -> tuple[dict[str, str], str]:
    """Return the values in the head of a file, and the file with blank lines in its place."""
    if named := NAMED.match(text):
        found = NAME.search(named["lines"])
        if found:
            return {"title": found["name"]}, "\n" * named[0].count("\n") + text[named.end() :]
    return front_matter.split(text)


def _with_head(deck: DeckRecord, values: dict[str, str]) -> DeckRecord:
    """Return the deck with the values in the head of its file."""
    return DeckRecord(
        title=values.get("title", values.get("name", deck.title)),
        slug=values.get("slug", ""),
        language=values.get("language", ""),
        licence=values.get("licence", values.get("license", "")),
        attribution=values.get("attribution", ""),
        source_url=values.get("source", ""),
        sections=deck.sections,
        notes=deck.notes,
        warnings=deck.warnings,
    )


def _of_page(text: str) -> DeckRecord:
    """Return the deck of a practice page, or of any file of questions whose answers open."""
    if len(text) > MAX_PAGE_BYTES:
        message = _("This page is larger than {size}. Divide it into several.", size=as_size(MAX_PAGE_BYTES))
        raise ImportProblem(Code.TOO_LARGE, message)
    read_page = plain_page.read if page_reader.is_copied(text) else source.read
    return _with_unread(of_page(read_page(text)), text)


def _with_unread(deck: DeckRecord, text: str) -> DeckRecord:
    """Return the deck with a warning of what looks like a card in its text, and was not read."""
    return replace(deck, warnings=(*deck.warnings, *unread_cards.warnings(text, deck)))


def of_page(page: Page) -> DeckRecord:
    """Return a practice page as a deck: its parts are sections, and what they ask is notes."""
    warnings = together(page.warnings)
    if page.introduction:
        warnings.append(ImportWarning(NO_INTRODUCTION))
    return DeckRecord(
        title=page.title,
        language=page.language,
        licence=page.licence,
        attribution=page.attribution,
        source_url=page.source_url,
        sections=tuple(_section(part) for part in page.parts),
        notes=tuple(_note(item, index) for index, part in enumerate(page.parts) for item in part.items),
        warnings=tuple(warnings),
    )


def _section(part: Part) -> SectionRecord:
    return SectionRecord(
        title=part.title,
        kind=part.kind,
        introduction=part.introduction,
        labels=part.labels,
        numbering=part.numbering,
        closing=part.closing,
        place=Place(line=part.line),
    )


def _note(item: Item, section: int) -> NoteRecord:
    return NoteRecord(
        front=item.front,
        back=item.back,
        kind=item.kind,
        label=item.label,
        extra=item.extra,
        tags=words(item.tags),
        guid=item.guid,
        section=section,
        place=Place(line=item.line),
    )
