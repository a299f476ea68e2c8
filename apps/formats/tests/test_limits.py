"""What a file may hold: at each limit it is read, one beyond it is refused."""

from dataclasses import replace

import pytest

from apps.formats import limits, validation
from apps.formats.practice_page import archives
from apps.formats.practice_page.html import page_tree
from apps.formats.practice_page.html.page_tree import PageTreeBuilder
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord
from apps.formats.tables import rows
from apps.formats.tables.rows import Dialect
from apps.formats.tables.workbooks import xlsx_zip
from apps.formats.text import decode, xml_elements

TABS = Dialect("\t")


def refused(read, *arguments):
    """Return the code with which something is refused; None where it is read."""
    try:
        read(*arguments)
    except ImportProblem as problem:
        return problem.code
    return None


def deck(notes=(), sections=(), **fields):
    return DeckRecord(notes=tuple(notes), sections=tuple(sections), **fields)


def cells(*texts):
    return [*rows.read("\t".join(texts), TABS)]


def with_text(name, record, as_deck):
    """Return what makes a deck in which a record has a text of a number of characters."""
    return lambda length: as_deck(replace(record, **{name: "x" * length}))


def of_section(section):
    return deck(sections=[section])


def of_note(note):
    return deck([note])


NOTE, SECTION = NoteRecord("x"), SectionRecord("x")
OF_RECORDS = {
    ("a deck", DeckRecord(), lambda made: made): validation.DECK_LENGTHS,
    ("a section", SECTION, of_section): validation.SECTION_LENGTHS,
    ("a note", NOTE, of_note): validation.NOTE_LENGTHS,
}
# What makes a deck of a number, and what that is at most.
DECKS = {
    f"the {name} of {what}": (with_text(name, record, as_deck), most)
    for (what, record, as_deck), lengths in OF_RECORDS.items()
    for name, most in lengths.items()
} | {
    "the tags of a note": (lambda n: of_note(NoteRecord("x", tags=("x" * 9, "x" * (n - 10)))), limits.MAX_TAGS_LENGTH),
    "a label": (lambda n: of_section(SectionRecord("x", labels=("x" * n,))), limits.MAX_LABEL_LENGTH),
    "labels": (lambda n: of_section(SectionRecord("x", labels=("x",) * n)), limits.MAX_LABELS),
    "sections": (lambda n: deck(sections=[SECTION] * n), limits.MAX_SECTIONS),
    "notes": (lambda n: deck([NOTE] * n), limits.MAX_NOTES),
}


@pytest.mark.parametrize(("made", "most"), DECKS.values(), ids=DECKS)
def test_a_deck_may_hold_as_much_as_its_limit_and_no_more(made, most):
    assert refused(validation.checked, made(most)) is None
    assert refused(validation.checked, made(most + 1)) is Code.TOO_LARGE


def test_the_limits_of_a_deck_are_those_of_the_docs():
    lengths = validation.DECK_LENGTHS | validation.SECTION_LENGTHS | validation.NOTE_LENGTHS
    stated = {"title": 200, "slug": 100, "language": 35, "licence": 200, "attribution": 500, "source_url": 200}
    stated |= dict.fromkeys(("introduction", "closing", "front", "back", "extra"), 64_000)
    assert lengths == stated | {"label": 100, "guid": 64, "deck": 1_000}
    assert (limits.MAX_NOTES, limits.MAX_SECTIONS, limits.MAX_LABELS) == (100_000, 1_000, 1_000)


def test_a_table_may_have_so_many_rows_and_cells():
    assert refused(rows.check_counts, limits.MAX_ROWS, limits.MAX_CELLS) is None
    assert refused(rows.check_counts, limits.MAX_ROWS + 1, 1) is Code.TOO_LARGE
    assert refused(rows.check_counts, 1, limits.MAX_CELLS + 1) is Code.TOO_LARGE


def test_a_row_may_have_so_many_columns():
    assert len(cells(*["x"] * limits.MAX_COLUMNS)[0].cells) == limits.MAX_COLUMNS
    assert refused(cells, *["x"] * (limits.MAX_COLUMNS + 1)) is Code.TOO_LARGE


@pytest.mark.parametrize("mark", ["", '"'], ids=["bare", "in quotation marks"])
def test_a_cell_may_be_so_long(mark):
    assert refused(cells, "a", f"{mark}{'x' * limits.MAX_FIELD_LENGTH}{mark}") is None
    assert refused(cells, "a", f"{mark}{'x' * (limits.MAX_FIELD_LENGTH + 1)}{mark}") is Code.TOO_LARGE


def test_a_separator_may_be_so_long():
    assert refused(rows.check_separators, Dialect("x" * rows.MAX_SEPARATOR_LENGTH)) is None
    assert refused(rows.check_separators, Dialect("x" * (rows.MAX_SEPARATOR_LENGTH + 1))) is Code.OPTIONS


def test_a_file_that_is_no_package_may_be_so_large():
    assert refused(decode.check_size, bytes(limits.MAX_FILE_BYTES)) is None
    assert refused(decode.check_size, bytes(limits.MAX_FILE_BYTES + 1)) is Code.TOO_LARGE


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        (archives.RULES, (limits.MAX_PAGE_ZIP_BYTES, limits.MAX_PAGE_ZIP_FILES, limits.MAX_PAGE_ZIP_INFLATED_BYTES)),
        (
            xlsx_zip.RULES,
            (limits.MAX_WORKBOOK_INFLATED_BYTES, limits.MAX_WORKBOOK_FILES, limits.MAX_WORKBOOK_INFLATED_BYTES),
        ),
    ],
    ids=["practice pages", "a workbook"],
)
def test_a_zip_has_the_limits_of_its_kind(rules, most):  # which test_zip_guard.py tests at their edges
    assert (rules.max_bytes, rules.max_entries, rules.max_inflated) == most


def nested(depth):
    return "<a>" * depth + "</a>" * depth


def test_xml_may_be_nested_so_deeply():
    assert refused(xml_elements.root, nested(limits.MAX_XML_DEPTH)) is None
    assert refused(xml_elements.root, nested(limits.MAX_XML_DEPTH + 1)) is Code.TOO_LARGE


def test_xml_may_have_so_many_tags(monkeypatch):
    monkeypatch.setattr(xml_elements, "MAX_XML_TAGS", 6)
    assert refused(xml_elements.root, nested(3)) is None
    assert refused(xml_elements.root, nested(4)) is Code.TOO_LARGE


def read_page(html):
    PageTreeBuilder(html).build()


def test_a_page_may_have_so_many_tags(monkeypatch):
    monkeypatch.setattr(page_tree, "MAX_PAGE_TAGS", 5)
    assert refused(read_page, "<p>x</p>" * 5) is None
    assert refused(read_page, "<p>x</p>" * 6) is not None


def test_tags_of_a_page_may_be_nested_so_deeply():
    deepest = next(depth for depth in range(1, 200) if refused(read_page, "<div>" * depth + "x"))
    assert deepest in (limits.MAX_PAGE_DEPTH, limits.MAX_PAGE_DEPTH + 1)
