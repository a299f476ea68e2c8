"""A calendar as RFC 5545 wants it: days with a sentence each. No Django, no clock."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from apps.formats.text.printable import printable

MAX_OCTETS = 75  # of a line, without its end
ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


class DayEvent(NamedTuple):
    """Something of a whole day; `uid` stays the same as long as it is the same thing."""

    uid: str
    day: date
    summary: str
    url: str


def calendar(name: str, events: Iterable[DayEvent], made_at: datetime) -> str:
    """Return the calendar as a text with the line ends of the format."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(name, events, made_at))


def _lines(name: str, events: Iterable[DayEvent], made_at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ditcards//Reminders//EN", "CALSCALE:GREGORIAN")
    yield from (f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}")
    yield from ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H")
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in events:
        yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp}")
        yield from (f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"SUMMARY:{_escaped(event.summary)}")
        yield from (f"URL:{event.url}", "TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"


def _escaped(text: str) -> str:
    return printable(text.translate(ESCAPES))


def _folded(line: str) -> str:
    """Break a line after 75 octets at most, and within no character; the next one begins with a space."""
    parts, octets = [""], 0
    for character in line:
        size = len(character.encode())
        if octets + size > MAX_OCTETS:
            parts.append(" ")
            octets = 1
        parts[-1] += character
        octets += size
    return "\r\n".join(parts)
