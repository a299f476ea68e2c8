import contextlib
from pathlib import Path

import pytest

from apps.formats.practice_page.markdown.syntax.items import NO_QUESTION
from apps.formats.practice_page.plain_text import plain_page
from apps.formats.practice_page.records import (
    EXERCISE,
    FLASHCARDS,
    LETTERS,
    NAMED,
    NUMBERS,
    SELF_CHECK,
    WHOLE,
)
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.practice_pages import backs, fronts
from apps.web.tests.support.examples import examples

SEED = Path(__file__).resolve().parents[6] / "shared" / "material" / "seed.txt"

PAGE = """Practice: Sailing in the dark
A night watch is mostly looking.
Self-check
Section titled “Self-check”Two short questions.
1. Which light is on the port side?
Show answer
The red one.
2. What does a white light at the stern say?
Show answer
That you see the boat from behind.
Try it yourself: give way or stand on?
Section titled “Try it yourself: give way or stand on?”For each meeting, say GIVE WAY or STAND ON.
A. A red light to starboard.B. A boat under engine meets you under sail, off D.C. harbour.C. You overtake.Show answer
- A: GIVE WAY. It crosses from starboard.
- B: STAND ON (as a rule). Sail goes before engine.
- C: GIVE WAY. Who overtakes keeps clear.
The pattern: know who sees which light.
Flashcards
Section titled “Flashcards”Two cards. Click any card to reveal the answer.
Q. What is a lee shore?
A shore towards which the wind blows.
Q. What is leeway?
Being blown sideways.
"""


def parts_of(source):
    return plain_page.read(source).parts


def test_a_copied_page_gives_its_parts():
    page = plain_page.read(PAGE)
    assert (page.title, page.introduction, page.formatted) == (
        "Practice: Sailing in the dark",
        "A night watch is mostly looking.",
        False,
    )
    assert [(part.kind, part.title, len(part.items)) for part in page.parts] == [
        (SELF_CHECK, "Self-check", 2),
        (EXERCISE, "Try it yourself: give way or stand on?", 3),
        (FLASHCARDS, "Flashcards", 2),
    ]
    assert page.warnings == ()


def test_a_question_begins_at_its_number_and_its_answer_below_show_answer():
    questions = parts_of(PAGE)[0]
    assert questions.introduction == "Two short questions."
    assert fronts(questions) == ["Which light is on the port side?", "What does a white light at the stern say?"]
    assert backs(questions) == ["The red one.", "That you see the boat from behind."]
    assert [item.line for item in questions.items] == [5, 8]


def test_scenarios_without_line_ends_are_divided_at_their_letters():
    exercise = parts_of(PAGE)[1]
    assert exercise.introduction == "For each meeting, say GIVE WAY or STAND ON."
    assert fronts(exercise) == [
        "A red light to starboard.",
        "A boat under engine meets you under sail, off D.C. harbour.",
        "You overtake.",
    ]
    assert (exercise.labels, exercise.numbering) == (("GIVE WAY", "STAND ON"), LETTERS)
    assert backs(exercise)[1] == "(as a rule). Sail goes before engine."
    assert exercise.closing == "The pattern: know who sees which light."
    assert {item.line for item in exercise.items} == {13}


def test_a_card_has_its_answer_in_the_next_line():
    cards = parts_of(PAGE)[2]
    assert fronts(cards) == ["What is a lee shore?", "What is leeway?"]
    assert backs(cards) == ["A shore towards which the wind blows.", "Being blown sideways."]


@pytest.mark.parametrize(
    "wording", ["Check your work", "What you'll see", "What you’ll see", "Show solution", "Reveal the answer", "Answer"]
)
def test_the_line_that_opens_an_answer_may_have_other_words(wording):
    assert backs(parts_of(PAGE.replace("Show answer", wording))[0]) == backs(parts_of(PAGE)[0])


def test_details_in_the_opening_line_are_above_the_answer():
    source = PAGE.replace("Show answer", "Show answer (worked example: a ferry)", 1)
    assert parts_of(source)[0].items[0].back == "*Worked example: a ferry*\n\nThe red one."


