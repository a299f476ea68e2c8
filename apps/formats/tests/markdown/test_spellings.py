"""Decks in Markdown as people write them."""

import json
import re
from pathlib import Path

import pytest

from apps.formats.markdown import deck_file
from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tests.support.markdown import read, sides

REPORTED = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
NAMES = ["M30", "M01", "M31", "M05", "M06", "M11", "M23", "M24", "M22", "M13", "M14", "M15", "M18"]
BLANK = re.compile(r"\{\{c(\d+)::(.*?)\}\}")


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
        "*Q:* Why?\n*A:* So.\n",
        "Q： Why?\nA： So.\n",
        "Frage: Why?\nAntwort: So.\n",
        "Question : Why?\nRéponse : So.\n",
        "**Pregunta 1:** Why?\n**Respuesta:** So.\n",
        "问：Why?\n答：So.\n",
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


def test_a_letter_may_be_a_side_of_a_pair():
    assert sides("Q::A\n\nC::D\n") == [("Q", "A"), ("C", "D")]


def test_a_question_inside_an_answer_stays_there_and_is_named():
    deck = read(
        "Q: a\nA: b\n\nIs it?\nYes.\n\n```\nInt?\n\nInt?\nx\n```\n\n- And this?\n- No?\n\nWhy?\n\nQ: c\nA: d?\ne?\n"
    )
    assert [note.front for note in deck.notes] == ["a", "c"]
    assert [(str(each.place), "is part of the one above" in str(each)) for each in deck.warnings] == [("Line 4", True)]


@pytest.mark.parametrize(
    "text",
    [
        "### Q1: Why?\n\nA: So.\n\n### Q2: Who?\n\nA: Me.\n",
        "Q. Why?\nA. So.\n\nQ. Who?\nA. Me.\n",
        "q: Why?\na: So.\nq: Who?\na: Me.\n",
        "**Q1.** Why?\n\n**A1.** So.\n\n**Q2.** Who?\n\n**A2.** Me.\n",
        "Q - Why?\nA - So.\n\nQ - Who?\nA - Me.\n",
    ],
)
def test_questions_and_answers_marked_otherwise(text):
    assert sides(text) == [("Why?", "So."), ("Who?", "Me.")]


def test_choices_by_letters_are_no_answers():
    with pytest.raises(ImportProblem):
        read("Q. Why?\nA. So.\nB. No.\n")


def test_headings_with_numbers_keep_their_names_where_no_answer_is_marked():
    assert sides("## Question 1: Why?\n\nSo.\n\n## Question 2: Who?\n\nMe.\n")[0] == ("Question 1: Why?", "So.")


def test_blanks_of_anki_are_blanks_in_any_file():
    deck = read("a :: b\n\nA {{c1::cell}} is a {{c2::unit}}.\n")
    assert [(note.front, note.kind) for note in deck.notes] == [
        ("a", "basic"),
        ("A {{c1::cell}} is a {{c2::unit}}.", "cloze"),
    ]


def test_a_text_with_questions_and_answers_in_any_language_is_markdown(tmp_path):
    path = tmp_path / "karten.txt"
    path.write_text("Frage: Wer?\nAntwort: Ich: hier.\n", encoding="utf-8")
    with open_file(path, path.name) as source:
        assert [(each.note.front, each.note.back) for each in source.notes()] == [("Wer?", "Ich: hier.")]
