"""What the numbers of insight are: which people and which answers count, and from how many learners on."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from apps.cards.models import Deck
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Lesson
from apps.reviews.models import ReviewLog, Schedule
from apps.teaching.models import CourseInsight

WEEK_DAYS = 7
TRIES = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW)  # a day has one of them for a card: what follows is the drill
ANSWERS = (*TRIES, ReviewLog.Kind.DRILL)


def learners_of(course: Course | int) -> QuerySet[Enrolment, int]:
    """Return the people of the course whose answers count: its learners, and none of those who run it."""
    return Enrolment.objects.learners().filter(course=course).order_by().values_list("user", flat=True)


def named_learners_of(course: Course | int) -> set[int]:
    """Return those of them who agreed that instructors see their names."""
    named = Enrolment.objects.learners().filter(course=course, shows_name=True)
    return set(named.values_list("user", flat=True))


def answers_to(decks: Deck | QuerySet[Lesson, int], insight: CourseInsight) -> QuerySet[ReviewLog]:
    """Return the learners' answers that stand, in reviews and drills, to cards in use of a deck or several.

    Each has its `card`. Schedules are looked up, not joined: databases would begin with all that the learners answered.
    """
    of_decks = {"deck__in": decks} if isinstance(decks, QuerySet) else {"deck": decks}
    schedules = Schedule.objects.filter(user__in=list(learners_of(insight.course_id)), archived=False, **of_decks)
    answers = ReviewLog.objects.filter(
        schedule__in=schedules.values("pk"), undone_at=None, kind__in=ANSWERS, reviewed_at__lt=insight.as_of
    )
    return answers.exclude(algorithm=ReviewLog.COPIED).annotate(card=of_schedule("card")).order_by()


def of_schedule(field: str) -> Subquery:
    """Return a field of the schedule of an answer."""
    return Subquery(Schedule.objects.filter(user=OuterRef("user"), pk=OuterRef("schedule")).values(field))


def tries_of(answers: QuerySet[ReviewLog]) -> QuerySet[ReviewLog]:
    """Return the first tries: the first answer of a day to a card that was new or due."""
    return answers.filter(kind__in=TRIES)


def schedules_of(deck: Deck, insight: CourseInsight) -> QuerySet[Schedule]:
    """Return the learners' schedules of the deck's cards in use."""
    learners = learners_of(insight.course_id)
    return Schedule.objects.filter(deck=deck, archived=False, user__in=learners).order_by()


def week_began_at(insight: CourseInsight) -> datetime:
    """Return when the week began, for answers that belong to no study day."""
    return datetime.combine(insight.week_from, time(), UTC)


def first_day_of_week(now: datetime) -> date:
    """Return the first of the last seven days."""
    return now.date() - timedelta(days=WEEK_DAYS - 1)


def min_learners() -> int:
    """Return from how many learners on a number is counted and shown."""
    number: int = settings.INSIGHT_MIN_LEARNERS
    return number


def is_shown(learners: int, outside: int = 0) -> bool:
    """Whether a number that comes from so many learners is shown.

    `outside` is the number of those whose answers it leaves out, and another page does not: that page minus this one
    must not be the number of a few.
    """
    return learners >= min_learners() and (outside == 0 or outside >= min_learners())
