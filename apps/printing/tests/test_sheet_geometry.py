"""Where faces stand: fronts A B C, backs C B A."""

import pytest

from apps.printing.assembly.sheet_geometry import Grid, folded, two_sided
from apps.printing.request.options import LONG, SHORT

STANDING, LYING = Grid(210, 297, 10, 2, 2), Grid(297, 210, 10, 3, 1)
FRONTS = ["A", "B", "C", "D", "E", "F"]
BACKS = ["a", "b", "c", "d", "e", "f"]
NAMES = [name for pair in zip(FRONTS, BACKS, strict=True) for name in pair]


def drawn(page, grid):
    """Return the page as rows of letters; a dot is an empty cell."""
    rows = [["."] * grid.columns for _ in range(grid.rows)]
    for face, x, y, width, height in page:
        rows[round((y - grid.margin) / height)][round((x - grid.margin) / width)] = NAMES[face]
    return " / ".join("".join(row) for row in rows)


@pytest.mark.parametrize(
    ("grid", "count", "flip", "pages"),
    [
        pytest.param(LYING, 3, SHORT, ["ABC", "cba"], id="three on lying paper, turned sideways"),
        pytest.param(LYING, 3, LONG, ["ABC", "abc"], id="three on lying paper, turned over its top"),
        pytest.param(LYING, 4, SHORT, ["ABC", "cba", "D..", "..d"], id="one on a second sheet"),
        pytest.param(STANDING, 4, LONG, ["AB / CD", "ba / dc"], id="standing paper, turned sideways"),
        pytest.param(STANDING, 4, SHORT, ["AB / CD", "cd / ab"], id="standing paper, turned over its top"),
        pytest.param(STANDING, 3, LONG, ["AB / C.", "ba / .c"], id="the last sheet is not full"),
        pytest.param(STANDING, 3, SHORT, ["AB / C.", "c. / ab"], id="nor is this one"),
        pytest.param(STANDING, 6, LONG, ["AB / CD", "ba / dc", "EF / ..", "fe / .."], id="two sheets"),
        pytest.param(STANDING, 0, LONG, [], id="nothing"),
    ],
)
def test_backs_lie_behind_their_fronts(grid, count, flip, pages):
    assert [drawn(page, grid) for page in two_sided(count, grid, flip)] == pages


def test_cells_fill_the_paper_inside_its_margin():
    front, back = two_sided(4, STANDING)
    assert [tuple(place) for place in front] == [
        (0, 10, 10, 95, 138.5),
        (2, 105, 10, 95, 138.5),
        (4, 10, 148.5, 95, 138.5),
        (6, 105, 148.5, 95, 138.5),
    ]
    assert [(place.face, place.x, place.y) for place in back] == [
        (1, 105, 10),
        (3, 10, 10),
        (5, 105, 148.5),
        (7, 10, 148.5),
    ]


def test_the_offset_moves_backs_to_the_right_and_down():
    front, back = two_sided(1, STANDING, offset=(1.5, -2))
    assert front[0][1:3] == (10, 10)
    assert back[0][1:3] == (106.5, 8)


def test_folded_cards_have_their_answer_beside_the_question():
    pages = list(folded(3, STANDING))
    assert [drawn(page, STANDING) for page in pages] == ["Aa / Bb", "Cc / .."]
