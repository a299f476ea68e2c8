"""Scenarios with an answer each are a choice where each answer begins with a label that the introduction names."""

import pytest

from apps.formats.practice_page import page_reader
from apps.formats.tests.support.practice_pages import details

SAILS = ("**A.** The front one.", "**B.** The large one.", "**C.** Another in front.")


def read(introduction, *answers):
    scenarios = "".join(f"{text}\n\n{details(answer)}\n\n" for text, answer in zip(SAILS, answers, strict=True))
    return page_reader.read("page.md", f"# Sails\n\n## Try it yourself\n\n{introduction}\n\n{scenarios}".encode())


def exercise(introduction, *answers):
    return read(introduction, *answers).parts[0]


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
        pytest.param("Which sail is it?", ("**JIB.** a", "**MAIN.** b", "**KITE.** c"), id="labels of their own"),
        pytest.param("A JIB or a MAIN?", ("**JIB.** a", "**MAIN.** b", "c"), id="an answer without one"),
        pytest.param("A JIB or a MAIN?", ("**JIB.** a", "**MAIN.** b", "**KITE.** c"), id="one that it does not name"),
        pytest.param("A JIB?", ("**JIB.** a", "**JIB.** b", "**JIB.** c"), id="only one label"),
    ],
)
def test_labels_that_are_not_sure_are_open_and_say_so(introduction, answers):
    page = read(introduction, *answers)
    (part,) = page.parts
    assert part.labels == ()
    assert [item.back for item in part.items] == list(answers)
    assert [(warned.place.line, str(warned.message)[:36]) for warned in page.warnings] == [
        (7, "The answers have no labels that are ")
    ]


def test_answers_without_labels_are_open_and_that_is_no_loss():
    page = read("A JIB or a MAIN?", "JIB a", "MAIN b", "It is **long**.")
    assert (page.parts[0].labels, page.warnings) == ((), ())
