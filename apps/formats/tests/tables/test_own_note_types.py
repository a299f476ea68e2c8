"""Anki's text files of notes that we wrote for it come back as they were, whether we or Anki wrote the file."""

from apps.formats.anki import text_writer
from apps.formats.records import EXERCISE, DeckRecord, NoteRecord, SectionRecord
from apps.formats.tables.table_reader import TableOptions, preview_table, read

DECK = DeckRecord(
    title="Knots",
    sections=(SectionRecord("Words"), SectionRecord("Which?", EXERCISE, "Choose.", ("BEND & *so*", "HITCH"))),
    notes=(
        NoteRecord("Bight?", "A slack part.", extra="Of a rope.", guid="g1", tags=("rope",)),
        NoteRecord("A {{c1::bowline}} holds.", "Always.", kind="cloze", guid="g2"),
        NoteRecord("hitch", "Knoten", kind="reversed", guid="g3"),
        NoteRecord("Two ropes.", "Both take part.", kind="choice", label="BEND & *so*", section=1, guid="g4"),
        NoteRecord("A task.", "Its answer.", section=1, guid="g5"),
        NoteRecord("One?\n\n===\n\nTwo?\n\n===\n\nThree?", "1\n\n===\n\n\n\n===\n\n3", kind="multi_card", guid="g6"),
    ),
)


def texts_of(deck):
    return [(note.guid, note.kind, note.front, note.back, note.label, note.extra, note.tags) for note in deck.notes]


def test_every_kind_comes_back():
    deck = read(text_writer.write(DECK), name="knots.txt")
    assert texts_of(deck) == texts_of(DECK)
    assert deck.warnings == ()


def test_columns_that_somebody_chose_hold_what_they_chose():
    data = text_writer.write(DeckRecord(title="T", sections=DECK.sections, notes=DECK.notes[3:4]))
    chosen = ["guid", "kind", "deck", "back", "", "", "front", "", "", "tags"]
    deck = read(data, TableOptions(columns=tuple(chosen)), "t.txt")
    assert (deck.notes[0].front, deck.notes[0].back) == ("Both take part.", "Two ropes.")


def test_a_type_of_others_is_read_by_its_columns():
    data = b"#separator:tab\n#html:true\n#notetype column:1\nChoice of mine\tone\ttwo\tthree\n"
    assert preview_table(data, "x.txt").options.columns == ("kind", "front", "back", "extra")
    assert [(note.kind, note.back, note.extra) for note in read(data).notes] == [("basic", "two", "three")]
