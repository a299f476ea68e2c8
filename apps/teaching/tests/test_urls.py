"""No lesson, no course and no deck has the slug of a page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver

from apps.courses.course_lookup import check_slug
from apps.courses.models import Course
from apps.web import reserved_slugs


def routes(patterns, prefix=""):
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


@pytest.mark.parametrize(
    ("prefix", "reserved"),
    [
        ("teach/", reserved_slugs.OF_COURSES),
        ("teach/<slug:course>/", reserved_slugs.OF_LESSONS),
        ("decks/", reserved_slugs.OF_DECKS),
    ],
)
def test_the_words_where_a_slug_may_be_are_reserved(prefix, reserved):
    all_routes = routes(get_resolver().url_patterns)
    after = {route.removeprefix(prefix).split("/")[0] for route in all_routes if route.startswith(prefix)}
    assert {word for word in after if word and "<" not in word} <= reserved


def test_a_course_has_no_slug_of_a_page_whoever_makes_it():
    with pytest.raises(ValueError, match="Choose another slug"):
        check_slug("new")
    with pytest.raises(ValidationError, match="Choose a different one"):
        Course(slug="new", title="New").clean_fields()
