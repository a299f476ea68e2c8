"""Decks in Markdown as note-taking programs write them."""

from datetime import date

import pytest

from apps.formats.problems import Code, ImportProblem
from apps.formats.records import ScheduleRecord
from apps.formats.tests.support.markdown import read, sides


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
    text = (
        "- Top\n  - a >> b\n  - [[A|i]] ;; j\n  - c << d\n  - e <> f\n  - g :: h\n  - list >>>\n    - one\n    - two\n"
    )
    found = [(note.front, note.back, note.kind) for note in read(text).notes]
    assert found == [
        ("a", "b", "basic"),
        ("i", "j", "basic"),
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


def test_links_of_obsidian_show_their_text_and_embedded_files_are_pictures():
    text = (
        "![[a/cell.png|200]] what?::see [[Link|shown]], [[Note#Head]] and `[[code]]`\n\nb::![[my tone.mp3]] ![[Note]]\n"
    )
    assert sides(text) == [
        ("![](a/cell.png) what?", "see shown, Note > Head and `[[code]]`"),
        ("b", "![](<my tone.mp3>) Note"),
    ]


def test_tags_of_a_heading_are_those_of_its_cards():
    deck = read("# Biology #flashcards/bio\n\n- [ ] todo::later\n\n## Cells #flashcards #cell\n\na::b\n")
    assert (deck.title, [section.title for section in deck.sections]) == ("Biology", ["Flashcards", "Cells"])
    assert [(note.front, note.tags) for note in deck.notes] == [
        ("todo", ("flashcards/bio",)),
        ("a", ("flashcards/bio", "flashcards", "cell")),
    ]


def test_a_heading_that_asks_below_another_is_named():
    deck = read("Intro\n\n## What?\n\nThis.\n\n### Really?\n\nYes.\n\n# Other\n\nText\nof no card\n\n## Why?\n\nSo.\n")
    assert [note.back for note in deck.notes] == ["This.\n\n### Really?\n\nYes.", "So."]
    assert [str(each) for each in deck.warnings] == [
        "2 texts belong to no card. They were left out: lines 1, 13.",
        "Line 7: This line looks like a card, and is part of the one above. If it is a card, write it with Q: and A:.",
    ]


def test_text_between_toggles_is_named():
    deck = read("Intro\n\n- What?\n\n    This.\n\nMore\nof it\n\n- Why?\n\n    So.\n")
    assert [(note.front, note.back) for note in deck.notes] == [("What?", "This."), ("Why?", "So.")]
    assert "2 texts belong to no card. They were left out: lines 1, 7." in [str(each) for each in deck.warnings]


@pytest.mark.parametrize(
    "text",
    [
        "- What? #card\n  - This\n\nQ: Why?\nA: So\n\nCell::unit\n",
        "<details><summary>What?</summary>\nThis\n</details>\n\nQ: Why?\nA: So\n\nCell :: unit\n",
        "* Bio :drill:\nWhat?\n** Answer\nThis\n* Other\n\nQ: Why?\nA: So\n\nCell :: unit\n",
    ],
    ids=["an outline", "answers that open", "org-drill"],
)
def test_cards_in_another_spelling_are_read_or_named(text):
    deck = read(text)
    read_or_named = [f"{note.front}{note.back}" for note in deck.notes] + [str(each) for each in deck.warnings]
    assert "This" in read_or_named[0] or "Why?" in read_or_named[0]
    assert len(deck.notes) > 1 or any("2 lines look like cards" in each for each in read_or_named)


@pytest.mark.parametrize("text", ["1. What?\n    - This.\n2. Why?\n    - So.\n", "- What?\n  This.\n- Why?\n  So.\n"])
def test_items_of_a_list_that_ask_are_cards(text):
    assert [(front, back.removeprefix("- ")) for front, back in sides(text)] == [("What?", "This."), ("Why?", "So.")]


def test_a_list_in_which_few_items_ask_is_no_deck():
    with pytest.raises(ImportProblem):
        read("- One\n  a\n- Two\n  b\n- Three\n- Why?\n  So.\n- Four\n")


def test_a_quiz_with_a_key_is_a_deck_of_choices():
    deck = read(
        "## Quiz\n\n1. What?\n   - A. This\n   - B. That\n2. Why?\n   - A. So\n   - B. No\n\n## Answers\n\n1. B, 2. A\n"
    )
    assert [(note.front, note.kind, note.label) for note in deck.notes] == [
        ("What?", "choice", "That"),
        ("Why?", "choice", "So"),
    ]


def test_an_arrow_in_an_answer_makes_no_outline_of_a_deck():
    assert sides("Q: Shifts?\nA:\n- x >> 2 divides\n- x << 2 multiplies\n\nQ: Why?\nA: So.\n") == [
        ("Shifts?", "- x >> 2 divides\n- x << 2 multiplies"),
        ("Why?", "So."),
    ]


def test_a_tag_at_the_end_of_a_card_is_no_part_of_it():
    assert sides("a::b #flashcards\n\nc?\n?\nd #flashcards/bio\n") == [("a", "b"), ("c?", "d")]


@pytest.mark.parametrize("mark", ["", "**"])
def test_a_tag_at_the_end_of_a_marked_side_is_its_text(mark):
    text = f"{mark}Q:{mark} What marks a card? #flashcards\n{mark}A:{mark} A tag, such as #flashcards\n"
    assert sides(text) == [("What marks a card? #flashcards", "A tag, such as #flashcards")]


@pytest.mark.parametrize(
    "text",
    ["1. What?\n\n   This.\n\n2. Who?\n\n   Me.\n", "# What?\n---\nThis.\n\n# Who?\n---\nMe.\n"],
    ids=["items apart from their answers", "answers below a rule"],
)
def test_answers_may_be_apart_from_their_questions(text):
    assert sides(text) == [("What?", "This."), ("Who?", "Me.")]


@pytest.mark.parametrize(
    "answer",
    [
        "$$\nx = \\frac{1}{2}\n$$",
        "$$\\begin{aligned}\na &= b\n\\end{aligned}$$",
        "- item\n- ```py\n  x = 1\n  y = 2\n  ```",
        "> ```py\n> a = 1\n> b = 2\n> ```",
        "1. ```sh\n   ls\n   cd\n   ```",
    ],
)
def test_lines_of_code_and_formulas_in_obsidian_have_no_marks_at_their_ends(answer):
    deck = read(f"#flashcards\n\nWhat is it?\n?\n{answer}\n\nAnd then?\n?\nOne\nTwo\n")
    assert [(note.front, note.back) for note in deck.notes] == [("What is it?", answer), ("And then?", "One\\\nTwo")]


def test_code_and_formulas_in_bullets_of_an_outline_are_as_written():
    code = "\t- ```py\n\t  def f():\n\t      - 1\n\t  ```\n\t- then\n"
    formula = "\t- first\n\t  second\n\t- $$a\n\t  b$$\n"
    deck = read(f"- Code? #card\n{code}- Formula? #card\n{formula}")
    assert [note.back for note in deck.notes] == [
        "```py\ndef f():\n    - 1\n```\n\nthen",
        "first\\\nsecond\n\n$$a\nb$$",
    ]


@pytest.mark.parametrize(
    ("bullet", "sides_of_it"),
    [
        ("Cell ::", ("Cell", "unit\\\nof life")),
        ("Cell :::", ("Cell", "unit\\\nof life")),
        ("Cell ;;", ("Cell", "unit\\\nof life")),
        ("Cell >>>", ("Cell", "unit\\\nof life")),
        ("Cell <<<", ("unit\\\nof life", "Cell")),
        ("Cell >>1.", ("Cell", "1. unit\n2. of life")),
        ("[[card]] Cell", ("Cell", "unit\\\nof life")),
    ],
)
def test_each_mark_of_a_bullet_has_its_answer_in_the_bullets_below(bullet, sides_of_it):
    text = f"- Bread >> rises\n- {bullet}\n    - unit\n    - of life\n"
    assert sides(text) == [("Bread", "rises"), sides_of_it]


@pytest.mark.parametrize(
    ("bullet", "sentence"),
    [("Cell >>A)\n    - right\n    - wrong", "Choices below “>>A)”"), ("Cell <<", "A card without an answer")],
)
def test_a_bullet_whose_mark_gives_no_card_is_named(bullet, sentence):
    deck = read(f"- Bread >> rises\n- {bullet}\n")
    assert [note.front for note in deck.notes] == ["Bread"]
    (warned,) = deck.warnings
    assert (sentence in str(warned.message), warned.place.line) == (True, 2)


def test_properties_of_a_page_are_no_cards():
    deck = read("- type:: lecture\n- Cell? #card\n    - unit\n")
    assert ([note.front for note in deck.notes], deck.warnings) == (["Cell?"], ())


@pytest.mark.parametrize(
    "line", ["My::Module->new", "IPv6 ::1 is loopback", "    indented::code", "%% a comment::b %%"]
)
def test_colons_of_addresses_programs_and_comments_make_no_card(line):
    deck = read(f"#flashcards\n\nBread::rises\n\n{line}\n")
    assert [note.front for note in deck.notes] == ["Bread"]
    assert [warned.place.line for warned in deck.warnings] == [5]


@pytest.mark.parametrize(
    "text",
    ["- {{cloze Paris \\\\ city}} is {{cloze big}}. #card\n", "* A :drill:\n[Paris||city] is [big].\n"],
    ids=["Logseq", "org-drill"],
)
def test_the_cue_of_a_blank_is_its_hint(text):
    assert sides(text) == [("{{c1::Paris::city}} is {{c2::big}}.", "")]


def test_a_highlight_of_obsidian_that_is_no_blank_is_marked():
    text = "#flashcards\n\nA ==red== cat::No `==`, but ==two== eyes\n\nMore?\n?\n==Yes==\n"
    marked = ("A <mark>red</mark> cat", "No `==`, but <mark>two</mark> eyes")
    assert sides(text) == [marked, ("More?", "<mark>Yes</mark>")]
