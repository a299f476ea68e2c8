"""Insight of a course with 500 learners: its count, the rule of two counts, and the pages of those who run it.

`--full` gives the learners a million answers, instead of some ten thousand.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from apps.accounts.models import User
from apps.cards.models import Card
from apps.courses.models import Course, Enrolment
from apps.reviews.models import ReviewLog
from apps.reviews.services.load.histories import histories
from apps.reviews.services.load.seed import seed_answers
from apps.teaching.insight.services.compute import begin, steps
from apps.teaching.insight.services.refresh import has_news
from apps.teaching.insight.tests.support.seeded_class import enrol, make_lesson
from apps.teaching.models import CardInsight, NoteInsight
from benchmarks import site
from benchmarks.library.measured_pages import MeasuredPage, print_table, with_query

LEARNERS, FEW = 500, 2  # few: less than a page may tell of
LESSONS, CARDS, ANSWERS = 4, 10, 1  # of a course; of a lesson; to each card
FULL_LESSONS, FULL_CARDS, FULL_ANSWERS = 20, 45, 2  # and five cards of questions and scenarios
PAGE_MS = 200
COUNT_US, STEP_SECONDS = 150, 10  # of an answer; of a lesson: a worker's heartbeat comes between two
AGAIN = 1.5  # times the first count
NEWS_MS = 200
COURSE = "bench"


def main() -> None:
    """Fill a course, count it twice, and open its pages."""
    site.prepare()
    sizes = (FULL_LESSONS, FULL_CARDS, FULL_ANSWERS) if "--full" in sys.argv else (LESSONS, CARDS, ANSWERS)
    course, owner, learners = course_of(*sizes)
    site.analyze()
    print(f"{LEARNERS} learners, {ReviewLog.objects.count():,} answers in {sizes[0]} lessons", flush=True)
    with site.limits("") as check:
        measure_counts(course, learners, check)
        print_table(owner, pages(course))


def course_of(lessons: int, cards: int, answers: int) -> tuple[Course, User, list[User]]:
    """Return a course with so many lessons of so many flashcards, its owner, and learners who answered all of them."""
    course = Course.objects.create(slug=COURSE, title="Bench")
    owner = User.objects.create_user("owner@example.org")
    Enrolment.objects.create(user=owner, course=course, role=Enrolment.Role.OWNER)
    learners = enrol(course, LEARNERS)
    chance, today = Random(1), site.study_day()
    known = histories(200, answers, chance)
    for number in range(lessons):
        deck = make_lesson(course, f"lesson-{number}", cards).deck
        keys = list(Card.objects.filter(note__deck=deck).order_by("pk").values_list("pk", flat=True))
        for learner in learners:
            seed_answers(learner, deck.pk, keys, known, chance, today)
    return course, owner, learners


def measure_counts(course: Course, learners: list[User], check: Callable[[str, float, float], None]) -> None:
    """Check what a count takes, and what the next one takes and shows when a few learners answered since."""
    now, clock, answers = timezone.now(), site.cpu_clock(), ReviewLog.objects.count()
    first, longest = _count(course, now, clock)
    check("the first count: microseconds of CPU an answer", first / answers * 1e6, COUNT_US)
    check("its longest step: seconds", longest, STEP_SECONDS)
    shown = _shown(course)
    _answer_again(course, learners[:FEW], now)
    started = clock()
    check("news of few learners: whether they count", float(has_news(course)), 0)
    check("the look for news: milliseconds of CPU", (clock() - started) * 1000, NEWS_MS)
    again, _longest = _count(course, now + timedelta(days=1), clock)
    check("the next count: times the first", again / first, AGAIN)
    check("rows that tell what few learners answered", float(len(_shown(course) ^ shown)), 0)


def _count(course: Course, now: datetime, clock: Callable[[], float]) -> tuple[float, float]:
    """Count the course; return the seconds of CPU that it took, and of its longest step on the wall."""
    started, longest, before = clock(), 0.0, time.monotonic()
    for _step in steps(begin(course, now)):
        longest, before = max(longest, time.monotonic() - before), time.monotonic()
    return clock() - started, longest


def _answer_again(course: Course, learners: list[User], now: datetime) -> None:
    """Let each of the learners have answered all their cards once more since the count."""
    ReviewLog.objects.filter(user__in=learners, schedule__deck__course=course, version=1).update(reviewed_at=now)


def _shown(course: Course) -> set[tuple[object, ...]]:
    """Return what the count of all time shows of each card, question and scenario."""
    cards = CardInsight.objects.filter(insight__course=course, period="all")
    notes = NoteInsight.objects.filter(insight__course=course, period="all")
    return {*cards.values_list("card", "learners", "tries", "right"), *notes.values_list("note", "learners", "right")}


def pages(course: Course) -> Iterator[MeasuredPage]:
    """Yield the pages of those who run the course."""
    lesson, root = course.lessons.earliest("pk"), f"/teach/{course.slug}/"
    for name, query in (("", {}), (" of a lesson", {"lesson": lesson.slug, "period": "week"})):
        yield MeasuredPage(f"insight{name}", with_query(f"{root}insight/", **query), PAGE_MS)
        yield MeasuredPage(f"the cards{name}", with_query(f"{root}insight/cards/", **query), PAGE_MS)
    yield MeasuredPage("the cards as CSV", f"{root}insight/cards.csv", PAGE_MS)
    for name in ("", "people/", "goals/", "reports/", "settings/"):
        yield MeasuredPage(name.strip("/") or "lessons", f"{root}{name}", PAGE_MS)


if __name__ == "__main__":
    main()
