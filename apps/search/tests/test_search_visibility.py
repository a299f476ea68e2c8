"""A search finds what its person may open, and nothing else."""

import pytest

from apps.courses.models import Course
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


@pytest.mark.parametrize(("visibility", "is_found"), [("public", True), ("private", False)])
def test_a_studied_deck_whose_course_may_no_longer_be_opened_is_not_searched(
    stranger, course, deck, visibility, is_found
):
    stranger.subscriptions.create(deck=deck)
    Course.objects.filter(pk=course.pk).update(visibility=visibility)
    assert search_cards(stranger, "", now=NOW).exists() == is_found
