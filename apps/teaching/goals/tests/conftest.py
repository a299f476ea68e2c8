"""A course with a lesson of three cards, which the learner reviews, and a goal."""

from datetime import timedelta

import pytest

from apps.lessons.models import Lesson
from apps.reviews.models import Schedule
from apps.reviews.tests.support.answers import grade
from apps.teaching.models import Goal
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()


@pytest.fixture
def lesson(course, deck):
    return Lesson.objects.create(course=course, deck=deck, slug="diffusion", title="Diffusion")


@pytest.fixture
def make_goal(course, lesson):
    """A function that saves a goal of the course which began a week ago and ends in a week."""

    def make(kind="days", days=3, **fields):
        dates = {"starts_on": TODAY - timedelta(days=7), "last_on": TODAY + timedelta(days=7)}
        return Goal.objects.create(**{"course": course, "kind": kind, "days": days, "lesson": lesson} | dates | fields)

    return make


@pytest.fixture
def answer(subscription, learner):
    """A function that answers a card of the learner, the first unless another one is named, some days from now."""
    schedules = list(Schedule.objects.select_related("user").filter(user=learner).order_by("pk"))

    def answer(days=0, card=0, value=4):
        at = NOW + timedelta(days=days)
        schedules[card].refresh_from_db()
        Schedule.objects.filter(pk=schedules[card].pk).update(queue_on=learner.study_day(at))
        return grade(schedules[card], value, at)

    return answer
