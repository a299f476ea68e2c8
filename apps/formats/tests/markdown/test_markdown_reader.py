import pytest

from apps.formats.markdown import deck_file
from apps.formats.problems import Code, ImportProblem


def notes(text: str):
    return deck_file.read(text.encode()).notes


def test_questions_and_answers_of_several_lines():
    found = notes("Q: What?\nreally?\nA: This.\n\n- a\n- b\n\nQ: Next?\nA: Yes.\n")
    assert [(note.front, note.back) for note in found] == [("What?\nreally?", "This.\n\n- a\n- b"), ("Next?", "Yes.")]


def test_brackets_are_blanks_in_order():
    (note,) = notes("C: The [sun] is a [star], see [this](https://x.org), `a[0]`, $[0,1]$ and \\[no\\].\n")
    assert note.kind == "cloze"
    assert note.front == ("The {{c1::sun}} is a {{c2::star}}, see [this](https://x.org), `a[0]`, $[0,1]$ and \\[no\\].")


def test_a_blank_keeps_its_colons():
    (note,) = notes("C: Use [std::move] here.\n")
    assert note.front == "Use {{c1::std:&#58;move}} here."


def test_our_own_blanks_stay():
    assert notes("C: {{c2::a::hint}} and [b]\n")[0].front == "{{c2::a::hint}} and [b]"


def test_both_sides_in_a_line():
    found = notes("gato :: cat\n- **perro**:: dog\npájaro ::: bird\nstd::vector stays\n")
    assert [(note.front, note.back, note.kind) for note in found] == [
        ("gato", "cat", "basic"),
        ("**perro**", "dog", "basic"),
        ("pájaro", "bird", "reversed"),
    ]


def test_text_around_a_question_mark():
    found = notes("Capital of\nFrance?\n?\nParis\non the Seine\n\nsea\n??\nmer\n")
    assert [(note.front, note.back, note.kind) for note in found] == [
        ("Capital of\nFrance?", "Paris\non the Seine", "basic"),
        ("sea", "mer", "reversed"),
    ]


def test_headings_are_sections_and_the_first_is_the_title():
    deck = deck_file.read(b"# Knots\n\nAll of them.\n\n## Bends\n\nQ: a\nA: b\n\n## Hitches\n\nfoo :: bar\n")
    assert deck.title == "Knots"
    assert [(section.title, section.introduction) for section in deck.sections] == [
        ("Bends", "All of them."),
        ("Hitches", ""),
    ]
    assert [note.section for note in deck.notes] == [0, 1]


def test_a_rule_ends_a_card_and_code_holds_none():
    found = notes("Q: a\nA: b\n\n```\nQ: no\nA: no\n---\n# no\n```\n---\nx :: y\n")
    assert [note.front for note in found] == ["a", "x"]
    assert found[0].back == "b\n\n```\nQ: no\nA: no\n---\n# no\n```"


def test_the_head_names_the_deck():
    assert deck_file.read(b'---\nname = "Cell biology"\n---\n\nQ: a\nA: b\n').title == "Cell biology"
    deck = deck_file.read(b"---\ntitle: Cells\nlicence: CC0\nlanguage: de\n---\n\nQ: a\nA: b\n")
    assert (deck.title, deck.licence, deck.language, str(deck.notes[0].place)) == ("Cells", "CC0", "de", "Line 7")


def test_what_belongs_to_no_card_is_a_warning_with_its_line():
    deck = deck_file.read(b"a :: b\n\nsome words\nmore\n\nA: lonely\nQ: alone\n")
    assert sorted(str(warned.place) for warned in deck.warnings) == ["Line 3", "Line 6", "Line 7"]


def test_schedules_of_note_takers_are_no_text():
    assert notes("gato::: cat\n<!--SR:!2024-01-01,3,250-->\nx :: y\n")[0].back == "cat"


def test_headings_with_answers_that_open():
    deck = deck_file.read(b"###### 1. Why?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>\n")
    assert [(note.front, note.back) for note in deck.notes] == [("Why?", "Because.")]
    assert deck.sections[0].kind == "self_check"


def test_a_practice_page_keeps_its_parts():
    page = (
        "---\ntitle: 'Practice: Knots'\nlicence: CC0\n---\n\n## Self-check\n\n**1. What?**\n\n<details>\n\nThis.\n\n"
        '</details>\n\n## Flashcards\n\n<Flashcard question="a">\n\nb\n\n</Flashcard>\n'
    )
    deck = deck_file.read(page.encode())
    assert [(section.kind, section.title) for section in deck.sections] == [
        ("self_check", "Self-check"),
        ("flashcards", "Flashcards"),
    ]
    assert (deck.title, deck.licence, len(deck.notes)) == ("Practice: Knots", "CC0", 2)


@pytest.mark.parametrize(
    "text",
    ["Just some words.", "# A title\n\n- a list\n", "```\nQ: a\nA: b\n```\n", " \n\n", "---\ntitle: T\n---\n"],
)
def test_a_file_without_cards_is_refused(text):
    with pytest.raises(ImportProblem) as caught:
        notes(text)
    assert caught.value.code == Code.NOT_A_DECK


def test_a_damaged_comment_of_ours_is_refused_with_its_line():
    with pytest.raises(ImportProblem) as caught:
        notes('Q: a\nA: b\n\n<!-- note {"guid": } -->\nQ: c\nA: d\n')
    assert (caught.value.code, str(caught.value.place)) == (Code.DAMAGED, "Line 4")
