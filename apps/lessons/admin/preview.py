"""The preview of a whole lesson as learners will see it, and advice on it. Saves nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from apps.cards.kinds.cloze_blanks import ClozeError
from apps.cards.kinds.registry import has_label
from apps.cards.media_store import media_of
from apps.cards.models import Note, Section
from apps.cards.note_cards import RenderedCard, cards_of
from apps.cards.rendering import Shown
from apps.formats.practice_page.records import Item, Part
from apps.lessons import lint
from apps.lessons.admin.forms import NoteRow, SectionRow
from apps.lessons.admin.page import PageForm
from apps.lessons.page import name_of

type Make = Callable[[Note, Section], list[RenderedCard]]

MAX_CARDS = 4  # of one note: a preview of fifty blanks would cost seconds with every key


@dataclass(frozen=True)
class PreviewedNote:
    """One note of the preview, with advice on it; `prefix` names its form."""

    prefix: str
    name: str
    cards: list[RenderedCard]
    problems: list[str]
    advice: list[str]


@dataclass(frozen=True)
class PreviewedSection:
    """One section of the preview, with advice on it; `prefix` names its form."""

    prefix: str
    section: Section
    notes: list[PreviewedNote]
    advice: list[str] = field(default_factory=list)


def preview_of(page: PageForm, *, cards: bool = True) -> list[PreviewedSection]:
    """Return the sections as learners would see them; without cards, only the advice on them."""
    parts = [(row, [each for each in rows if not _ticked(each, "archived")]) for row, rows in page.ordered]
    parts = [(row, rows) for row, rows in parts if not (row.removable and _ticked(row, "remove"))]
    alike = _duplicates(parts)
    make = partial(_cards, media=_media(page)) if cards else _no_cards
    return [_section(row, rows, alike, make) for row, rows in parts]


def _media(page: PageForm) -> Shown:
    """Return the pictures and sounds that the notes on the page may show."""
    typed = [row.as_typed for row in page.notes if row.as_typed]
    return media_of("".join(f"{note.front}{note.back}{note.extra}" for note in typed), page.lesson.deck)


def advise(page: PageForm) -> None:
    """Say the advice at the rows of the page that it is about."""
    rows: dict[str | None, SectionRow | NoteRow] = {row.prefix: row for row in page.notes}
    rows |= {row.prefix: row for row in page.sections.values()}
    for part in preview_of(page, cards=False):
        rows[part.prefix].advice = part.advice
        for note in part.notes:
            rows[note.prefix].advice = note.advice


def _ticked(row: SectionRow | NoteRow, name: str) -> bool:
    return row.is_bound and name not in row.errors and bool(row.cleaned_data.get(name))


def _duplicates(parts: list[tuple[SectionRow, list[NoteRow]]]) -> dict[str | None, str]:
    """Return advice on questions that ask the same as an earlier one, by the names of their forms."""
    found: dict[str | None, str] = {}
    for kind in (Section.Kind.SELF_CHECK, Section.Kind.FLASHCARDS):
        rows = [each for row, rows in parts if row.section.kind == kind for each in rows if each.as_typed]
        advice = lint.advice_on_duplicates([_item(each.as_typed) for each in rows if each.as_typed])
        found |= {rows[position].prefix: sentence for position, sentence in advice.items()}
    return found


def _section(row: SectionRow, rows: list[NoteRow], alike: dict[str | None, str], make: Make) -> PreviewedSection:
    section = row.section
    items = tuple(_item(each.as_typed) for each in rows if each.as_typed)
    part = Part(section.kind, section.title, section.introduction, labels=tuple(section.labels), items=items)
    advice = [lint.advice_on_introduction(part), *lint.advice_on_labels(part)]
    notes = [
        _note(each, name_of(section, place), section, [alike.get(each.prefix, "")], make)
        for place, each in enumerate(rows)
    ]
    return PreviewedSection(str(row.prefix), section, notes, [sentence for sentence in advice if sentence])


def _note(row: NoteRow, name: str, section: Section, advice: list[str], make: Make) -> PreviewedNote:
    note = row.as_typed
    if note is not None:
        advice = [*lint.advice_on_item(_item(note), section.kind), *advice]
    problems = [str(sentence) for sentences in row.errors.values() for sentence in sentences]
    made = make(note, section) if note is not None else []
    return PreviewedNote(str(row.prefix), name, made, problems, [sentence for sentence in advice if sentence])


def _no_cards(_note: Note, _section: Section) -> list[RenderedCard]:
    return []


def _cards(note: Note, section: Section, *, media: Shown) -> list[RenderedCard]:
    shown = Note(section=section, **{name: getattr(note, name) for name in ("kind", "front", "back", "label", "extra")})
    try:
        return cards_of(shown, MAX_CARDS, media)
    except ClozeError:  # said among the problems
        return []


def _item(note: Note) -> Item:
    return Item(front=note.front, back=note.back, label=note.label if has_label(note.kind) else "")
