"""No lesson and no course has the slug of a page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver

from apps.courses.course_lookup import check_slug
from apps.courses.models import Course
from apps.lessons.models import RESERVED_SLUGS
from apps.teaching import urls


def routes(patterns, prefix=""):
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def test_the_words_after_a_course_are_no_slugs_of_lessons():
    after = {route.split("/")[1] for route in routes(urls.urlpatterns) if route.startswith("<slug:course>/")}
    assert {word for word in after if word and "<" not in word} <= RESERVED_SLUGS


def test_a_course_has_no_slug_of_a_page_whoever_makes_it():
    with pytest.raises(ValueError, match="Choose another slug"):
        check_slug("new")
    with pytest.raises(ValidationError, match="Choose a different one"):
        Course(slug="new", title="New").clean_fields()
