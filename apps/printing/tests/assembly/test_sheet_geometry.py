"""Positions of faces: fronts A B C, backs C B A."""

import pytest

from apps.printing.assembly.duplex_mirroring import two_sided_pages
from apps.printing.assembly.sheet_geometry import Grid, folded_pages

LONG, SHORT = True, False  # whether the sheet flips on its long edge

PORTRAIT, LANDSCAPE = Grid(210, 297, 10, 2, 2), Grid(297, 210, 10, 3, 1)
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
        pytest.param(LANDSCAPE, 3, SHORT, ["ABC", "cba"], id="three on landscape paper, flipped sideways"),
        pytest.param(LANDSCAPE, 3, LONG, ["ABC", "abc"], id="three on landscape paper, flipped over its top"),
        pytest.param(LANDSCAPE, 4, SHORT, ["ABC", "cba", "D..", "..d"], id="one on a second sheet"),
        pytest.param(PORTRAIT, 4, LONG, ["AB / CD", "ba / dc"], id="portrait paper, flipped sideways"),
        pytest.param(PORTRAIT, 4, SHORT, ["AB / CD", "cd / ab"], id="portrait paper, flipped over its top"),
        pytest.param(PORTRAIT, 3, LONG, ["AB / C.", "ba / .c"], id="the last sheet is not full"),
        pytest.param(PORTRAIT, 3, SHORT, ["AB / C.", "c. / ab"], id="nor is this one"),
        pytest.param(PORTRAIT, 6, LONG, ["AB / CD", "ba / dc", "EF / ..", "fe / .."], id="two sheets"),
        pytest.param(PORTRAIT, 0, LONG, [], id="nothing"),
    ],
)
def test_backs_are_behind_their_fronts(grid, count, flip, pages):
    assert [drawn(page, grid) for page in two_sided_pages(count, grid, flip_on_long_edge=flip)] == pages


def test_cells_fill_the_paper_inside_its_margin():
    front, back = two_sided_pages(4, PORTRAIT)
    assert [tuple(position) for position in front] == [
        (0, 10, 10, 95, 138.5),
        (2, 105, 10, 95, 138.5),
        (4, 10, 148.5, 95, 138.5),
        (6, 105, 148.5, 95, 138.5),
    ]
    assert [(position.face, position.x, position.y) for position in back] == [
        (1, 105, 10),
        (3, 10, 10),
        (5, 105, 148.5),
        (7, 10, 148.5),
    ]


def test_the_offset_moves_backs_to_the_right_and_down():
    front, back = two_sided_pages(1, PORTRAIT, offset=(1.5, -2))
    assert front[0][1:3] == (10, 10)
    assert back[0][1:3] == (106.5, 8)


def test_folded_cards_have_their_answer_beside_the_question():
    pages = list(folded_pages(3, PORTRAIT))
    assert [drawn(page, PORTRAIT) for page in pages] == ["Aa / Bb", "Cc / .."]