def test_wrong_counts_are_warnings_with_their_lines():
    source = PAGE.replace("Two short", "Seven short").replace("Two cards", "Ten cards")
    assert [(warned.place.line, str(warned.message)) for warned in plain_page.read(source).warnings] == [
        (4, "The introduction mentions 7 questions, but this section has 2."),
        (19, "The introduction mentions 10 cards, but this section has 2."),
    ]


def test_a_question_without_an_answer_is_a_warning():
    source = PAGE.replace("That you see the boat from behind.\n", "")
    page = plain_page.read(source)
    assert [str(warned) for warned in page.warnings] == ["Line 8: This question has no answer."]


def test_an_answer_without_a_question_is_left_out_and_named():
    page = plain_page.read(
        PAGE.replace("1. Which light is on the port side?\n", "").replace("Two short questions.", "")
    )
    assert [str(warned.message) for warned in page.warnings if warned.place.line == 5] == [str(NO_QUESTION)]
    assert "The red one." not in str(page.parts[0])


def test_a_numbered_list_in_an_answer_begins_no_question():
    source = PAGE.replace("The red one.\n", "It is one of two:\n1. red\n2. green\n")
    questions = parts_of(source)[0]
    assert len(questions.items) == 2
    assert backs(questions)[0] == "It is one of two:\n\n1. red\n2. green"


def test_scenarios_may_be_numbered_lines():
    lines = "1. You see a red light.\n2. You overtake\na ferry.\n3. Fog comes up.\nShow answer\n"
    source = (
        f"T\nTry it yourself\nGive way, stand on or go?\n{lines}- 1: Give way. Now.\n- 2: Stand on. Now.\n- 3: Go. No."
    )
    exercise = parts_of(source)[0]
    assert exercise.numbering == NUMBERS
    assert fronts(exercise) == ["You see a red light.", "You overtake a ferry.", "Fog comes up."]
    assert exercise.labels == ("Give way", "Stand on", "Go")


def test_an_open_exercise_without_scenarios_is_one_whole():
    exercise = parts_of(
        "T\nTry it yourself\nDraw a boat.\nThen its lights.\nShow answer\nRed is to port.\nGreen is not."
    )[0]
    assert (exercise.numbering, exercise.labels) == (WHOLE, ())
    assert fronts(exercise) == ["Draw a boat.\n\nThen its lights."]
    assert backs(exercise) == ["Red is to port.\n\nGreen is not."]


def test_scenarios_with_answers_of_their_own_have_names():
    source = (
        "T\nTry it yourself\nIn two parts.\nPart A: Look. What do you see?\nShow answer\nA light.\nMany lights.\n"
        "Part B: Listen. What do you hear?\nShow answer\nA horn.\nThe pattern: use all your senses."
    )
    exercise = parts_of(source)[0]
    assert exercise.numbering == NAMED
    assert exercise.introduction == "In two parts."
    assert fronts(exercise) == ["**Part A: Look.** What do you see?", "**Part B: Listen.** What do you hear?"]
    assert backs(exercise) == ["A light.\n\nMany lights.", "A horn."]
    assert exercise.closing == "The pattern: use all your senses."


def test_a_step_of_an_exercise_may_have_a_heading_of_its_own():
    source = PAGE.replace(
        "A. A red",
        "Step 1: Warm up\nSection titled “Step 1: Warm up”Look around.\nA. A red",
    )
    exercise = parts_of(source)[1]
    assert len(exercise.items) == 3
    assert "Warm up" in exercise.introduction


def test_first_sentences_that_differ_are_no_labels():
    source = PAGE.replace(": GIVE WAY.", ":").replace(": STAND ON (as a rule).", ":")
    exercise = parts_of(source)[1]
    assert exercise.labels == ()
    assert backs(exercise) == [
        "It crosses from starboard.",
        "Sail goes before engine.",
        "Who overtakes keeps clear.",
    ]


def test_a_heading_may_hold_quotation_marks_and_share_its_line():
    heading = "Try it yourself: the “red” rule"
    source = PAGE.replace("Try it yourself: give way or stand on?\n", heading).replace(
        "Try it yourself: give way or stand on?", heading
    )
    assert parts_of(source)[1].title == heading
    assert len(parts_of(source)[1].items) == 3


def test_a_text_without_heading_marks_is_divided_at_the_known_headings():
    lines = (line.rsplit("”", 1)[-1] if line.startswith("Section titled") else line for line in PAGE.splitlines())
    plain = "\n".join(lines)
    assert [fronts(part) for part in parts_of(plain)] == [fronts(part) for part in parts_of(PAGE)]


