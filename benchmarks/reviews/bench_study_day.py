"""Checks the study day in every IANA zone, 2000-2050; measures nothing.

Every day is checked with a start at 4 am; where a zone changes its offset, with all 24 hours at which a day may start.
Between two changes the clock runs evenly, and one hour is like another.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from apps.scheduler.study_day import DAY_STARTS_AT, study_day, study_day_start

FIRST, DAYS = date(2000, 1, 1), 51 * 366
A_DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
SKIPPED = date(2011, 12, 30)  # by zones that crossed the date line


def wrong_days(name: str) -> list[str]:
    """Return what does not hold in one zone: starts increase, and each start and the moment before are on two days."""
    zone = ZoneInfo(name)
    days = [FIRST + n * A_DAY for n in range(DAYS)]
    problems = list(_wrong(name, zone, days, DAY_STARTS_AT))
    for change in _changes(zone, days):
        around = [change + n * A_DAY for n in range(-3, 4)]
        problems += (each for starts_at in range(24) for each in _wrong(name, zone, around, starts_at))
    return problems


def _changes(zone: ZoneInfo, days: Iterable[date]) -> Iterator[date]:
    offsets = ((day, datetime(day.year, day.month, day.day, tzinfo=UTC).astimezone(zone).utcoffset()) for day in days)
    return (day for (_, before), (day, after) in pairwise(offsets) if before != after)


def _wrong(name: str, zone: ZoneInfo, days: list[date], starts_at: int) -> Iterator[str]:
    starts = [(day, study_day_start(day, zone, starts_at)) for day in days]
    existing = [(day, start) for (day, start), (_, following) in pairwise(starts) if following != start]
    for day in {day for day, _ in starts[:-1]} - {day for day, _ in existing} - {SKIPPED}:
        yield f"{name} {starts_at}: {day} has no instant"
    for (earlier, started), (later, following) in pairwise(existing):
        if not started < following:
            yield f"{name} {starts_at}: {later} does not begin after {earlier}"
        if (study_day(following - MOMENT, zone, starts_at), study_day(following, zone, starts_at)) != (earlier, later):
            yield f"{name} {starts_at}: the edge between {earlier} and {later} is not where it should be"


def main() -> None:
    """Check all zones on all cores."""
    started = datetime.now(UTC)
    zones = sorted(available_timezones())
    with ProcessPoolExecutor() as pool:
        problems = [problem for found in pool.map(wrong_days, zones) for problem in found]
    print("\n".join(problems[:20]))
    seconds = (datetime.now(UTC) - started).seconds
    print(f"{len(zones)} zones x {DAYS:,} days: {len(problems)} problems, {seconds} s")
    raise SystemExit(bool(problems))


if __name__ == "__main__":
    main()
