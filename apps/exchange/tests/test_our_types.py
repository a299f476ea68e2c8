"""Anki's text files of notes that we wrote for it come back as they were, whether we or Anki wrote the file."""

from apps.exchange.formats import anki_text
from apps.exchange.formats.tables import Options, look, read
from apps.exchange.records import EXERCISE, Deck, Note, Section

DECK = Deck(
    title="Knots",
    sections=(Section("Words"), Section("Which?", EXERCISE, "Choose.", ("BEND & *so*", "HITCH"))),
    notes=(
        Note("Bight?", "A slack part.", extra="Of a rope.", guid="g1", tags=("rope",)),
        Note("A {{c1::bowline}} holds.", "Always.", kind="cloze", guid="g2"),
        Note("hitch", "Knoten", kind="reversed", guid="g3"),
        Note("Two ropes.", "Both take part.", kind="choice", label="BEND & *so*", section=1, guid="g4"),
        Note("A task.", "Its answer.", section=1, guid="g5"),
        Note("One?\n\n===\n\nTwo?\n\n===\n\nThree?", "1\n\n===\n\n\n\n===\n\n3", kind="several", guid="g6"),
    ),
)


def said(deck):
    return [(note.guid, note.kind, note.front, note.back, note.label, note.extra, note.tags) for note in deck.notes]


def test_every_kind_comes_back():
    deck = read(anki_text.write(DECK), name="knots.txt")
    assert said(deck) == said(DECK)
    assert deck.warnings == ()


def test_columns_that_somebody_chose_hold_what_they_chose():
    data = anki_text.write(Deck(title="T", sections=DECK.sections, notes=DECK.notes[3:4]))
    chosen = ["guid", "kind", "deck", "back", "", "", "front", "", "", "tags"]
    deck = read(data, Options(columns=tuple(chosen)), "t.txt")
    assert (deck.notes[0].front, deck.notes[0].back) == ("Both take part.", "Two ropes.")


def test_a_type_of_others_is_read_by_its_columns():
    data = b"#separator:tab\n#html:true\n#notetype column:1\nChoice of mine\tone\ttwo\tthree\n"
    assert look(data, "x.txt").options.columns == ("kind", "front", "back", "extra")
    assert [(note.kind, note.back, note.extra) for note in read(data).notes] == [("basic", "two", "three")]
