"""Cards and lessons to print, and how tests lay them out."""

import io

import pikepdf
import pytest

from apps.cards.rendering.markdown import render
from apps.cards.tests.support.factory import make_deck, make_note, make_section
from apps.lessons.models import Lesson
from apps.printing.assembly.merge import merge
from apps.printing.assembly.rendered_group import RenderedGroup
from apps.printing.engine import weasyprint_door
from apps.printing.layouts.flashcards import CardSheet
from apps.printing.tests.support.papers import (
    Paper,
    _caches_of_this_test,
    _no_warnings,
    _prepared,
    no_spare,
    pango_missing,
    paper,
)

__all__ = ["_caches_of_this_test", "_no_warnings", "_prepared", "no_spare", "pango_missing", "paper"]


@pytest.fixture
def sheet():
    """Make a sheet from Markdown."""

    def make(front, back="Answer.", position="1 of 1"):
        question, answer = render(front).html, render(back).html
        return CardSheet(question, answer, "Question", "Diffusion", "CC BY 4.0", position)

    return make


@pytest.fixture
def printed(sheet):
    """Lay out cards, each a pair of Markdown, in this process."""

    def lay_out(*cards):
        sheets = [sheet(*card).html() for card in cards]
        return Paper(weasyprint_door.render(weasyprint_door.SheetGroup("Diffusion", "en", "", sheets=sheets)).pdf)

    return lay_out


@pytest.fixture
def printed_sheets():
    """Lay out sheets of cards in this process."""

    def lay_out(sheets):
        return Paper(
            weasyprint_door.render(
                weasyprint_door.SheetGroup("Diffusion", "en", "", sheets=[sheet.html() for sheet in sheets])
            ).pdf
        )

    return lay_out


@pytest.fixture
def on_paper():
    """Print a whole layout in this process."""

    def lay_out(layout):
        laid = [
            weasyprint_door.render(
                weasyprint_door.SheetGroup(**vars(layout.about), sheets=[sheet.html() for sheet in group])
            )
            for group in layout.groups()
        ]
        merged = io.BytesIO()
        merge([RenderedGroup(group.pdf, group.pages) for group in laid], merged)
        document = pikepdf.open(merged)
        if layout.imposition:
            layout.imposition(document, [count for piece in laid for count in piece.pages])
        imposed = io.BytesIO()
        del document.trailer.ID
        document.save(imposed, deterministic_id=True)
        return Paper(imposed.getvalue())

    return lay_out


@pytest.fixture
def lesson(course):
    """Two questions, an exercise with labels, an open one of named parts, a task, a flashcard."""
    deck = make_deck(
        course, "backbones", licence="CC BY 4.0", attribution="Ada", source_url="https://example.org/backbones/"
    )
    make_section(
        deck, "self_check", "Self-check", [("What is *noise*?", "What is taken away."), ("A patch?", "A square.")]
    )
    labelled = make_section(
        deck, "exercise", "U-Net or DiT?", introduction="Decide for each.", closing="Scale decides."
    )
    labelled.labels = ["U-Net", "DiT"]
    labelled.save(update_fields=["labels"])
    for front, label, back in [("One GPU.", "U-Net", "Cheaper steps."), ("A big cluster.", "DiT", "It pays off.")]:
        make_note(deck, front, back, section=labelled, kind="choice", label=label)
    parts = [
        ("**Part A.** How many patches?", "Four."),
    ]
    make_section(
        deck, "exercise", "Count the work", parts, introduction="Take a picture of 16 pixels.", numbering="named"
    )
    make_section(deck, "exercise", "Plan a model", [("Write a plan.", "One good plan.")], numbering="whole")
    make_section(deck, "flashcards", "Flashcards", [("What is a token?", "A vector.")])
    return Lesson.objects.create(
        course=course, deck=deck, slug="backbones", title="Backbones", introduction="Work **alone** first."
    )
