import pytest

from apps.reviews.today_notes import today_notes
from apps.web.tests.support.clock import NOW

TEMPLATE = "lessons/_score.html"  # any that Today itself never includes


@pytest.fixture
def asked(monkeypatch):
    """What the only provider of notes was asked for."""
    calls = []

    def provide(user, today, now):
        calls.append((user, today, now))
        return [(TEMPLATE, {})]

    monkeypatch.setattr(today_notes, "_providers", [])
    today_notes.register(provide)
    return calls


def shown(client):
    return [each.name for each in client.get("/").templates].count(TEMPLATE)


def test_a_note_of_an_app_above_is_shown_once_on_today(client, learner, asked, subscription):
    client.force_login(learner)
    assert shown(client) == 1
    assert asked == [(learner, learner.study_day(NOW), NOW)]


def test_whoever_studies_nothing_yet_sees_it_too(client, learner, asked):
    client.force_login(learner)
    assert shown(client) == 1
