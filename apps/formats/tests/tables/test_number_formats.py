from datetime import date, datetime, time, timedelta

import pytest

from apps.formats.tables.workbooks import date_formats
from apps.formats.tables.workbooks.number_formats import shown


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
        (2.5, "0", "3"),
        (4915112345, "0000 000000", "4915 112345"),
        (30123456, "(000) 000-0000", "(003) 012-3456"),
        (4915112345, r"\+00\ 000\ 0000000", "+00 491 5112345"),
        (1234567, '#,##0.0,,"M"', "1.2M"),
        (1234567, "#,##0,", "1,235"),
        (123456, "0.00E+00", "1.23E+05"),
        (0.000012, "0.0E+00", "1.2E-05"),
        (9.996, "0.00E+00", "1.00E+01"),
        (123456, "##0.0E+0", "123.5E+3"),
        (5, '[>3]"big";"small"', "big"),
        (2, '[>3]"big";"small"', "small"),
        (0, '0;-0;"null"', "null"),
        (-3, "0;(0)", "(3)"),
        (0.5, "#.##", ".5"),
        (1.5, "0.??", "1.5"),
        (-1234.5, "#,##0.00 [$€-407];[Red]-#,##0.00 [$€-407]", "-1,234.50 €"),
        (6.022e23, "0", "602200000000000000000000"),
    ],
)
def test_a_number_is_shown_as_its_format_has_it(value, number_format, text):
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (date(2026, 3, 1), "dd.mm.yyyy", "01.03.2026"),
        (date(2026, 3, 1), "d/m/yy;@", "1/3/26"),
        (date(2026, 3, 1), "[$-407]d. mmmm yyyy", "1. März 2026"),
        (date(2026, 3, 1), "[$-40C]dddd d mmmm yyyy;@", "dimanche 1 mars 2026"),
        (date(2026, 3, 1), "d-mmm-yy", "1-Mar-26"),
        (date(2026, 3, 1), 'yyyy"年"m"月"d"日"', "2026年3月1日"),
        (date(2026, 3, 1), r"d\.m\.yyyy", "1.3.2026"),
        (date(2026, 3, 1), "d. mmmm yyyy", None),
        (date(2026, 3, 1), "mm-dd-yy", None),
        (date(2026, 3, 1), "ggge", None),
        (datetime(2026, 3, 1, 8, 30), "yyyy-mm-dd hh:mm", "2026-03-01 08:30"),  # noqa: DTZ001 - as in a sheet
        (time(14, 5), "h:mm", "14:05"),
        (time(14, 5), "h:mm AM/PM", "2:05 PM"),
        (time(0, 5), "h:mm AM/PM", "12:05 AM"),
        (time(0, 1, 2, 500_000), "mm:ss.0", "01:02.5"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        (timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        (timedelta(seconds=5703), "[mm]:ss", "95:03"),
        (timedelta(seconds=95), "[ss]", "95"),
    ],
)
def test_a_date_or_a_time_is_shown_as_its_format_has_it(value, number_format, text):
    assert date_formats.shown(value, number_format) == text
