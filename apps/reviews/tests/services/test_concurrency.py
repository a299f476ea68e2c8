"""Eight threads press the same button at once; each has its own connection, as eight workers would."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import timedelta
from itertools import cycle
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from apps.reviews import invariants, services
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services import day_builder, suspend_and_flag
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

THREADS = 8
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work):
    """Run the work in eight threads that start together; return what each returned."""
    barrier = Barrier(THREADS)

    def run(_):
        barrier.wait(timeout=30)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_eight_presses_of_one_button_are_one_grade(learner, schedule):
    client = Client()
    client.force_login(learner)
    cookies = client.cookies

    def press():
        own = Client()
        own.cookies = cookies
        data = {"grade": 4, "version": 0}
        return own.post(reverse("reviews:grade", args=[schedule.card_id]), data, headers=HTMX)

    responses = at_once(press)
    assert {response.status_code for response in responses} == {200}
    assert sum(b"already answered" in response.content for response in responses) == THREADS - 1
    assert ReviewLog.objects.count() == 1
    assert Schedule.objects.get(pk=schedule.pk).version == 1


def test_eight_undos_of_one_answer_undo_it_once(learner, schedule):
    log = services.grade_card(schedule, 4, seen_version=0, at=NOW)

    def undo():
        try:
            services.undo(learner, log.pk, at=NOW)
        except services.StaleUndo:
            return 0
        return 1

    assert sum(at_once(undo)) == 1
    assert Schedule.objects.get(pk=schedule.pk).version == 2


def test_eight_first_looks_at_a_day_deal_it_once(learner, subscription, monkeypatch):
    Schedule.objects.all().delete()
    Subscription.objects.update(new_limit=2, queue_built_on=None)
    dealt, put_in_queue = [], day_builder.put_in_queue
    monkeypatch.setattr(day_builder, "put_in_queue", lambda *given: dealt.append(given) or put_in_queue(*given))
    at_once(lambda: day_builder.build_day(learner, NOW.date()))
    assert Schedule.objects.count() == 2
    assert len(dealt) == 1, "the day was dealt by more than one of them"


def test_eight_presses_in_practice_are_logged_once(learner, schedule):
    def practice():
        mine = Schedule.objects.select_related("user").get(user=learner, pk=schedule.pk)
        return services.practice_card(mine, knew=True, since=NOW, at=NOW + timedelta(seconds=3))

    assert sum(log is not None for log in at_once(practice)) == 1
    assert ReviewLog.objects.get().kind == "practice"


def test_a_new_card_that_is_practiced_while_it_is_withdrawn_is_logged_or_gone(learner, schedule):
    ways, at = cycle(["practice", "flag", "withdraw", "practice"]), NOW + timedelta(days=1)
    found = Schedule.objects.select_related("user").get(user=learner, pk=schedule.pk)

    def act():
        mine = copy(found)
        match next(ways):
            case "practice":
                services.practice_card(mine, knew=True, since=NOW, at=at)
            case "flag":
                suspend_and_flag.set_flag(mine, 0)
            case "withdraw":
                with transaction.atomic():
                    day_builder.withdraw(learner, Schedule.objects.filter(user=learner, pk=schedule.pk))

    at_once(act)
    assert ReviewLog.objects.count() == Schedule.objects.filter(pk=schedule.pk).count() <= 1
    assert list(invariants.problems()) == []
