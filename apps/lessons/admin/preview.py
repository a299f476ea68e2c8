"""The preview of a whole lesson as learners will see it, and advice on it. Saves nothing."""

from collections.abc import Callable
from functools import partial

from apps.cards import lint
from apps.cards.kinds.registry import has_label
from apps.cards.media.deck_media import media_for_text
from apps.cards.models import Note, Section
from apps.cards.rendering.media_tags import MediaByName
from apps.cards.siblings import RenderedCard
from apps.formats.practice_page.records import Item, Part
from apps.formats.records import NoteRecord
from apps.lessons.admin.note_row import NoteRow
from apps.lessons.admin.page_form import PageForm
from apps.lessons.admin.section_row import SectionRow
from apps.lessons.editing.shown_cards import shown_count
from apps.lessons.page import item_name
from apps.lessons.preview import PreviewedNote, PreviewedSection, rendered

type CardMaker = Callable[[Note, Section], list[RenderedCard]]


def preview_of(page: PageForm, *, cards: bool = True) -> list[PreviewedSection]:
    """Return the sections as learners would see them; without cards, only the advice on them."""
    parts = [(row, [each for each in rows if not _is_to_be_archived(each)]) for row, rows in page.ordered]
    parts = [(row, rows) for row, rows in parts if not row.is_to_be_removed]
    duplicates = _duplicates(parts)
    card_maker = partial(rendered, media=_media(page)) if cards else _no_cards
    return [_section(row, rows, duplicates, card_maker) for row, rows in parts]


def _media(page: PageForm) -> MediaByName:
    """Return the pictures and sounds that the notes on the page may show."""
    typed = [row.typed_note for row in page.notes if row.typed_note]
    return media_for_text("".join(f"{note.front}{note.back}{note.extra}" for note in typed), page.lesson.deck)


def add_advice(page: PageForm) -> None:
    """Put advice at the rows of the page that it is about."""
    rows: dict[str | None, SectionRow | NoteRow] = {row.prefix: row for row in page.notes}
    rows |= {row.prefix: row for row in page.sections.values()}
    for part in preview_of(page, cards=False):
        rows[part.prefix].advice = part.advice
        for note in part.notes:
            rows[note.prefix].advice = note.advice


def _is_to_be_archived(row: NoteRow) -> bool:
    return row.is_bound and bool(row.cleaned_data.get("archived"))


def _duplicates(parts: list[tuple[SectionRow, list[NoteRow]]]) -> dict[str | None, str]:
    """Return advice on questions that ask the same as an earlier one, by the prefixes of their forms."""
    duplicates: dict[str | None, str] = {}
    for kind in (Section.Kind.SELF_CHECK, Section.Kind.FLASHCARDS):
        rows = [each for row, rows in parts if row.section.kind == kind for each in rows if each.typed_note]
        advice = lint.advice_on_duplicates([_item(each.typed_note) for each in rows if each.typed_note])
        duplicates |= {rows[index].prefix: sentence for index, sentence in advice.items()}
    return duplicates


def _section(
    row: SectionRow, rows: list[NoteRow], duplicates: dict[str | None, str], card_maker: CardMaker
) -> PreviewedSection:
    section = row.section
    typed = [each.typed_note for each in rows if each.typed_note]
    items = tuple(_item(note) for note in typed)
    shown = sum(shown_count(_record(note), section) for note in typed)
    part = Part(section.kind, section.title, section.introduction, labels=tuple(section.labels), items=items)
    advice = [lint.advice_on_introduction(part, shown), *lint.advice_on_labels(part)]
    notes = [
        _note(each, item_name(section, index), section, [duplicates.get(each.prefix, "")], card_maker)
        for index, each in enumerate(rows)
    ]
    return PreviewedSection(str(row.prefix), section, notes, list(filter(None, advice)))


def _note(row: NoteRow, name: str, section: Section, advice: list[str], card_maker: CardMaker) -> PreviewedNote:
    note = row.typed_note
    if note is not None:
        advice = [*lint.advice_on_item(_item(note), section.kind), *advice]
    cards = card_maker(note, section) if note is not None else []
    return PreviewedNote(str(row.prefix), name, cards, row.sentences, list(filter(None, advice)))


def _no_cards(_note: Note, _section: Section) -> list[RenderedCard]:
    return []


def _record(note: Note) -> NoteRecord:
    return NoteRecord(note.front, note.back, note.kind, note.label, note.extra)


def _item(note: Note) -> Item:
    return Item(front=note.front, back=note.back, label=note.label if has_label(note.kind) else "")
