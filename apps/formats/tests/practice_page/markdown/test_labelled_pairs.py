"""Lines from Q: and A: are questions under any heading: their answers are never text that everybody sees."""

import pytest

from apps.formats.practice_page.records import EXERCISE, SELF_CHECK
from apps.formats.tests.support.practice_pages import ANSWER, backs, fronts, page, warnings

PAIRS = "Q: Why knead?\nA: For gluten.\n\nQ: Why rest?\nA: It needs\n- time\n- warmth\n"


@pytest.mark.parametrize("title", ["Self-check", "Questions", "Exercise", "Try it yourself"])
@pytest.mark.parametrize(
    "pairs",
    [
        PAIRS,
        PAIRS.replace("Q:", "**Q:**").replace("A:", "**A:**"),
        "1. Q: Why knead?\n   A: For gluten.\n2. Q: Why rest?\n   A: It needs\n\n- time\n- warmth\n",
    ],
)
def test_lines_of_questions_and_answers_are_questions_of_a_self_check(title, pairs):
    (part,) = page(f"## {title}", "Two of them.", pairs).parts
    assert (part.kind, part.title, part.introduction, part.closing) == (SELF_CHECK, title, "Two of them.", "")
    assert fronts(part) == ["Why knead?", "Why rest?"]
    assert [back.split("\n")[0] for back in backs(part)] == ["For gluten.", "It needs"]


def test_pairs_beside_an_answer_that_opens_and_below_flashcards_are_questions():
    opens, below = (
        page("## Self-check", "**1. Why salt?**", ANSWER, PAIRS).parts[0],
        page("## Flashcards", "Q: Rye?\nA: A grain.", "## More", PAIRS),
    )
    assert fronts(opens) == ["Why salt?", "Why knead?", "Why rest?"]
    assert [part.kind for part in below.parts] == ["flashcards", SELF_CHECK]
    assert opens.closing == below.parts[0].closing == ""


def test_choices_below_a_question_are_no_answers():
    (part,) = page("## Exercise", "Q: Which?", "A: Fresh\nB: Old").parts
    assert part.kind == EXERCISE


def test_a_question_without_an_answer_among_pairs_is_named():
    assert warnings("## Self-check", "Q: Open?", PAIRS) == [(3, "This question has no answer.")]
