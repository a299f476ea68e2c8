"""The study day of an instant: a day that begins at a learner's own hour, in their own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_STARTS_AT = 4


def study_day(now: datetime, zone: ZoneInfo, starts_at: int = DAY_STARTS_AT) -> date:
    """Return the study day of an aware instant: it begins at the hour `starts_at` (0-23) of the zone's own clock.

    Before that hour it is still the day before. A date that a zone skipped altogether (Apia had no
    2011-12-30) begins at the same instant as the next one, so no instant belongs to it.
    """
    day = now.astimezone(zone).date() + timedelta(days=1)
    while study_day_start(day, zone, starts_at) > now:
        day -= timedelta(days=1)
    return day


def study_day_start(day: date, zone: ZoneInfo, starts_at: int = DAY_STARTS_AT) -> datetime:
    """Return the instant (UTC) at which the study day begins.

    Where the clock shows the hour twice, the first counts; where it jumps over the hour, the offset from before
    the jump counts (the meaning of fold=0 in PEP 495).
    """
    return datetime.combine(day, time(starts_at), tzinfo=zone).astimezone(UTC)
