from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.db import connection

from apps.accounts.models import User
from apps.jobs.registry import all_piecework
from apps.reminders.models import Reminders
from apps.reminders.schedule import next_at
from apps.reminders.services import save_reminders, unsubscribe
from apps.reminders.services.send import send_digests, send_if_worth_it
from apps.reminders.tests.conftest import SITE
from apps.reviews.models import ReviewLog
from apps.web.tests.support.clock import NOW

FIVE = NOW.replace(hour=17)


def send(at=FIVE):
    """Let a worker send what is due, and return how many e-mails there are by now."""
    for _step in send_digests(at):
        pass
    return len(mail.outbox)


def test_the_worker_sends_them():
    assert send_digests in all_piecework()


def test_an_e_mail_comes_at_the_chosen_hour_and_once_a_day(reminders, make_due, learner):
    make_due(25)
    assert send(FIVE - timedelta(minutes=1)) == 0
    assert send() == 1
    assert [send(FIVE + timedelta(minutes=minute)) for minute in (1, 61)] == [1, 1]
    assert send(FIVE + timedelta(days=1)) == 2


def test_it_says_what_is_due_and_how_to_end_them(reminders, make_due, learner):
    make_due(25, interval=1)
    User.objects.filter(pk=learner.pk).update(name="Ada")
    send()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["learner@example.org"], "Ditcards: 25 cards are due")
    body = message.body
    assert body.startswith("Hello Ada,\n\n25 cards are due. That takes about 3 minutes.\n")
    assert "If you wait until tomorrow, you will probably have forgotten 2 more." in body
    assert f"Start your review:\n{SITE}/\n" in body
    url = message.extra_headers["List-Unsubscribe"]
    assert url.startswith(f"<{SITE}/unsubscribe/{learner.pk}:")
    assert url[1:-1] in body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_goal_that_needs_today_is_named(reminders, course, learner):
    course.goals.create(kind="days", days=1, starts_on=NOW.date(), last_on=NOW.date())
    send()
    (message,) = mail.outbox
    assert message.subject == "Ditcards: A goal needs a review today"
    assert "All lessons: Review on 1 day\n0 of 1 day, until Nov. 23: it needs a review today\n" in message.body


def test_nothing_comes_where_it_is_not_worth_it(reminders, make_due):
    make_due(3)
    assert send() == 0
    reminders.refresh_from_db()
    assert reminders.next_digest_at == FIVE + timedelta(days=1)


def test_nothing_comes_to_who_turned_them_off_or_never_chose_them(reminders, make_due, learner):
    make_due(25)
    unsubscribe(learner)
    assert send() == 0
    Reminders.objects.filter(user=learner).delete()
    assert send() == 0


def test_another_hour_brings_no_second_e_mail_on_the_same_day(reminders, make_due):
    make_due(25)
    send(FIVE)
    reminders.hour = 19
    save_reminders(reminders, ["hour"], now=FIVE)
    assert send(FIVE + timedelta(hours=2)) == 1


def test_a_worker_that_was_down_sends_nothing_in_the_night(reminders, make_due):
    make_due(25)
    assert send(FIVE + timedelta(hours=4)) == 0
    assert send(FIVE + timedelta(days=1)) == 1


def test_tries_end_with_the_persons_evening(reminders, make_due, monkeypatch):
    make_due(25)

    def refuse(*_arguments):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("apps.reminders.services.send.send_digest", refuse)
        assert send(FIVE + timedelta(hours=2, minutes=50)) == 0
    assert send(FIVE + timedelta(hours=3, minutes=5)) == 0
    assert send(FIVE + timedelta(days=1)) == 1


def test_who_unsubscribes_while_they_choose_another_hour_gets_none(reminders, make_due, learner):
    make_due(25)
    unsubscribe(learner)
    reminders.hour = 19
    save_reminders(reminders, ["hour"], now=NOW)
    reminders.refresh_from_db()
    assert (reminders.digest, reminders.hour, reminders.next_digest_at) == ("off", 19, None)


def test_an_address_that_is_not_verified_gets_none(reminders, make_due, learner, settings):
    settings.SENDS_EMAIL = True
    make_due(25)
    assert send() == 0
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    assert send(FIVE + timedelta(days=1)) == 1


def test_an_inactive_person_gets_none(reminders, make_due, learner):
    make_due(25)
    User.objects.filter(pk=learner.pk).update(is_active=False)
    assert send() == 0


def test_an_e_mail_that_the_server_refused_is_tried_again(reminders, make_due, monkeypatch):
    make_due(25)

    def refuse(*_arguments):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("apps.reminders.services.send.send_digest", refuse)
        assert send() == 0
    assert send(FIVE + timedelta(minutes=14)) == 0
    assert send(FIVE + timedelta(minutes=15)) == 1


def test_the_command_sends_them_too(reminders, make_due, capsys, clock):
    make_due(25)
    clock.move_to(FIVE)
    call_command("send_digests")
    assert capsys.readouterr().out == "People whose hour has come: 1\n"
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_e_mail(reminders, make_due):
    make_due(25)
    barrier = Barrier(2)

    def work():
        row = Reminders.objects.select_related("user").get(user=reminders.user_id)
        barrier.wait(timeout=30)
        try:
            return send_if_worth_it(row, FIVE)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = [each.result() for each in [pool.submit(work) for _number in range(2)]]
    assert (sorted(sent), len(mail.outbox)) == ([False, True], 1)


def test_each_person_costs_the_same_statements(reminders, make_due, django_assert_max_num_queries):
    make_due(40)
    ReviewLog.objects.filter(user=reminders.user_id).exclude(pk=ReviewLog.objects.first().pk).delete()
    with django_assert_max_num_queries(12):
        assert send_if_worth_it(reminders, FIVE)


@pytest.mark.parametrize(
    ("zone", "after", "expected"),
    [
        ("UTC", datetime(2026, 11, 23, 16, 59, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
        ("UTC", datetime(2026, 11, 23, 17, 0, tzinfo=UTC), datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 23, 16, 59, tzinfo=UTC), datetime(2026, 11, 23, 22, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 11, 23, 16, 59, tzinfo=UTC), datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 16, tzinfo=UTC)),
    ],
)
def test_the_next_hour_is_that_of_the_persons_own_clock(zone, after, expected):
    assert next_at(17, ZoneInfo(zone), after) == expected


def test_an_hour_that_the_clock_leaves_out_is_a_later_instant_of_that_day():
    after = datetime(2027, 3, 27, 20, tzinfo=UTC)
    assert next_at(2, ZoneInfo("Europe/Berlin"), after).astimezone(UTC) == datetime(2027, 3, 28, 1, tzinfo=UTC)
