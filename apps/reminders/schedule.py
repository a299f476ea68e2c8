"""When the next e-mail may come: at the person's hour, in their own time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_at(hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the next instant after another at which a clock in the zone shows the full hour.

    An hour that a change of the clock leaves out is the same instant later on that day.
    """
    day = after.astimezone(zone).date()
    for number in (0, 1):
        found = datetime.combine(day + timedelta(days=number), time(hour), zone)
        if found.timestamp() > after.timestamp():
            break
    return found
