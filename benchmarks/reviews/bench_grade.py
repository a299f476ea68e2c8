"""The CPU time of a grade, through all middleware, as a multiple of an empty view for a visitor, and of its parts.

Also that of a grade with 5,000 cards due beside one with 50.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card
from benchmarks import site
from benchmarks.site import Act

BLOCKS = 10
DUE, FEW, MANY = 300, 50, 5000
GOALS = {"sqlite": 15, "postgresql": 18}
FLAT = 1.2
LEARNED = {"repetitions": 3, "interval_days": 15, "easiness": 250, "lapses": 0, "version": 0}

type Statement = tuple[str, tuple[Any, ...]]


def main() -> None:
    """Measure and compare with the goals."""
    site.prepare()
    with site.limits() as check:
        took = site.blocks_in_turn(_parts(), BLOCKS)
        empty = took["a visitor's empty view"]
        for name, seconds in took.items():
            print(f"{name}: {seconds * 1000:.3f} ms of this process, {seconds / empty:.1f}x")
        check("a grade, beside a visitor's empty view", took["a grade"] / empty, GOALS[connection.vendor])
        took = site.blocks_in_turn({str(due): _grades(_learner(due)) for due in (FEW, MANY)}, BLOCKS)
        check(f"a grade with {MANY:,} due, beside one with {FEW}", took[str(MANY)] / took[str(FEW)], FLAT)


def _parts() -> dict[str, Callable[[], Act]]:
    """Return the grade and what it is compared with, by name."""
    user = _learner(DUE)
    cookie = site.session_of(user)
    return {
        "a visitor's empty view": lambda: partial(_empty, ""),
        "a learner's empty view": lambda: partial(_empty, cookie),
        "a grade without its request": lambda: partial(_grade_alone, _due_again(user)),
        "the statements as text": _statements(user, cookie),
        "a grade": _grades(user),
    }


def _learner(due: int) -> User:
    user = site.learner_with(due, site.study_day())
    site.analyze()
    return user


def _due_again(user: User) -> Iterator[Schedule]:
    """Make all cards due as they were before any grade; return an iterator of their schedules."""
    today = site.study_day()
    ReviewLog.objects.filter(user=user).delete()
    mine = Schedule.objects.filter(user=user)
    mine.update(**LEARNED, due_on=today, queue_on=today, reviewed_at=None)
    return iter(list(mine.select_related("user").order_by("queue_on", "id")))


def _empty(cookie: str) -> None:
    assert site.request("GET", "/empty/", cookie).startswith("200")


def _grades(user: User) -> Callable[[], Act]:
    cookie = site.session_of(user)
    return lambda: partial(_grade, _due_again(user), cookie)


def _grade(schedules: Iterator[Schedule], cookie: str) -> None:
    card = next(schedules).card_id
    assert site.request("POST", f"/review/{card}/grade/", cookie, {"grade": 4, "version": 0}).startswith("200")


def _grade_alone(schedules: Iterator[Schedule]) -> None:
    schedule, now = next(schedules), timezone.now()
    user, today = schedule.user, schedule.user.study_day(now)
    grade_card(user.schedules.get(card=schedule.card_id), 4, seen_version=0, at=now)
    queue.next_schedule(user, today, queue.counts(user, today).part)


def _statements(user: User, cookie: str) -> Callable[[], Act]:
    """Return what repeats the statements of one grade, with the keys of other cards."""
    *_, last = _due_again(user)  # whose keys are no other number in the statements
    statements = list(_captured(partial(_grade, iter([last]), cookie)))
    print(f"{len(statements)} statements of a grade")
    return lambda: partial(_execute, statements, last, _due_again(user))


def _captured(act: Act) -> Iterator[Statement]:
    statements: list[Statement] = []

    def capture(execute: Callable[..., object], sql: str, params: Any, many: bool, context: Any) -> object:
        statements.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(capture):
        act()
    return ((sql, params) for sql, params in statements if not sql.startswith(("BEGIN", "COMMIT")))


def _execute(statements: list[Statement], graded: Schedule, schedules: Iterator[Schedule]) -> None:
    schedule = next(schedules)
    keys = {graded.pk: schedule.pk, graded.card_id: schedule.card_id}
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, [keys.get(each, each) if isinstance(each, int) else each for each in params])
            if cursor.description:
                cursor.fetchall()
    connection.commit()
    connection.set_autocommit(True)


if __name__ == "__main__":
    main()
