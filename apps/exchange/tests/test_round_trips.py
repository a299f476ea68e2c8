import csv
import json

import pytest
from hypothesis import HealthCheck, given, settings

from apps.exchange.formats import carding, delimited, markdown, own, tables
from apps.exchange.formats.tables import Options
from apps.exchange.records import Deck, Note, Section
from apps.exchange.tests.decks import decks, decks_of_rows

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
DECK = Deck(
    title="Knots",
    language="en",
    licence="CC BY 4.0",
    attribution="The rope course",
    source_url="https://example.org/knots",
    sections=(Section("Bends", introduction="For two ropes."), Section("Which?", kind="exercise", labels=("BEND",))),
    notes=(
        Note("What is a *bight*?", "A slack part,\nuncrossed.", guid="g-1", tags=("rope", "words")),
        Note("A {{c1::bowline}} holds by {{c2::friction}}.", kind="cloze", guid="g-2"),
        Note("hitch", "Knoten", kind="reversed", extra="=SUM(A1)", guid="=g3"),
        Note("Two ropes are joined.", "Both take part.", kind="choice", label="BEND", section=1, guid="g-4"),
    ),
)


@given(decks())
@SLOW
def test_json_gives_any_deck_back(deck):
    assert own.read(own.write(deck)) == deck


@given(decks())
@SLOW
def test_markdown_gives_any_deck_back(deck):
    assert markdown.read(carding.write(deck)) == deck


@given(decks_of_rows())
@SLOW
def test_csv_gives_the_notes_back(deck):
    assert tables.read(delimited.write_csv(deck), name="export.csv") == deck


@given(decks_of_rows())
@SLOW
def test_tsv_gives_the_notes_back(deck):
    assert tables.read(delimited.write_tsv(deck), name="export.tsv") == deck


@pytest.mark.parametrize("write", [own.write, carding.write, delimited.write_csv, delimited.write_tsv])
def test_the_same_deck_gives_the_same_bytes(write):
    assert write(DECK) == write(Deck(**{name: getattr(DECK, name) for name in DECK.__slots__}))


@given(decks())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_cell_begins_a_formula(deck):
    rows = csv.reader(delimited.write_csv(deck).decode().split("\n"), strict=False)
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row if row[0][:1] != "#")


def test_a_csv_says_to_anki_what_its_columns_are():
    head, rows = delimited.write_csv(DECK).decode().split("\ng-1,")
    assert head.split("\n") == [
        "#separator:Comma",
        "#html:false",
        "#markdown:true",
        "#defused:true",
        "#deck:Knots",
        "#language:en",
        "#licence:CC BY 4.0",
        "#attribution:The rope course",
        "#source:https://example.org/knots",
        "#columns:guid,notetype,front,back,extra,label,section,tags",
        "#guid column:1",
        "#notetype column:2",
        "#tags column:8",
    ]
    assert rows.startswith('Basic,What is a *bight*?,"A slack part,\nuncrossed."')


def test_a_guid_that_begins_like_a_comment_is_quoted_for_anki():
    deck = Deck(title="T", notes=(Note("a", "b", guid="#x"),), sections=(Section("S"),))
    assert b'\n"#x"\t' in delimited.write_tsv(deck)
    assert tables.read(delimited.write_tsv(deck)) == deck


def test_lines_of_the_head_that_excel_put_into_quotation_marks_are_read():
    data = b'#separator:Comma;;\n"#deck:Say ""a""; b";;\n#html:false;;\na;b;c\n'
    assert tables.read(data).title == 'Say "a"; b'


def test_a_csv_that_excel_saved_again_keeps_guids_and_cells():
    lines = delimited.write_csv(DECK).decode().split("\n")
    filled = [line + ";" * 7 if line.startswith("#") else line for line in lines]
    rows = [";".join(f'"{cell.replace('"', '""')}"' for cell in row) for row in csv.reader(filled[13:])]
    again = "\r\n".join(
        [*filled[:9], "#columns:guid;notetype;front;back;extra;label;section;tags", *filled[10:13], *rows]
    )
    assert [note.guid for note in tables.read(b"\xef\xbb\xbf" + again.encode()).notes] == ["g-1", "g-2", "=g3", "g-4"]


def test_an_apostrophe_of_a_foreign_file_stays():
    assert tables.read(b"'-en,plural\n'=x,y\n").notes[0].front == "'-en"


def test_choices_are_lost_from_no_options_that_came_from_a_look():
    data = delimited.write_csv(DECK)
    looked = tables.look(data, "x.csv")
    assert tables.read(data, looked.options, "x.csv") == tables.read(data, Options(), "x.csv")


def test_markdown_is_what_a_person_would_write():
    text = carding.write(DECK).decode()
    assert "## Bends\n\nFor two ropes.\n\n" in text
    assert "\nQ: What is a *bight*?\nA: A slack part,\nuncrossed.\n" in text
    assert "\nC: A [bowline] holds by [friction].\n" in text
    assert "\nA: **BEND.** Both take part.\n" in text


def test_a_note_that_a_comment_says_all_of_leaves_the_next_one_alone():
    notes = (Note("```\n", "b"), Note("c", "d"), Note("# e\n\n", ""), Note("{{c1::f}}", kind="cloze"))
    deck = Deck(sections=(Section("S"),), notes=notes)
    assert markdown.read(carding.write(deck)) == deck


def test_json_says_its_format_and_its_version():
    whole = json.loads(own.write(DECK))
    assert (whole["format"], whole["version"]) == ("ditcards-deck", 1)
    assert whole["deck"]["attribution"] == "The rope course"
