"""Undo of grades from paper."""

import pytest

from apps.paper_sessions.tests.support.papers import (
    answers,
    schedule_of,
)
from apps.reviews.models import ReviewLog
from apps.reviews.services import grade_card
from apps.web.tests.support.clock import NOW


def test_the_last_grade_can_be_undone_and_entered_again(client, session, url):
    client.post(url, {"grades": "4 1 5"})
    for _ in range(2):  # pressed twice
        client.post(f"{url}undo/", {"log": session.cards.get(number=3).answer_id})
    assert answers() == [4, 1]
    page = client.get(url).text
    assert "2 entered, 1 left" in page
    client.post(f"{url}undo/", {"log": session.cards.get(number=2).answer_id})
    client.post(url, {"grades": "- 4 5"})
    assert answers() == [4, 4, 5]


def test_the_undo_of_the_review_takes_back_a_grade_from_paper(client, session, url):
    client.post(url, {"grades": "4"})
    client.post("/review/undo/", {"log": ReviewLog.objects.get().pk})
    assert answers() == []
    assert "0 entered, 3 left" in client.get(url).text


@pytest.mark.parametrize("log", ["0", "x", "999999", ""])
def test_an_undo_of_nothing_changes_nothing(client, url, log):
    client.post(url, {"grades": "4"})
    assert "already undone" in client.post(f"{url}undo/", {"log": log}, follow=True).text
    assert answers() == [4]


def test_an_answer_of_the_site_is_not_undone_from_a_paper(client, session, url):
    log = grade_card(schedule_of(session, 1), 4, seen_version=0, at=NOW)
    assert "Undo the last grade" not in client.get(url).text
    client.post(f"{url}undo/", {"log": log.pk})
    assert answers() == [4]
