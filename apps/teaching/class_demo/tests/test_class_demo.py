"""The class of the demo: made-up learners who have studied for a term."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.reviews.models import ReviewLog
from apps.teaching.models import CardReport, RoomAnswer

SMALL = ("--class", "--learners", "6", "--weeks", "2")


@pytest.fixture
def demo(db, settings):
    """Run the command with these options; return what it prints."""
    settings.IS_LOCAL = True

    def run(*options):
        out = io.StringIO()
        call_command("demo", *options, stdout=out)
        return out.getvalue()

    return run


@pytest.mark.slow
def test_a_class_has_studied_for_weeks_and_its_answers_are_sound_and_counted(demo, settings):
    settings.INSIGHT_MIN_LEARNERS = 2
    assert "6 learners have studied for 2 weeks" in demo(*SMALL)
    course = Course.objects.get()
    assert Enrolment.objects.learners().filter(course=course).count() == 2 + 6
    answers = ReviewLog.objects.count()
    assert answers > 50
    assert course.insights.get().cards.exists()
    _has_goals_reports_and_a_room(course)
    call_command("check_data", stdout=io.StringIO())
    assert "has its class already" in demo(*SMALL)
    assert ReviewLog.objects.count() == answers


def _has_goals_reports_and_a_room(course):
    reached, not_begun = course.goals.order_by("starts_on")
    assert reached.counted_at
    assert reached.progress.filter(done__gt=0).exists()
    assert not not_begun.counted_at
    settled = dict(CardReport.objects.of_course(course).values_list("state").annotate(Count("pk")))
    assert settled == {"open": 3, "answered": 1, "accepted": 1}
    assert RoomAnswer.objects.filter(question__room__lesson__course=course).count() == 6


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answers(demo):
    def answers():
        rows = ReviewLog.objects.filter(user__email__startswith="class-").order_by("user__email", "reviewed_at", "pk")
        return list(rows.values_list("user__email", "schedule__card__note__front", "grade", "reviewed_at", "taken_ms"))

    demo(*SMALL)
    first = answers()
    ReviewLog.objects.filter(user__email__startswith="class-").delete()
    User.objects.filter(email__startswith="class-").delete()
    demo(*SMALL)
    assert answers() == first


def test_nobody_logs_in_as_one_of_the_class_and_its_size_is_a_number(demo):
    with pytest.raises(CommandError, match="numbers from 1"):
        demo("--class", "--weeks", "0")
    demo("--class", "--learners", "1", "--weeks", "1")
    assert not User.objects.get(email="class-1@example.org").has_usable_password()
