"""The statistics of a learner with 100,000 cards and a million answers: CPU time, and how many statements."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import batched

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.tally import tally_finished_days
from benchmarks import site

CARDS, ANSWERS = 100_000, 1_000_000
YEARS = 3
ROUNDS = 10
LIMIT_MS = 150
SEARCH_LIMIT_MS = 250  # the answers of up to 1,000 found cards are read one by one
MAX_STATEMENTS = 20
DECK = f"deck=deck{CARDS}-False"
PAGES = {
    "statistics": "",
    "statistics of a year": "?days=365",
    "statistics of a deck": f"?{DECK}&days=365",
    "what is due in a year": "ahead/?days=365",
    "what is due in a year in a deck": f"ahead/?{DECK}&days=365",
    "the cards": "cards/",
    "the cards of a deck": f"cards/?{DECK}",
    "what if": "what-if/?new=30&reviews=300&days=365",
    "a download": "hours.csv?days=365",
    "statistics of a search for 250 cards": "?q=prop:interval%3D5&days=365",
}
SEARCHES = {
    "statistics of a search for 750 cards": "?q=prop:interval<4&days=365",
    "the cards of a search for 750 cards": "cards/?q=prop:interval<4",
    "what is due of a search for 750 cards": "ahead/?q=prop:interval<4&days=365",
}


def learner_with_history(cards: int, answers: int, today: date) -> User:
    """Return a learner of a deck whose cards have all been answered, over some years."""
    user = site.learner_with(cards, today, due=False)
    number = F("pk") * 7919
    Schedule.objects.filter(user=user).update(
        interval_days=1 + number % 397, easiness=130 + 2 * (number % 75), lapses=number % 7
    )
    schedules, chance = list(Schedule.objects.filter(user=user).order_by("pk")), random.Random(7)
    for batch in batched(_answers(user, schedules, answers, chance), site.BATCH_SIZE):
        ReviewLog.objects.bulk_create(batch)
    return user


def _answers(user: User, schedules: list[Schedule], number: int, chance: random.Random) -> Iterator[ReviewLog]:
    rounds = -(-number // len(schedules))
    start = timezone.now() - timedelta(days=YEARS * 365)
    step = timedelta(days=YEARS * 365) / number
    for count in range(number):
        version, place = divmod(count, len(schedules))
        yield _answer(user, schedules[place], version, rounds, start + count * step, chance)


def _answer(
    user: User, schedule: Schedule, version: int, rounds: int, at: datetime, chance: random.Random
) -> ReviewLog:
    state = {"repetitions": version, "easiness": 250, "lapses": 0}
    interval = schedule.interval_days * version // rounds
    return ReviewLog(
        user=user,
        schedule=schedule,
        version=version + 1,
        kind=ReviewLog.Kind.REVIEW if version else ReviewLog.Kind.LEARN,
        grade=chance.choices((1, 3, 4, 5), (8, 7, 70, 15))[0],
        reviewed_at=at,
        day=user.study_day(at),
        hour=at.hour,
        taken_ms=chance.randrange(2000, 20000),
        algorithm="sm2-text",
        interval_days_before=interval,
        interval_days_after=schedule.interval_days,
        **{f"{name}_{when}": value for name, value in state.items() for when in ("before", "after")},
    )


def main() -> None:
    """Measure each page, after the finished days were counted once."""
    site.prepare()
    today = site.study_day()
    user = learner_with_history(CARDS, ANSWERS, today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tally_finished_days(user, today)
    cookie = site.session_of(user)
    with site.limits(" ms") as check:
        for limit, pages in ((LIMIT_MS, PAGES), (SEARCH_LIMIT_MS, SEARCHES)):
            for name, path in pages.items():
                page = partial(_page, f"/statistics/{path}", cookie)
                took = site.medians_in_turn({name: page}, ROUNDS, site.cpu_clock())
                check(f"{name}, CPU time", took[name] * 1000, limit)
    with site.limits(" statements") as check:
        for name, path in (PAGES | SEARCHES).items():
            with CaptureQueriesContext(connection) as queries:
                _page(f"/statistics/{path}", cookie)
            check(name, len(queries), MAX_STATEMENTS)


def _page(url: str, cookie: str) -> None:
    if not site.request("GET", url, cookie).startswith("200"):
        raise ValueError(url)


if __name__ == "__main__":
    main()