@pytest.mark.parametrize(
    "cards",
    [
        "Q: What is luff?\nA: The front edge.\nQ: What is leech?\nA: The back edge.",
        "Q. What is luff?\nA. The front edge.\nQ. What is leech?\nA. The back edge.",
        "- Q: What is luff?\n- A: The front edge.\n\n- Q: What is leech?\n- A: The back edge.",
        "Q. What is luff?A. The front edge.\nQ. What is leech?A. The back edge.",
    ],
)
def test_cards_alone_make_a_page(cards):
    page = plain_page.read(cards)
    assert [(item.front, item.back) for item in page.parts[0].items] == [
        ("What is luff?", "The front edge."),
        ("What is leech?", "The back edge."),
    ]
    assert (page.title, page.parts[0].kind) == ("", FLASHCARDS)


def test_an_answer_that_begins_with_a_name_keeps_it():
    cards = "Words\nQ. Which bay?\nA. Bay, after a captain.\nQ. What is luff?\nThe front edge."
    assert backs(parts_of(cards)[0]) == ["A. Bay, after a captain.", "The front edge."]


def test_an_answer_of_several_lines_keeps_its_paragraphs_and_bullets():
    cards = "Q. What is luff?\nAn edge:\n- the front one\n- of a *sail*\nQ. What is leech?\nAnother."
    assert backs(parts_of(cards)[0])[0] == "An edge:\n\n- the front one\n- of a \\*sail\\*"


def test_closing_words_are_below_the_last_card():
    cards = "".join(f"Q. What is {word}?\nA thing.\n" for word in ("luff", "leech", "foot")) + "Go sailing.\nNow."
    part = parts_of(cards)[0]
    assert (part.items[2].back, part.closing) == ("A thing.", "Go sailing.\n\nNow.")


def test_what_a_site_shows_around_its_page_is_ignored():
    source = f"Skip to content\nSailing school\nSearch\nPractice: Knots\n{PAGE}Edit page\nPrevious\nKnots\nNext\nTides"
    assert plain_page.read(source) == plain_page.read(f"\n\n\n\n{PAGE}")


@pytest.mark.parametrize(
    "source", ["Just a text.", "One\nTwo", "Flashcards", "Self-check\nSection titled “Self-check”"]
)
def test_a_text_without_questions_is_refused(source):
    with pytest.raises(ImportProblem, match="No questions, scenarios, or flashcards"):
        plain_page.read(source)


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    [
        "A. B. C. " * examples(30_000),
        "1. x\nShow answer\n" * examples(30_000),
        "Q. x\n" * examples(60_000),
        "Section titled “" * 20_000,
        "Show answer (" * 20_000,
        "Try it yourself\n" + "x.A. " * 60_000,
        "Try it yourself\n" + "a" * 300_000 + ".B. x",
    ],
)
def test_a_hostile_text_is_read_or_refused_quickly(hostile):
    with contextlib.suppress(ImportProblem):
        plain_page.read(hostile)


def test_the_seed_gives_its_deck_and_no_warning():
    if not SEED.exists():
        pytest.skip("The seed is material of its own and not part of the project.")
    source = SEED.read_text()
    page = plain_page.read(source)
    assert page.warnings == ()
    assert page.title == source.splitlines()[0]
    assert [(part.kind, len(part.items), part.labels) for part in page.parts] == [
        (SELF_CHECK, 7, ()),
        (EXERCISE, 3, ("U-Net", "DiT")),
        (EXERCISE, 6, ("IN SCOPE", "OUT OF SCOPE")),
        (FLASHCARDS, 10, ()),
    ]
    for part in page.parts:
        assert all(item.front in source and item.back in source for item in part.items)
        assert part.title in source.splitlines()
        assert part.introduction in source
    assert [part.closing[:12] for part in page.parts] == ["", "The pattern:", "The pattern ", ""]
    assert [item.label for item in page.parts[2].items] == ["IN SCOPE", "OUT OF SCOPE"] * 3
    assert [item.back.partition(" ")[0] for item in page.parts[2].items][1::2] == [
        *("(sector-specific", "(provenance", "(training-data"),
    ]
