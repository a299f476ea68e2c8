"""A learner who wants e-mails at 17:00, and whose cards can be made due."""

from datetime import timedelta

import pytest

from apps.cards.tests.support.factory import make_note
from apps.reminders.models import Reminders
from apps.reminders.services import save_reminders
from apps.reviews.models import Schedule
from apps.reviews.services.day_builder import build_day
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
SITE = "http://testserver"


@pytest.fixture
def make_due(learner, deck, subscription):
    """A function that has so many cards of the learner due, the first of which was answered yesterday."""

    def make(number, interval=6, due_on=TODAY):
        for extra in range(number - 3):
            make_note(deck, f"Extra {extra}?", "Yes.")
        learner.subscriptions.update(new_limit=100, queue_built_on=None)
        build_day(learner, TODAY)
        yesterday = TODAY - timedelta(days=1)
        Schedule.objects.filter(user=learner).update(queue_on=yesterday)
        first = Schedule.objects.select_related("user").filter(user=learner).first()
        grade(first, 4, NOW - timedelta(days=1))
        fields = {"interval_days": interval, "repetitions": 2, "due_on": due_on, "queue_on": due_on}
        Schedule.objects.filter(user=learner).update(queue_on=None, suspended=True)
        keys = list(Schedule.objects.filter(user=learner).values_list("pk", flat=True)[:number])
        Schedule.objects.filter(pk__in=keys).update(suspended=False, **fields)
        assert len(keys) == number

    return make


@pytest.fixture
def reminders(learner):
    """The learner wants e-mails at 17:00 (UTC), the next one today."""
    row = Reminders(user=learner, digest="worth_it", hour=17)
    save_reminders(row, ["digest", "hour"], now=NOW)
    return Reminders.objects.select_related("user").get(user=learner)
