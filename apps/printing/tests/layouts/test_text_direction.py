"""Text runs from left to right, or from right to left."""

import pytest

from apps.printing.layouts.paper_text.text_direction import text_direction


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "", "ltr"),
        ("ar", "", "rtl"),
        ("he-IL", "<p>1.</p>", "rtl"),
        ("en", "<p>النموذج</p>", "rtl"),
        ("ar", "<p>Latin</p>", "ltr"),
        ("en", "<p>“12 המודל”</p>", "rtl"),
    ],
)
def test_the_first_letter_decides_the_direction(language, text, expected):
    assert text_direction(language, text) == expected
