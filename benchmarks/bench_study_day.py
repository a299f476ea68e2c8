"""Not a speed but a sweep: the study day in every IANA zone, every day of 2000-2050, all starts of the day."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from apps.scheduler.study_day import study_day, study_day_start

DAYS = [date(2000, 1, 1) + timedelta(days=n) for n in range(51 * 366)]
STARTS_AT = range(24)
MOMENT = timedelta(microseconds=1)


def wrong_days(name: str) -> list[str]:
    """Return what does not hold in one zone: starts grow, and each start and the moment before lie on two days."""
    zone = ZoneInfo(name)
    return [problem for starts_at in STARTS_AT for problem in _wrong(name, zone, starts_at)]


def _wrong(name: str, zone: ZoneInfo, starts_at: int) -> Iterator[str]:
    starts = [(day, study_day_start(day, zone, starts_at)) for day in DAYS]
    lived = [(day, start) for (day, start), (_, following) in pairwise(starts) if following > start]
    for (earlier, started), (later, following) in pairwise(lived):
        if not started < following:
            yield f"{name} {starts_at}: {later} does not begin after {earlier}"
        if study_day(following, zone, starts_at) != later or study_day(following - MOMENT, zone, starts_at) != earlier:
            yield f"{name} {starts_at}: the edge between {earlier} and {later} is not where it should be"
    if skipped := len(starts) - 1 - len(lived) - (name in SKIPPED_A_DAY):
        yield f"{name} {starts_at}: {skipped} days have no instant"


SKIPPED_A_DAY = {"Pacific/Apia", "Pacific/Fakaofo"}  # both had no 2011-12-30


def main() -> None:
    """Sweep all zones on all cores."""
    started = datetime.now(UTC)
    zones = sorted(available_timezones())
    with ProcessPoolExecutor() as pool:
        problems = [problem for found in pool.map(wrong_days, zones) for problem in found]
    print("\n".join(problems[:20]))
    seconds = (datetime.now(UTC) - started).seconds
    print(f"{len(zones)} zones x {len(DAYS):,} days x {len(STARTS_AT)} starts: {len(problems)} problems, {seconds} s")
    raise SystemExit(bool(problems))


if __name__ == "__main__":
    main()
