"""Bold print with plain print below it, under one heading, is questions with their answers."""

import pytest

from apps.formats.tests.support.practice_pages import page

PAIRS = [("What is rye?", "A grain."), ("What is salt?", "No grain.\n\nBut needed.")]


@pytest.mark.parametrize("title", ["Flashcards", "Self-check"])
@pytest.mark.parametrize(
    "blocks",
    [
        ("**What is rye?**", "A grain.", "**What is salt?**", "No grain.", "But needed."),
        ("**What is rye?**\nA grain.", "---", "**What is salt?**\nNo grain.", "But needed."),
        ("**1. What is rye?**", "A grain.", "**2. What is salt?**", "No grain.", "But needed."),
        ("**What is rye?** — A grain.", "**What is salt?** — No grain.", "But needed."),
    ],
)
def test_bold_pairs_under_one_heading_are_pairs(title, blocks):
    (part,) = page(f"## {title}", "Two of them.", *blocks).parts
    assert [(item.front, item.back) for item in part.items] == PAIRS
    assert part.introduction == "Two of them."


def test_bold_print_without_plain_print_is_no_pair():
    found = page("## Flashcards", "Q: Is it?\nA: Yes.", "**One**", "**Two**")
    assert [item.front for item in found.parts[0].items] == ["Is it?"]
