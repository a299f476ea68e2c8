from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from apps.web import localized


@pytest.mark.parametrize(("language", "expected"), [("en", "12,000"), ("de", "12.000")])
def test_a_number_has_the_languages_separator(language, expected):
    with translation.override(language):
        assert localized.number(12_000) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Monday, Nov. 23, 2026"), ("de", "Montag, 23. November 2026")]
)
def test_a_day_has_its_weekday_and_the_languages_order(language, expected):
    page = Template("{% load localized %}{{ day|weekday_date }}")
    with translation.override(language):
        assert page.render(Context({"day": date(2026, 11, 23)})) == expected
