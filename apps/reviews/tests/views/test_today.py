import pytest

from apps.reviews.day.queue import Counts
from apps.reviews.templatetags.reviews import left_today
from apps.web.tests.support.clock import NOW


@pytest.mark.parametrize(
    ("counts", "minutes", "sentence"),
    [
        ((23, 10, 0), 9, "23 cards are due and 10 are new: about 9 minutes."),
        ((1, 0, 0), 1, "1 card is due: about 1 minute."),
        ((0, 1, 2), 1, "1 card is new and 2 are in the final drill: about 1 minute."),
        ((1200, 1, 1), 200, "1,200 cards are due, 1 is new and 1 is in the final drill: about 200 minutes."),
    ],
)
def test_what_is_left_today_is_one_sentence(counts, minutes, sentence):
    assert left_today(Counts(*counts, done=0), minutes).replace("<b>", "").replace("</b>", "") == sentence


def test_the_days_ahead_are_drawn_with_their_table(client, learner, schedule):
    client.force_login(learner)
    assert "Cards due:" not in client.get("/").content.decode()
    learner.schedules.update(interval_days=1, due_on=NOW.date(), queue_on=NOW.date())
    page = client.get("/").content.decode()
    assert "The next 7 days" in page
    assert "Cards due: Mon 3, Tue 0, Wed 0, Thu 0, Fri 0, Sat 0, Sun 0." in page
    assert "Monday, Nov. 23, 2026" in page
    assert "Less than one card a day" in page


def test_practice_is_offered_also_when_nothing_is_left(client, learner, schedule):
    client.force_login(learner)
    learner.schedules.update(suspended=True, queue_on=None)
    page = client.get("/").content.decode()
    assert "Nothing due today" in page
    assert "Practice without changing dates" in page


def test_whoever_has_no_deck_and_no_course_learns_that_they_can_teach_one(client, stranger, settings):
    client.force_login(stranger)
    assert '<a href="/teach/new/">Teach a course</a>' in client.get("/").text
    settings.TEACHING = "superusers"
    assert "Teach a course" not in client.get("/").text


def test_whoever_learns_is_not_asked_to_teach(client, learner, subscription):
    client.force_login(learner)
    assert "Teach a course" not in client.get("/").text
