"""Decks in Markdown as people and note-taking programs write them."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from apps.formats.markdown import deck_file
from apps.formats.open_file import open_file
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import ScheduleRecord

REPORTED = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
NAMES = ["M30", "M01", "M31", "M05", "M06", "M11", "M23", "M24", "M22", "M13", "M14", "M15", "M18"]
BLANK = re.compile(r"\{\{c(\d+)::(.*?)\}\}")


def read(text: str):
    return deck_file.read(text.encode())


def sides(text: str):
    return [(note.front, note.back) for note in read(text).notes]


def asked(note):
    """Return the questions and answers of a note, as plain as the material has them."""
    front, back = plain(note.front), plain(note.back)
    if note.kind == "cloze":
        numbers = BLANK.findall(front)
        return [
            (BLANK.sub(lambda found, number=number: "[…]" if found[1] == number else found[2], front), "")
            for number, _text in numbers
        ]
    return [(front, back), (back, front)] if note.kind == "reversed" else [(front, back)]


def plain(text):
    lines = (line for line in text.replace("\\\n", "\n").replace("*", "").split("\n") if line.strip("`py"))
    return "\n".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_reported_decks_ask_what_they_should(name):
    if not REPORTED.exists():
        pytest.skip("The material is kept beside the repository, and is not there")
    expected = json.loads((REPORTED / "EXPECTED.json").read_text())[f"{name}.md"]["asked"]
    notes = deck_file.read((REPORTED / f"{name}.md").read_bytes()).notes
    found = [each for note in notes for each in asked(note)]
    assert found == [(plain(question), plain(answer)) for question, answer in expected]


def test_a_reported_question_keeps_its_table_and_so_does_its_answer():
    path = REPORTED / "M04.md"
    if not path.exists():
        pytest.skip("The material is kept beside the repository, and is not there")
    (table, following) = deck_file.read(path.read_bytes()).notes
    assert table.front.startswith("Which gate is this?\n\n| a | b | out |")
    assert table.back.startswith("XOR\n\n| note | x |")
    assert (following.front, following.back) == ("Next", "one")


def test_a_reported_answer_of_two_lines_has_two_lines():
    path = REPORTED / "R02.md"
    if not path.exists():
        pytest.skip("The material is kept beside the repository, and is not there")
    expected = json.loads((REPORTED / "EXPECTED.json").read_text())["R02.md"]
    [[question, answer]] = expected["asked"]
    [back] = [note.back for note in deck_file.read(path.read_bytes()).notes if note.front == question]
    assert back.split("\\\n") == answer.split("⏎")
    assert len(back.split("\\\n")) == expected["lines_of_that_answer"]


@pytest.mark.parametrize(
    "text",
    [
        "**Q: Why?**\nA: So.\n",
        "**Q:** Why?\n**A:** So.\n",
        "**Q**: Why?\n**A**: So.\n",
        "Question: Why?\nAnswer: So.\n",
        "**Question 1:** Why?\n\n**Answer:** So.\n",
        "1. Q: Why?\n   A: So.\n",
        "- Front: Why?\n- Back: So.\n",
        "Q1: Why?\nA1: So.\n",
    ],
)
def test_marks_as_people_write_them(text):
    assert sides(text) == [("Why?", "So.")]


def test_a_deck_with_plain_marks_has_no_others():
    assert sides("Q: Why?\nA: So.\nAnswer: 42\n- Q: no\n") == [("Why?", "So.\nAnswer: 42\n- Q: no")]


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("What is RAII?::An idiom", ("What is RAII?", "An idiom")),
        ("Capital of France::Paris", ("Capital of France", "Paris")),
        ("- Cell wall::plants and fungi", ("Cell wall", "plants and fungi")),
        ("Use `a::b` in::the `c::d`", ("Use `a::b` in", "the `c::d`")),
    ],
)
def test_both_sides_in_a_line_without_spaces(line, pair):
    assert sides(f"#flashcards\n\n{line}\n") == [pair]


@pytest.mark.parametrize(
    "line",
    [
        "Use std::vector here",
        "call foo::bar(1) first",
        "A my_type::value of it",
        "| a :: b | c |",
        "`a :: b` in code",
        "at 10:30::11:30",
        "$a :: b$ is a type",
        "see https://x.org/a::b",
    ],
)
def test_types_times_code_and_tables_are_no_cards(line):
    assert sides(f"real :: card\n\n{line}\n") == [("real", "card")]


def test_what_looks_like_a_card_and_is_none_is_named():
    warnings = read("real :: card\n\nfrom 10:30::11:30\n").warnings
    assert [str(each.place) for each in warnings] == ["Line 3"]
    assert "looks like a card" in str(warnings[0])


def test_a_question_with_a_table_may_have_blank_lines_around_its_mark():
    text = "#flashcards\n\nWhich?\n\n| a |\n| - |\n| b |\n\n?\nXOR\n\n| c |\n| - |\n| d |\n\nNext?\n?\nyes\n"
    assert sides(text) == [("Which?\n\n| a |\n| - |\n| b |", "XOR\n\n| c |\n| - |\n| d |"), ("Next?", "yes")]


def test_a_line_end_is_a_line_end_in_files_of_obsidian():
    text = "#flashcards\n\nSigns?\n?\n$W>0$ in\n$W<0$ out\n- a\n- b\n```\nx\ny\n```\n"
    assert sides(text) == [("Signs?", "$W>0$ in\\\n$W<0$ out\n- a\n- b\n```\nx\ny\n```")]


def test_highlights_are_blanks_only_in_a_file_of_flashcards():
    text = "An ==axon== carries, `a == b`, $x==y==z$ and ==so== on.\n"
    (note,) = read(f"#flashcards\n\n{text}").notes
    assert note.front == "An {{c1::axon}} carries, `a == b`, $x==y==z$ and {{c2::so}} on."
    with pytest.raises(ImportProblem):
        read(text)


def test_tags_and_schedules_are_no_text():
    deck = read("#flashcards/bio\n\na::b <!--SR:!2024-05-20,4,270-->\n\nc:::d\n<!--SR:!2024-05-21,5,250-->\n")
    assert [(note.front, note.back) for note in deck.notes] == [("a", "b"), ("c", "d")]
    assert deck.sections[0].introduction == ""


def test_schedules_of_obsidian_are_those_of_the_cards():
    text = (
        "a::b <!--SR:!2024-05-20,4,270-->\n\nx\n?\ny\n<!--SR:!2024-05-21,5,250-->\n\n"
        "c:::d\n<!--SR:!2024-05-21,5,250!2024-05-22,6,130!2024-13-01,1,250-->\n\nQ::A\n"
    )
    first, second, third, last = (note.schedules for note in read(text).notes)
    assert first == (ScheduleRecord(date(2024, 5, 20), 4, 270),)
    assert second == (ScheduleRecord(date(2024, 5, 21), 5, 250),)
    assert [(each.due_on.day, each.interval_days, each.easiness) for each in third] == [(21, 5, 250), (22, 6, 130)]
    assert last == ()


def test_bullets_with_a_tag_are_cards():
    text = "- What? #card\n  card-due:: 4\n\t- this\n\t- that\n- A {{cloze big}} dog #card\n- x\n- None? #card\n"
    deck = read(text)
    assert [(note.front, note.back, note.kind) for note in deck.notes] == [
        ("What?", "this\\\nthat", "basic"),
        ("A {{c1::big}} dog", "", "cloze"),
    ]
    assert [str(each.place) for each in deck.warnings] == ["Line 7"]


def test_nested_bullets_below_a_card_are_a_list():
    assert sides("- What? #card\n  - this\n    - more\n  - that\n") == [("What?", "- this\n  - more\n- that")]


def test_arrows_divide_the_sides_of_a_bullet():
    text = "- Top\n  - a >> b\n  - c << d\n  - e <> f\n  - g :: h\n  - list >>>\n    - one\n    - two\n"
    found = [(note.front, note.back, note.kind) for note in read(text).notes]
    assert found == [
        ("a", "b", "basic"),
        ("d", "c", "basic"),
        ("e", "f", "reversed"),
        ("g", "h", "basic"),
        ("list", "one\\\ntwo", "basic"),
    ]


def test_toggles_are_cards():
    text = "# Bio\n\n- What?\n    \n    This.\n    \n    - a\n    - b\n    \n- Nothing?\n"
    deck = read(text)
    assert [(note.front, note.back) for note in deck.notes] == [("What?", "This.\n\n- a\n- b")]
    assert deck.sections[0].title == "Bio"
    assert [str(each.place) for each in deck.warnings] == ["Line 10"]


def test_headings_that_ask_are_cards():
    deck = read("# Deck\n\n## One\n\n### What?\n\nTwo\n\n### And *this*?\n\n```\n# no heading\n```\n\n### Empty?\n")
    assert [(note.front, note.back) for note in deck.notes] == [
        ("What?", "Two"),
        ("And *this*?", "```\n# no heading\n```"),
    ]
    assert (deck.title, [section.title for section in deck.sections]) == ("Deck", ["One"])
    assert [str(each.place) for each in deck.warnings] == ["Line 15"]


def test_a_text_with_headings_is_no_deck():
    with pytest.raises(ImportProblem) as caught:
        read("# Notes\n\n## One\n\ntext\n\n## Two\n\ntext\n\n## Why?\n\nyes\n")
    assert caught.value.code == Code.NOT_A_DECK


def test_cards_of_org_drill():
    text = (
        "#+TITLE: Places\n* Facts\n** Estonia :drill:\n   :PROPERTIES:\n   :ID: x\n   :END:\n"
        "The *capital* of =it=?\n*** Answer\nTallinn.\n** Latvia :drill:\nIt is [Riga].\n** Nothing :drill:\nno\n"
    )
    deck = read(text)
    assert [(note.front, note.back, note.kind) for note in deck.notes] == [
        ("The **capital** of `it`?", "Tallinn.", "basic"),
        ("It is {{c1::Riga}}.", "", "cloze"),
    ]
    assert deck.title == "Places"
    assert [str(each.place) for each in deck.warnings] == ["Line 12"]


@pytest.mark.parametrize("bold_cloze", [True, False])
def test_bold_words_are_blanks_where_that_is_chosen(tmp_path, bold_cloze):
    text = "A **bold** pair :: Yes.\n\nThe **cell** has a __nucleus__, not `**code**`.\n\nNothing here.\n"
    path = tmp_path / "notes.md"
    path.write_text(text, encoding="utf-8")
    with open_file(path, path.name, bold_cloze=bold_cloze) as source:
        notes = [each.note for each in source.notes()]
        left_out = [str(warning) for warning in source.warnings]
    assert (notes[0].kind, notes[0].front) == ("basic", "A **bold** pair")
    cloze = [note.front for note in notes if note.kind == "cloze"]
    assert cloze == (["The {{c1::cell}} has a {{c2::nucleus}}, not `**code**`."] if bold_cloze else [])
    assert "Line 5: This text belongs to no card. It was left out." in left_out or not bold_cloze


def test_a_text_of_nothing_but_bold_words_is_a_deck_where_that_is_chosen(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text("Water boils at **100 °C**.\n\n==Ice== melts at **0 °C**.\n", encoding="utf-8")
    with open_file(path, path.name, bold_cloze=True) as source:
        assert [each.note.front for each in source.notes()] == [
            "Water boils at {{c1::100 °C}}.",
            "{{c1::Ice}} melts at **0 °C**.",
        ]


def test_other_spellings_below_a_question_are_cards_of_their_own():
    text = "Q: real\nA: card\n\nCell::unit\n\nleft :: right\nQ: last\nA: one\n\nTerm\n: a definition\n: another\n"
    pairs = [
        ("real", "card"),
        ("Cell", "unit"),
        ("left", "right"),
        ("last", "one"),
        ("Term", "a definition\n\nanother"),
    ]
    assert sides(f"{text}\nWhat is a\nlysosome?\n?\nA sack\n") == [*pairs, ("What is a\nlysosome?", "A sack")]


def test_a_card_inside_an_answer_is_named():
    deck = read("Q: real\nA: card\nCell::unit\n\nTypes:\n\na :: b\n\nQ: c\nA: d\n")
    assert [note.front for note in deck.notes] == ["real", "c"]
    assert "are part of those above: lines 3, 7." in "".join(map(str, deck.warnings))


@pytest.mark.parametrize("also", ["", "Q: Why?\nA: So.\n\n", "a :: b\n\n"])
def test_definition_lists_are_cards(also):
    deck = sides(f"{also}Term\n: One\n\nOther\n:   Two\nThird\n: Three\n")
    assert deck[-3:] == [("Term", "One"), ("Other", "Two"), ("Third", "Three")]


def test_links_of_obsidian_show_their_text_and_embedded_files_are_pictures():
    text = (
        "![[a/cell.png|200]] what?::see [[Link|shown]], [[Note#Head]] and `[[code]]`\n\nb::![[my tone.mp3]] ![[Note]]\n"
    )
    assert sides(text) == [
        ("![](a/cell.png) what?", "see shown, Note > Head and `[[code]]`"),
        ("b", "![](<my tone.mp3>) Note"),
    ]


def test_a_list_to_tick_below_a_question_is_a_choice():
    text = (
        "Q: Capital?\n- [x] Paris\n- [ ] Lyon\n\nQ: Largest?\nA: Jupiter\n\nQ: Even?\nA:\n- [x] 2\n- [ ] 3\n- [x] 4\n"
    )
    deck = read(text)
    asked = [(note.front, note.back, note.label, note.kind) for note in deck.notes]
    assert asked == [
        ("Capital?", "", "Paris", "choice"),
        ("Largest?", "Jupiter", "", "basic"),
        ("Even?\n\n- 2\n- 3\n- 4", "- 2\n- 4", "", "basic"),
    ]
    assert deck.sections[deck.notes[0].section].labels == ("Paris", "Lyon")


def test_tags_of_a_heading_are_those_of_its_cards():
    deck = read("# Biology #flashcards/bio\n\n- [ ] todo::later\n\n## Cells #flashcards #cell\n\na::b\n")
    assert (deck.title, [section.title for section in deck.sections]) == ("Biology", ["Flashcards", "Cells"])
    assert [(note.front, note.tags) for note in deck.notes] == [
        ("todo", ("flashcards/bio",)),
        ("a", ("flashcards/bio", "flashcards", "cell")),
    ]


def test_a_letter_may_be_a_side_of_a_pair():
    assert sides("Q::A\n\nC::D\n") == [("Q", "A"), ("C", "D")]
