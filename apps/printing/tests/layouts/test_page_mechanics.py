"""A worksheet does not speak of opening what only a page can open."""

import pytest

from apps.printing.layouts.paper_text.page_mechanics import without_page_mechanics


@pytest.mark.parametrize(
    ("introduction", "printed"),
    [
        ("Four questions. Answer each before opening the collapsible.", "Four questions. Answer each."),
        ("Answer each one, before you expand the answer!", "Answer each one!"),
        ("Write it down before revealing the solution below.", "Write it down."),
        ("Decide first, then click the arrow to see the answer. It pays.", "Decide first. It pays."),
        ("Answer before opening the details, in a full sentence: it helps.", "Answer, in a full sentence: it helps."),
        ("Click a question to reveal its answer. Take your time.", "Take your time."),
        ("Two questions. Open the toggles to check yourself.", "Two questions."),
        ("Drei Fragen. Antworte, bevor du die Antwort aufklappst.", "Drei Fragen. Antworte."),
        ("Vier Fragen. Klicke auf die Frage, um die Lösung zu sehen.", "Vier Fragen."),
    ],
)
def test_words_about_opening_answers_are_left_out(introduction, printed):
    assert without_page_mechanics(introduction) == printed


@pytest.mark.parametrize(
    "introduction",
    [
        "Read the chapter before you open your notebook.",
        "Open the repository and run the script.",
        "Answer before looking at the answer key.",
        "Click-through rates are compared: which of the answers shows more clicks?",
        "Vor dem Training gelten andere Regeln.",
        "",
    ],
)
def test_all_else_stays(introduction):
    assert without_page_mechanics(introduction) == introduction
