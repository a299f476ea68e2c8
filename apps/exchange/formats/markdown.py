"""Reads decks in Markdown: files of cards, questions with answers that open, and practice pages. Pure."""

import re

from apps.exchange.checking import checked
from apps.exchange.formats import cards, encodings
from apps.exchange.limits import MOST_LINES
from apps.exchange.problems import Code, Problem, too_many
from apps.exchange.records import Deck, Note, Section, Warned, words
from apps.lessons.practice import front_matter, source
from apps.lessons.practice.limits import MOST_BYTES, megabytes
from apps.lessons.practice.records import Item, Page, Part, Refused

IS_OURS = re.compile(r"^<!-- (?:note|section) \{", re.MULTILINE)
IS_PAGE = re.compile(r"^[ \t]*<(?:details|flashcard)\b", re.MULTILINE | re.IGNORECASE)
NAMED = re.compile(r"---[ \t]*\n(?P<lines>(?:[^\n]*\n){0,20}?)---[ \t]*(?:\n|\Z)")
NAME = re.compile(r"""^name[ \t]*=[ \t]*(["'])(?P<name>[^\n]*?)\1[ \t]*$""", re.MULTILINE)
NO_INTRODUCTION = "The introduction of the page was left out. Import the page as a lesson to keep it."
NOTHING = (
    "There is no card in this file. Write cards as “Q: …” and “A: …”, as “C: … [blank] …”, as “Front :: Back”, or as "
    "headings with answers in <details>."
)


def read(data: bytes, name: str = "") -> Deck:
    """Return the deck of a file; without a title of its own it has none. Raises Problem."""
    encodings.check_size(data)
    if data.count(b"\n") > MOST_LINES:
        raise too_many(MOST_LINES, "lines")
    return of_text(encodings.decoded(data, encodings.found(data)))


def of_text(text: str) -> Deck:
    """Return the deck of a text with LF at its line ends. Raises Problem."""
    if IS_PAGE.search(text) and not IS_OURS.search(text):
        return checked(_of_page(text))
    values, body = _divided(text)
    found = cards.read(body)
    if not found.notes and not IS_OURS.search(text) and not found.warnings:
        return checked(_of_page(text))
    if not found.notes and not found.sections:
        raise Problem(Code.NOT_A_DECK, NOTHING)
    return checked(_with_head(found, values))


def _divided(text: str) -> tuple[dict[str, str], str]:
    """Return what the head of a file says, and the file with blank lines in its place."""
    if named := NAMED.match(text):
        found = NAME.search(named["lines"])
        if found:
            return {"title": found["name"]}, "\n" * named[0].count("\n") + text[named.end() :]
    try:
        return front_matter.divide(text)
    except Refused as refused:
        raise _problem(refused) from refused


def _with_head(deck: Deck, values: dict[str, str]) -> Deck:
    """Return the deck with what the head of its file says of it."""
    return Deck(
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


def _of_page(text: str) -> Deck:
    """Return the deck of a practice page, or of any file of questions whose answers open."""
    if len(text) > MOST_BYTES:
        raise Problem(Code.TOO_LARGE, f"This page has more than {megabytes(MOST_BYTES)}. Divide it into several.")
    try:
        return of_page(source.read(text))
    except Refused as refused:
        raise _problem(refused) from refused


def _problem(refused: Refused) -> Problem:
    return Problem(Code.NOT_A_DECK, refused.message, f"Line {refused.line}" if refused.line else "")


def of_page(page: Page) -> Deck:
    """Return a practice page as a deck: its parts are sections, and what they ask is notes."""
    warnings = [Warned(f"Line {warned.line}" if warned.line else "", warned.message) for warned in page.warnings]
    if page.introduction:
        warnings.append(Warned("", NO_INTRODUCTION))
    return Deck(
        title=page.title,
        language=page.language,
        licence=page.licence,
        attribution=page.attribution,
        source_url=page.source_url,
        sections=tuple(_section(part) for part in page.parts),
        notes=tuple(_note(item, index) for index, part in enumerate(page.parts) for item in part.items),
        warnings=tuple(warnings),
    )


def _section(part: Part) -> Section:
    return Section(part.title, part.kind, part.introduction, part.labels, part.numbering, part.closing)


def _note(item: Item, section: int) -> Note:
    return Note(
        front=item.front,
        back=item.back,
        kind=item.kind,
        label=item.label,
        extra=item.extra,
        tags=words(item.tags),
        guid=item.guid,
        section=section,
        where=f"Line {item.line}" if item.line else "",
    )
