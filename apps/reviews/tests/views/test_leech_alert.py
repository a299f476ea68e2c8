import pytest
from django.urls import reverse

from apps.reviews.models import Schedule
from apps.reviews.tests.support.answers import press
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

SESSION = "/review/"


@pytest.fixture
def reviewing(client, learner, schedule):
    client.force_login(learner)
    return client


def forgotten(schedule, lapses):
    """Have the card forgotten so often before, and learned again since."""
    today = NOW.date()
    Schedule.objects.filter(pk=schedule.pk, user=schedule.user).update(
        repetitions=2, interval_days=6, lapses=lapses, due_on=today, queue_on=today
    )


def page_after(client, schedule, grade, headers):
    """Grade the card, and return the page or the fragment that comes next."""
    response = press(client, schedule, grade, headers=headers)
    return response.text if headers else client.get(SESSION).text


@pytest.mark.parametrize("headers", [None, HTMX])
def test_the_eighth_time_a_card_is_forgotten_the_next_page_offers_to_suspend_it(reviewing, schedule, headers):
    forgotten(schedule, 7)
    page = page_after(reviewing, schedule, 1, headers)
    assert "You forgot that card 8 times." in page
    assert page.count(reverse("reviews:suspend", args=[schedule.card_id])) == 2  # its action, with and without htmx


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize(("lapses", "grade"), [(6, 1), (8, 1), (8, 4)])
def test_other_answers_give_no_page_after(reviewing, schedule, lapses, grade, headers):
    forgotten(schedule, lapses)
    assert "You forgot" not in page_after(reviewing, schedule, grade, headers)


def test_a_screen_reader_hears_of_it(reviewing, schedule):
    forgotten(schedule, 11)
    page = page_after(reviewing, schedule, 1, HTMX)
    assert 'data-announcement="Again, once more today, then in 1 day. You forgot that card 12 times."' in page


def test_the_alert_goes_when_the_card_is_suspended(reviewing, schedule):
    forgotten(schedule, 7)
    press(reviewing, schedule, 1)
    reviewing.post(reverse("reviews:suspend", args=[schedule.card_id]))
    assert "You forgot" not in reviewing.get(SESSION).text


@pytest.mark.django_db(transaction=True)
def test_the_alert_takes_no_further_statement(reviewing, schedule, django_assert_max_num_queries):
    forgotten(schedule, 7)
    with django_assert_max_num_queries(10):
        press(reviewing, schedule, 1, headers=HTMX)
