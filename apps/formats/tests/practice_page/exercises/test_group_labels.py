"""Scenarios with an answer each are a choice where each answer begins with a label that the introduction names."""

import pytest

from apps.formats.practice_page import page_reader
from apps.formats.tests.support.practice_pages import details

SAILS = ("**A.** The front one.", "**B.** The large one.", "**C.** Another in front.")


def exercise(introduction, *answers):
    scenarios = "".join(f"{text}\n\n{details(answer)}\n\n" for text, answer in zip(SAILS, answers, strict=True))
    page = page_reader.read("page.md", f"# Sails\n\n## Try it yourself\n\n{introduction}\n\n{scenarios}".encode())
    return page.parts[0]


def test_labels_that_the_introduction_names_are_graded():
    part = exercise("Is it a JIB or a MAIN?", "**JIB.** In front.", "**MAIN**\n\nIt is large.", "**Jib.** Too.")
    assert part.labels == ("JIB", "MAIN")
    assert [(item.label, item.back) for item in part.items] == [
        ("JIB", "In front."),
        ("MAIN", "It is large."),
        ("JIB", "Too."),
    ]


@pytest.mark.parametrize(
    ("introduction", "answers"),
    [
        pytest.param("Which sail is it?", ("**JIB.** a", "**MAIN.** b", "**JIB.** c"), id="labels that nothing names"),
        pytest.param("A JIB or a MAIN?", ("**JIB.** a", "**MAIN.** b", "c"), id="an answer without one"),
        pytest.param("A JIB or a MAIN?", ("**JIB.** a", "**MAIN.** b", "**KITE.** c"), id="one that it does not name"),
        pytest.param("A JIB?", ("**JIB.** a", "**JIB.** b", "**JIB.** c"), id="only one label"),
        pytest.param("A JIB or a MAIN?", ("JIB a", "MAIN b", "JIB c"), id="labels that are not in bold"),
    ],
)
def test_other_answers_are_open(introduction, answers):
    part = exercise(introduction, *answers)
    assert part.labels == ()
    assert [item.back for item in part.items] == list(answers)
