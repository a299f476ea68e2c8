"""Flashcards in tags and in lines, and what stands around them."""

import pytest

from apps.formats.practice_page.records import FLASHCARDS
from apps.formats.tests.support.practice_pages import page


def cards(*blocks):
    (part,) = page("## Flashcards", *blocks).parts
    assert part.kind == FLASHCARDS
    return [(item.front, item.back) for item in part.items]


@pytest.mark.parametrize(
    ("card", "front", "back"),
    [
        ('<Flashcard question="Is it?">Yes.</Flashcard>', "Is it?", "Yes."),
        ("<Flashcard question='Say \"x\"?'>\nYes.\n</Flashcard>", 'Say "x"?', "Yes."),
        ('<Flashcard question="&quot;a&quot; &lt;b&gt;&#10;c">Yes.</Flashcard>', '"a" <b>\nc', "Yes."),
        ('<Flashcard\n  question="Is\n    it?"\n>\n  Yes.\n\n  - a\n</Flashcard>', "Is\nit?", "Yes.\n\n- a"),
        ('<Flashcard question={"Say \\"x\\"?"}>Yes.</Flashcard>', 'Say "x"?', "Yes."),
        ("<Flashcard question={'It\\'s?'}>Yes.</Flashcard>", "It's?", "Yes."),
        ("<Flashcard question={`Is \\`x\\` > 3?`}>Yes.</Flashcard>", "Is `x` > 3?", "Yes."),
        ('<Flashcard question="Is it?" answer="Yes." />', "Is it?", "Yes."),
        ('<Flashcard question="Is it?">\n\nYes.\n\n```py\n</Flashcard>\n```\n\n- a\n\n</Flashcard>', "Is it?", None),
        ("**Q: Is it?**\nA: Yes.", "Is it?", "Yes."),
        ("**Q: Is it?**\n\nA: Yes.\n\nAnd more.\n\n- a", "Is it?", "Yes.\n\nAnd more.\n\n- a"),
        ("**Q:** Is it?\n**A:** Yes.", "Is it?", "Yes."),
        ("Q: Is it?\nA: Yes.", "Is it?", "Yes."),
        ("**Q1. Is\nit?**\nA1. Yes.", "Is\nit?", "Yes."),
        ("- **Q: Is it?**\n  A: Yes.", "Is it?", "Yes."),
        ("**Q: Is it?**\nA: See:\n\n```text\nQ: not me\nA: nor me\n```", "Is it?", None),
    ],
)
def test_a_flashcard_is_written_in_a_tag_or_in_two_lines(card, front, back):
    ((found_front, found_back),) = cards(card)
    assert found_front == front
    assert back is None or found_back == back


def test_code_in_a_flashcard_may_look_like_the_end_of_it_or_like_another():
    code = "```py\n</Flashcard>\nQ: not me\nA: nor me\n```"
    assert cards(f'<Flashcard question="Is it?">\n\n{code}\n\n</Flashcard>') == [("Is it?", code)]
    assert cards(f"Q: Is it?\nA: See:\n\n{code}\n\nQ: And?\nA: No.") == [("Is it?", f"See:\n\n{code}"), ("And?", "No.")]


def test_flashcards_have_introduction_identifier_kind_and_tags():
    (part,) = page(
        "## Flashcards", "One card. Click it.", '<Flashcard question="A {{c1::b}}" guid="g1" kind="cloze" tags="a b" />'
    ).parts
    (item,) = part.items
    assert part.introduction == "One card. Click it."
    assert (item.guid, item.kind, item.tags) == ("g1", "cloze", "a b")


def test_flashcards_need_no_heading_of_their_name():
    (part,) = page("## Cards", '<Flashcard question="Is it?">Yes.</Flashcard>').parts
    assert (part.kind, part.title) == (FLASHCARDS, "Cards")
    (part,) = page("Welcome.", '<Flashcard question="Is it?">Yes.</Flashcard>').parts
    assert (part.kind, part.title, part.introduction) == (FLASHCARDS, "Flashcards", "Welcome.")


def test_words_after_the_flashcards_are_closing_words():
    found = page("## Flashcards", "Q: Is it?\nA: Yes.", "## Further reading", "A book.")
    (part,) = found.parts
    assert part.closing == "### Further reading\n\nA book."
    assert [warning.place.line for warning in found.warnings] == [6]


def test_a_mark_between_the_lines_of_an_introduction_divides_nothing():
    (part,) = page("## Flashcards", "One.\n\n<div data-part='flashcards'></div>\n\nTwo.\n\nQ: Rye?\nA: A grain.").parts
    assert (part.introduction, [item.front for item in part.items]) == ("One.\n\nTwo.", ["Rye?"])
