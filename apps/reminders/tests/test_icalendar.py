from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from apps.reminders.icalendar import DayEvent, calendar

MADE_AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


def made(summary, name="Ditcards"):
    return calendar(name, [DayEvent("due-1@example.org", date(2026, 11, 24), summary, "https://e.org/")], MADE_AT)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_a_day_is_an_event_without_a_time_that_blocks_nothing():
    lines = unfolded(made("12 cards due"))
    start = lines.index("BEGIN:VEVENT")
    assert lines[start : start + 8] == [
        "BEGIN:VEVENT",
        "UID:due-1@example.org",
        "DTSTAMP:20261123T100000Z",
        "DTSTART;VALUE=DATE:20261124",
        "SUMMARY:12 cards due",
        "URL:https://e.org/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_what_has_a_meaning_in_the_format_is_escaped():
    assert r"SUMMARY:A\, b\; c\\d\ne" in unfolded(made("A, b; c\\d\r\ne\x07"))


@given(st.text(max_size=300))
def test_no_line_has_more_than_75_octets_and_nothing_is_lost(text):
    lines = made(text).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    shown = "".join(each for each in text.replace("\n", "").replace("\r", "") if each.isprintable())
    (summary,) = (line for line in unfolded(made(text)) if line.startswith("SUMMARY:"))
    plain = summary.removeprefix("SUMMARY:").replace(r"\n", "").replace("\\", "")
    assert plain == shown.replace("\\n", "").replace("\\", "") or "\\" in text
