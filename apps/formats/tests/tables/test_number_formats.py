from datetime import timedelta

import pytest

from apps.formats.tables.workbooks.number_formats import duration, shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0 %", "50 %"),
        (42, "0000", "0042"),
        (1234.5, '#,##0.00 "€"', "1,234.50 €"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (-5, '#,##0.00 "EUR"', "-5.00 EUR"),
        (0.5, "# ?/?", "1/2"),
        (1.75, "# ?/?", "1 3/4"),
        (3.14159, "0.00", "3.14"),
        (2.5, "General", None),
    ],
)
def test_a_number_is_shown_as_its_format_has_it(value, number_format, text):
    assert shown(value, number_format) == text


def test_a_duration_may_be_longer_than_a_day():
    assert [duration(timedelta(hours=30)), duration(timedelta(seconds=95))] == ["30:00", "0:01:35"]
