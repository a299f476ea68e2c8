"""The numbers that Anki stores for notes, decks and schedules, made of nothing but what they are."""

import re
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b, sha1
from html import unescape

from apps.formats.anki.export_records import REVIEW, ExportedCard, ExportedSchedule
from apps.formats.anki.records import SUSPENDED
from apps.formats.anki.templates import filters

# due days count from here; Anki counts them again when it imports
COLLECTION_START = datetime(2020, 1, 1, 4, tzinfo=UTC)
MS_PER_DAY = 24 * 60 * 60 * 1000
LAST_STEP = 1001  # of learning: one step is left, and can be done today
IN_SECONDS, ON_A_DAY = 1, 3  # the queues of cards that are learned
MAX_INTEGER = 2**31 - 1
MAX_EASE = 2**16 - 1
PICTURE = re.compile(r"""<img\s(?:[^<>]*?\s)??src=(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))[^<>]*>""", re.IGNORECASE)


def stable_id(name: str, created: date | None = None) -> int:
    """Return an id for a name: always the same, and a moment of the day that Anki will show as its creation."""
    midnight = datetime.combine(created or COLLECTION_START, time(), UTC)
    digest = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
    return milliseconds(midnight) + digest % MS_PER_DAY


def milliseconds(moment: datetime) -> int:
    """Return a moment in milliseconds since 1970."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def state_of(card: ExportedCard, position: int) -> tuple[int, ...]:
    """Return a card's type, queue, due, interval, ease, answers, lapses and steps; `position` is that of a new one."""
    schedule = card.schedule
    if schedule is None:
        return 0, SUSPENDED if card.suspended else 0, position, 0, 0, 0, 0, 0
    numbers = map(clamp, (schedule.interval_days, min(MAX_EASE, schedule.ease), schedule.reps, schedule.lapses))
    queue, steps = _queue_and_steps(schedule)
    return schedule.type, SUSPENDED if card.suspended else queue, _due(schedule.due), *numbers, steps


def _queue_and_steps(schedule: ExportedSchedule) -> tuple[int, int]:
    """Return where a card waits when it is not suspended, and what is left of its learning."""
    if schedule.type == REVIEW:
        return REVIEW, 0
    return (IN_SECONDS if isinstance(schedule.due, datetime) else ON_A_DAY), LAST_STEP


def _due(due: date | datetime) -> int:
    """Return a moment in seconds since 1970, and a day in days since our collections begin."""
    if isinstance(due, datetime):
        return clamp(int(due.timestamp()))
    return (due - COLLECTION_START.date()).days


def last_answer(card: ExportedCard) -> str:
    """Return in JSON when the card was last answered: Anki would look for it, and report it missing."""
    seconds = [int(answer.at.timestamp()) for answer in card.answers if answer.grade]
    return f'{{"lrt":{max(seconds)}}}' if seconds else ""


def clamp(number: int) -> int:
    """Return the nearest number that Anki can keep."""
    return max(-MAX_INTEGER, min(MAX_INTEGER, number))


def sort_text(field: str) -> str:
    """Return a field as Anki sorts and compares it: its words, and the names of its pictures."""
    if "<" in field:
        field = filters.without_tags(PICTURE.sub(_name_of_picture, field))
    return unescape(field) if "&" in field else field


def checksum(text: str) -> int:
    """Return the number by which Anki finds notes that begin alike."""
    return int.from_bytes(sha1(text.encode(), usedforsecurity=False).digest()[:4])


def _name_of_picture(found: re.Match[str]) -> str:
    return f" {next(filter(None, found.groups()), '')} "
