"""Prints are PDF/UA-1: whoever does not see them is read all of them, in order. An independent validator checks it."""

import io

import page
import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Card
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import picture
from apps.paper_sessions.services.start import start_session
from apps.paper_sessions.sheets import PaperSheets
from apps.printing import make_print
from apps.printing.assembly import impose_pdf
from apps.printing.layouts import flashcards, study_list, worksheets
from apps.printing.layouts.calibration import Calibration
from apps.printing.layouts.layout_registry import CARD_LAYOUTS, layout_for
from apps.printing.request.options import ANSWER_KEY, CALIBRATION, LESSON_LAYOUTS, PrintOptions
from apps.printing.tests.support.selections import all_flashcards
from apps.reviews.models import Subscription
from apps.web.tests.support.clock import NOW

TEXTS = [
    ("A **table**", "| a | b |\n|--|--:|\n| 1 | 2 |\n| 3 | 4 |"),
    ("*Code*", "```python\ndef f(x):\n    return x\n```\n\nand `inline`"),
    ("Formulas $x^2$", "$$\\frac{1}{2}$$"),
    ("A [link](https://example.org/)", "![A red picture](a.png) and [another link](https://example.org/b)"),
    ("# A heading", "## One below\n\n- a\n  1. b\n- c\n\n> quoted\n\nTerm\n: meaning"),
    ("Long", "word " * 1_500),
    ("A word " + "x" * 600, "---\n\nAfter a rule"),
    ("Signs \U0003abcd", "शोर नमूना में · النموذج يتعلم · 中文 🚀 · สิ่งที่เพิ่ม"),
    ("Bad", "Left out."),
    ("Last {{1}}", "The end."),
]


@pytest.fixture
def rich(lesson, monkeypatch):
    """Return the lesson with notes of every kind of text, of which one cannot be printed, in groups of three."""
    deck = lesson.deck
    add_to_deck(deck, {"a.png": store_media(verify(picture()))})
    for kind in ("flashcards", "self_check"):
        section = deck.sections.get(kind=kind)
        for front, back in TEXTS:
            make_note(deck, front, back, section=section)
    Card.objects.filter(note__front="Bad").update(back="<div>" * 500)
    for module, name in [
        (flashcards, "CARDS_PER_GROUP"),
        (flashcards, "TWO_SIDED_CARDS_PER_GROUP"),
        (study_list, "ROWS_PER_GROUP"),
        (worksheets, "QUESTIONS_PER_GROUP"),
    ]:
        monkeypatch.setattr(module, name, 3)
    monkeypatch.setattr(impose_pdf, "BATCH_PAGES", 8)
    return lesson


def problems_of(layout):
    target = io.BytesIO()
    made = make_print.print_to_file(layout, target)
    report = page.validate_pdf_bytes(target.getvalue(), profile="ua1")
    return made, [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@pytest.mark.slow
@pytest.mark.parametrize("layout", [*CARD_LAYOUTS, *LESSON_LAYOUTS])
def test_every_layout_is_read_aloud_as_it_should_be(rich, layout, capfd):
    made, problems = problems_of(layout_for(all_flashcards(rich.deck), PrintOptions(layout=layout)))
    assert problems == []
    assert made.failed_count >= (layout in CARD_LAYOUTS or layout == ANSWER_KEY)
    capfd.readouterr()


def test_so_is_the_calibration_sheet():
    assert problems_of(Calibration(PrintOptions(layout=CALIBRATION)))[1] == []


@pytest.mark.slow
def test_so_is_a_paper_session(rich, learner, capfd):
    Subscription.objects.create(user=learner, deck=rich.deck, new_limit=100)
    session = start_session(learner, rich.deck, now=NOW)
    assert problems_of(PaperSheets(session, "a4", "https://example.org/paper/"))[1] == []
    capfd.readouterr()
