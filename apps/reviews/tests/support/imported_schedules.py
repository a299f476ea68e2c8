"""Schedules of elsewhere that tests import."""

from datetime import timedelta

from apps.reviews import invariants, services
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.import_schedules import ImportCounts, import_schedules
from apps.scheduler.sm2 import CardState
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
KNOWN = CardState(repetitions=3, interval_days=20, easiness=236, lapses=1)
NOTHING = ImportCounts(0, 0)


def days_ago(number):
    return NOW - timedelta(days=number)


def review(ago, grade=4, interval=1, easiness=250, taken=4000):
    return PastReview(days_ago(ago), grade, interval, easiness, taken)


PAST = (review(60), review(59, 4, 6), review(53, 2, 1), review(52, 4, 1), review(51, 4, 6), review(12, 4, 20, 236))


def imported(card, **other):
    return ImportedSchedule(
        **{"card_id": card.pk, "state": KNOWN, "due_on": TODAY + timedelta(days=8), "reviews": PAST} | other
    )


def run_import(learner, deck, *all_, now=NOW):
    counts = import_schedules(learner, deck, all_, now=now)
    assert list(invariants.problems()) == []
    return counts


def schedule_of(learner, card):
    return Schedule.objects.select_related("user", "card").get(user=learner, card=card)


def logs_of(learner, card):
    return list(ReviewLog.objects.filter(user=learner, schedule__card=card).order_by("version"))


def grade(learner, card, value, at=NOW):
    schedule = schedule_of(learner, card)
    return services.grade_card(schedule, value, seen_version=schedule.version, at=at)
