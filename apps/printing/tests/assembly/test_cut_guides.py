"""What is drawn on a sheet to cut: marks at its edges, lines across it, or frames around its cards."""

import re

import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.printing.assembly.cut_marks import cut_guides
from apps.printing.assembly.sheet_geometry import POINTS_PER_MM, Grid
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.request.options import BadOption, PrintOptions
from apps.printing.tests.support.selections import all_flashcards

GRID = Grid(210, 297, 10, 3, 3)


def lines_of(operators):
    """Return the lines in whole millimeters from the lower left corner of the paper."""
    found = re.findall(r"(\S+) (\S+) m (\S+) (\S+) l", operators)
    return [tuple(round(float(number) / POINTS_PER_MM) for number in line) for line in found]


def test_lines_go_from_one_edge_of_the_paper_to_the_other():
    lines = lines_of(cut_guides(GRID, "lines"))
    assert lines[:4] == [(10, 297, 10, 0), (73, 297, 73, 0), (137, 297, 137, 0), (200, 297, 200, 0)]
    assert lines[4:] == [(0, 287, 210, 287), (0, 195, 210, 195), (0, 102, 210, 102), (0, 10, 210, 10)]


def test_frames_end_where_the_cards_do():
    lines = lines_of(cut_guides(GRID, "frames"))
    assert lines[0] == (10, 287, 10, 10)
    assert lines[-1] == (10, 10, 200, 10)
    assert len(lines) == 8


def test_marks_leave_the_cards_free():
    on_cards = [line for line in lines_of(cut_guides(GRID, "marks")) if 10 < line[0] < 200 and 10 < line[1] < 287]
    assert len(on_cards) == 8


def test_a_pair_to_fold_has_one_frame():
    assert len(lines_of(cut_guides(Grid(210, 297, 10, 2, 4), "frames", every=2))) == 2 + 5


@pytest.mark.parametrize(
    ("per_sheet", "orientation", "cells"),
    [(9, "portrait", (3, 3)), (9, "landscape", (3, 3)), (10, "portrait", (2, 5)), (10, "landscape", (5, 2))],
)
def test_nine_and_ten_cards_fit_a_sheet(course, on_paper, per_sheet, orientation, cells):
    deck = make_deck(course)
    for number in range(per_sheet):
        make_note(deck, f"Question {number}?", f"Answer {number}.")
    options = PrintOptions(layout="sheet", per_sheet=per_sheet, orientation=orientation, cut="lines")
    layout = layout_for(all_flashcards(deck), options)
    assert (layout.grid.columns, layout.grid.rows) == cells
    front, back = on_paper(layout).pages
    assert all(f"Question {number}?" in front and f"Answer {number}." in back for number in range(per_sheet))


def test_an_unknown_guide_is_refused():
    with pytest.raises(BadOption, match="choose marks, lines or frames"):
        PrintOptions(layout="sheet", cut="holes")


@pytest.mark.parametrize(
    ("options", "left", "top", "width", "height"),
    [
        ({"paper": "letter"}, 19.05, 12.7, 88.9, 50.8),
        ({"paper": "letter", "orientation": "landscape"}, 12.7, 19.05, 50.8, 88.9),
        ({"paper": "a4"}, 20, 13.5, 85, 54),
        ({"paper": "a4", "margin_mm": 10}, 10, 10, 95, 55.4),
    ],
)
def test_ten_cards_are_where_perforated_sheets_have_them(course, options, left, top, width, height):
    deck = make_deck(course)
    make_note(deck, "Question?", "Answer.")
    layout = layout_for(all_flashcards(deck), PrintOptions(layout="sheet", per_sheet=10, **options))
    ((_face, *position),) = next(layout.positions(1))
    assert position == pytest.approx([left, top, width, height])
