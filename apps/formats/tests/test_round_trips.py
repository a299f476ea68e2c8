import csv
import json

import pytest
from hypothesis import HealthCheck, given, settings

from apps.formats import ditcards_json
from apps.formats.markdown import deck_file, markdown_writer
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord
from apps.formats.tables import table_reader
from apps.formats.tables.delimited_text import csv_writer
from apps.formats.tables.table_reader import TableOptions
from apps.formats.tests.support.decks import decks, decks_of_rows
from apps.formats.tests.support.examples import DECK
from apps.web.tests.support.examples import examples

SLOW = settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))


@given(decks())
@SLOW
def test_json_gives_any_deck_back(deck):
    assert ditcards_json.read(ditcards_json.write(deck)) == deck


@given(decks())
@SLOW
def test_markdown_gives_any_deck_back(deck):
    assert deck_file.read(markdown_writer.write(deck)) == deck


@given(decks_of_rows())
@SLOW
def test_csv_gives_the_notes_back(deck):
    assert table_reader.read(csv_writer.write_csv(deck), name="export.csv") == deck


@given(decks_of_rows())
@SLOW
def test_tsv_gives_the_notes_back(deck):
    assert table_reader.read(csv_writer.write_tsv(deck), name="export.tsv") == deck


@pytest.mark.parametrize(
    "write", [ditcards_json.write, markdown_writer.write, csv_writer.write_csv, csv_writer.write_tsv]
)
def test_the_same_deck_gives_the_same_bytes(write):
    assert write(DECK) == write(DeckRecord(**{name: getattr(DECK, name) for name in DECK.__slots__}))


@given(decks())
@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
def test_no_cell_begins_a_formula(deck):
    rows = csv.reader(csv_writer.write_csv(deck).decode().split("\n"), strict=False)
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row if row[0][:1] != "#")


def test_a_csv_says_to_anki_what_its_columns_are():
    head, rows = csv_writer.write_csv(DECK).decode().split("\ng-1,")
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
    deck = DeckRecord(title="T", notes=(NoteRecord("a", "b", guid="#x"),), sections=(SectionRecord("S"),))
    assert b'\n"#x"\t' in csv_writer.write_tsv(deck)
    assert table_reader.read(csv_writer.write_tsv(deck)) == deck


def test_lines_of_the_head_that_excel_put_into_quotation_marks_are_read():
    data = b'#separator:Comma;;\n"#deck:Say ""a""; b";;\n#html:false;;\na;b;c\n'
    assert table_reader.read(data).title == 'Say "a"; b'


def test_a_csv_that_excel_saved_again_keeps_guids_and_cells():
    lines = csv_writer.write_csv(DECK).decode().split("\n")
    filled = [line + ";" * 7 if line.startswith("#") else line for line in lines]
    rows = [";".join(f'"{cell.replace('"', '""')}"' for cell in row) for row in csv.reader(filled[13:])]
    again = "\r\n".join(
        [*filled[:9], "#columns:guid;notetype;front;back;extra;label;section;tags", *filled[10:13], *rows]
    )
    assert [note.guid for note in table_reader.read(b"\xef\xbb\xbf" + again.encode()).notes] == [
        "g-1",
        "g-2",
        "=g3",
        "g-4",
    ]


def test_an_apostrophe_of_a_foreign_file_stays():
    assert table_reader.read(b"'-en,plural\n'=x,y\n").notes[0].front == "'-en"


def test_choices_are_lost_from_no_options_that_came_from_a_look():
    data = csv_writer.write_csv(DECK)
    looked = table_reader.preview_table(data, "x.csv")
    assert table_reader.read(data, looked.options, "x.csv") == table_reader.read(data, TableOptions(), "x.csv")


def test_markdown_is_what_a_person_would_write():
    text = markdown_writer.write(DECK).decode()
    assert "## Bends\n\nFor two ropes.\n\n" in text
    assert "\nQ: What is a *bight*?\nA: A slack part,\nuncrossed.\n" in text
    assert "\nC: A [bowline] holds by [friction].\n" in text
    assert "\nA: **BEND.** Both take part.\n" in text


def test_a_note_that_a_comment_says_all_of_leaves_the_next_one_alone():
    notes = (
        NoteRecord("```\n", "b"),
        NoteRecord("c", "d"),
        NoteRecord("# e\n\n", ""),
        NoteRecord("{{c1::f}}", kind="cloze"),
    )
    deck = DeckRecord(sections=(SectionRecord("S"),), notes=notes)
    assert deck_file.read(markdown_writer.write(deck)) == deck


def test_json_says_its_format_and_its_version():
    whole = json.loads(ditcards_json.write(DECK))
    assert (whole["format"], whole["version"]) == ("ditcards-deck", 1)
    assert whole["deck"]["attribution"] == "The rope course"


@pytest.mark.parametrize(
    "text",
    [
        "[[x]]",
        "See ![[cell.png]]",
        "Which?\n- [x] this\n- [ ] that",
        "Term\n: definition",
        "One.\n\nTerm\n: definition",
        "One.\n\nleft :: right",
        "One.\n\nleft::right",
        "One.\n\nabove\n?\nbelow",
        ":A",
        "What marks a card in Obsidian? #flashcards",
        "One.\nTwo. #flashcards/a\nThree.",
        "Assemble:\n\n```\nSTART\nLDA 5\nSTA 6\nEND\n```",
        "In Obsidian:\n\nSTART\nBasic\na\nBack: b\nEND",
    ],
)
def test_markdown_keeps_what_looks_like_another_spelling(text):
    notes = (NoteRecord("first", text), NoteRecord(text, "second"), NoteRecord("one :: two", "**Q:** three"))
    deck = DeckRecord(title="T", notes=notes, sections=(SectionRecord("S #flashcards/a [[b]]", introduction=text),))
    assert deck_file.read(markdown_writer.write(deck)) == deck
