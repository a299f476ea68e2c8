"""A side of a card as a line of a list."""

import pytest

from apps.cards.front_line import as_line


@pytest.mark.parametrize(
    ("side", "line"),
    [
        ("<p>Which <b>knot</b> &amp; why?</p>", "Which knot & why?"),
        ('<p>Name it. <img src="a.png" alt="A knot"></p>', "Name it."),
        ('<p><img src="a.png" alt="A &quot;bowline&quot;"></p><p><img alt="Its end"></p>', 'A "bowline", Its end'),
        ('<p><svg class="occlusion" role="img" aria-label="A cell"></svg></p>', "A cell"),
        ('<p><img src="a.png" alt=""></p>', "A picture or a sound"),
    ],
)
def test_a_side_is_named_by_its_words_or_else_by_what_its_picture_shows(side, line):
    assert as_line(side) == line
