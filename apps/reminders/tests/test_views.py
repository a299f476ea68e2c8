from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from apps.accounts.services.hand_over import hand_over
from apps.reminders.models import Reminders
from apps.reminders.services import renew_calendar
from apps.reminders.services.send import send_digests
from apps.reminders.tests.conftest import TODAY
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW

PAGE = "/preferences/reminders/"


def calendar_url(person):
    return f"/calendar/{person.pk}-{Reminders.objects.get(user=person).calendar_key}.ics"


@pytest.fixture
def browsing(client, learner):
    client.force_login(learner)
    return client


class TestPreferences:
    def test_nobody_is_reminded_before_they_choose_it(self, browsing, learner):
        page = browsing.get(PAGE)
        assert page.context["form"].initial["digest"] == "off"
        assert not Reminders.objects.exists()
        assert PAGE in browsing.get("/preferences/").content.decode()

    def test_they_choose_an_hour_and_are_asked_at_it(self, browsing, learner):
        browsing.post(PAGE, {"digest": "worth_it", "hour": "8"})
        row = Reminders.objects.get(user=learner)
        assert row.hour == 8
        assert row.next_digest_at == NOW.replace(hour=8) + timedelta(days=1)
        browsing.post(PAGE, {"digest": "off", "hour": "8"})
        assert Reminders.objects.get(user=learner).next_digest_at is None

    @pytest.mark.parametrize("data", [{}, {"digest": "x", "hour": "8"}, {"digest": "worth_it", "hour": "24"}])
    def test_anything_else_is_refused(self, browsing, data):
        assert browsing.post(PAGE, data).status_code == 422
        assert not Reminders.objects.exists()

    def test_what_one_page_chose_stays_when_another_changes_the_rest(self, browsing, learner):
        browsing.post(PAGE, {"digest": "worth_it", "hour": "8"})
        seen = browsing.get(PAGE).context["form"].initial["seen"]
        browsing.post(PAGE, {"digest": "worth_it", "hour": "9"})
        browsing.post(PAGE, {"digest": "off", "hour": "8", "seen": seen})
        row = Reminders.objects.get(user=learner)
        assert (row.digest, row.hour) == ("off", 9)

    def test_an_address_that_is_not_verified_is_named(self, browsing, settings):
        settings.SENDS_EMAIL = True
        assert "verify yours" in browsing.get(PAGE).content.decode()


class TestUnsubscribe:
    @pytest.fixture
    def url(self, reminders, course):
        """The link of an e-mail that was sent."""
        course.goals.create(kind="days", days=1, starts_on=TODAY, last_on=TODAY)
        list(send_digests(NOW))
        (message,) = mail.outbox
        return message.extra_headers["List-Unsubscribe"][1:-1].removeprefix("https://cards.example.org")

    @pytest.fixture
    def reminders(self, reminders):
        Reminders.objects.filter(user=reminders.user_id).update(next_digest_at=NOW)
        return reminders

    def test_one_click_of_a_mail_program_ends_them_without_a_login_or_a_page(self, url, client_with_csrf, learner):
        response = client_with_csrf.post(url, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert Reminders.objects.get(user=learner).digest == "off"
        assert client_with_csrf.post(url).status_code == 200

    def test_opening_the_link_asks_and_ends_nothing(self, url, client, learner):
        page = client.get(url).content.decode()
        assert "No more reminders by e-mail?" in page
        assert learner.email not in page
        assert Reminders.objects.get(user=learner).digest == "worth_it"

    @pytest.mark.parametrize("token", ["x", "1:x", "x:y:z"])
    def test_another_token_is_no_page(self, client, db, token):
        assert client.post(f"/unsubscribe/{token}/").status_code == 404

    def test_the_token_of_somebody_else_is_not_to_be_made_of_ones_own(self, url, client, learner):
        assert client.post(url.replace(f"/{learner.pk}:", f"/{learner.pk + 1}:")).status_code == 404


class TestCalendar:
    def test_it_has_an_address_only_when_asked_for_and_a_new_one_ends_the_old_one(self, browsing, learner):
        assert "/calendar/" not in browsing.get(PAGE).content.decode().replace("reminders/calendar/", "")
        browsing.post(f"{PAGE}calendar/", {"renew": ""})
        first = calendar_url(learner)
        assert f"http://testserver{first}" in browsing.get(PAGE).content.decode()
        browsing.post(f"{PAGE}calendar/", {"renew": ""})
        assert (browsing.get(first).status_code, browsing.get(calendar_url(learner)).status_code) == (404, 200)
        browsing.post(f"{PAGE}calendar/", {"remove": ""})
        assert browsing.get(first).status_code == 404
        assert browsing.get(f"/calendar/{learner.pk}-.ics").status_code == 404

    def test_it_turns_no_e_mails_on_or_off(self, browsing, learner):
        browsing.post(PAGE, {"digest": "worth_it", "hour": "8"})
        renew_calendar(learner)
        assert Reminders.objects.get(user=learner).digest == "worth_it"

    def test_it_shows_counts_and_last_days_and_nothing_else_of_the_person(self, client, learner, course, schedule):
        course.goals.create(kind="days", days=1, starts_on=TODAY, last_on=TODAY + timedelta(days=9))
        due = TODAY + timedelta(days=2)
        Schedule.objects.filter(pk=schedule.pk).update(interval_days=6, due_on=due, queue_on=due)
        renew_calendar(learner)
        response = client.get(calendar_url(learner))
        text = response.content.decode()
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert f"UID:due-2026-11-25-{learner.pk}@testserver\r\n" in text
        assert "DTSTART;VALUE=DATE:20261125\r\nSUMMARY:1 card due\r\n" in text
        assert "DTSTART;VALUE=DATE:20261202\r\nSUMMARY:Last day of a goal: All lessons\r\n" in text
        assert text.count("BEGIN:VEVENT") == 2
        assert not {learner.email, learner.name, "Question"} & {*text.split()}

    def test_reading_it_builds_no_day_and_takes_few_statements(self, client, learner, django_assert_num_queries):
        renew_calendar(learner)
        url = calendar_url(learner)
        with django_assert_num_queries(3):
            client.get(url)
        assert not learner.schedules.exists()

    def test_whoever_made_an_account_reads_no_calendar_of_whom_it_was_handed_over_to(self, client, learner):
        renew_calendar(learner)
        url = calendar_url(learner)
        hand_over(learner)
        assert client.get(url).status_code == 404

    def test_the_calendar_of_a_deleted_account_is_gone(self, client, learner):
        renew_calendar(learner)
        learner.is_active = False
        learner.save(update_fields=["is_active"])
        assert client.get(calendar_url(learner)).status_code == 404


@pytest.fixture
def client_with_csrf():
    """A client that is refused as a browser would be where a form lacks its token."""
    return Client(enforce_csrf_checks=True)
