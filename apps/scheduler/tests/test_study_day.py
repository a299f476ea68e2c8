from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.scheduler.study_day import study_day, study_day_start

ZONES = sorted(available_timezones())
JUMPY = ["Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca", "Asia/Gaza", "America/Havana"]


def at(zone, *moment, fold=0):
    return datetime(*moment, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [
        (3, 59, date(2026, 11, 22)),
        (4, 0, date(2026, 11, 23)),
        (23, 59, date(2026, 11, 23)),
        (0, 30, date(2026, 11, 22)),
    ],
)
def test_the_day_begins_at_four_in_the_learners_zone(hour, minute, day):
    assert study_day(at("Europe/Prague", 2026, 11, 23, hour, minute), ZoneInfo("Europe/Prague")) == day


def test_the_same_instant_is_two_study_days_in_two_zones():
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert study_day(now, ZoneInfo("Pacific/Kiritimati")) == date(2026, 11, 23)
    assert study_day(now, ZoneInfo("Pacific/Pago_Pago")) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/Prague", date(2026, 3, 28), 23, id="the clock goes forward"),
        pytest.param("Europe/Prague", date(2026, 10, 24), 25, id="the clock goes back"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 3), 23.5, id="half an hour forward"),
        pytest.param("Australia/Lord_Howe", date(2026, 4, 4), 24.5, id="half an hour back"),
    ],
)
def test_days_have_as_many_hours_as_their_zone_gives_them(zone, day, hours):
    start, end = (study_day_start(each, ZoneInfo(zone)) for each in (day, day + timedelta(days=1)))
    assert end - start == timedelta(hours=hours)


def test_apia_has_no_30_december_2011():
    zone = ZoneInfo("Pacific/Apia")
    hours = [at("Pacific/Apia", 2011, 12, 29, 4) + timedelta(hours=hour) for hour in range(49)]
    assert {study_day(hour, zone) for hour in hours} == {date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)}


def test_an_hour_that_comes_twice_begins_the_day_the_first_time():
    zone = "Europe/Prague"  # 3:00 becomes 2:00 on 2026-10-25
    first, second = (at(zone, 2026, 10, 25, 2, 30, fold=fold) for fold in (0, 1))
    assert study_day(first, ZoneInfo(zone), 2) == study_day(second, ZoneInfo(zone), 2) == date(2026, 10, 25)
    assert study_day_start(date(2026, 10, 25), ZoneInfo(zone), 2) == at(zone, 2026, 10, 25, 2, 0)


def test_an_hour_that_the_clock_jumps_over_begins_the_day_after_the_jump():
    zone = "Europe/Prague"  # 2:00 becomes 3:00 on 2026-03-29
    assert study_day_start(date(2026, 3, 29), ZoneInfo(zone), 2) == at(zone, 2026, 3, 29, 3, 0)


@given(
    st.integers(0, 51 * 366 * 24 * 60).map(
        lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(ZONES) | st.sampled_from(JUMPY),
    st.integers(0, 23),
)
def test_every_instant_lies_between_the_start_of_its_day_and_of_the_next(now, name, starts_at):
    zone = ZoneInfo(name)
    day = study_day(now, zone, starts_at)
    assert study_day_start(day, zone, starts_at) <= now < study_day_start(day + timedelta(days=1), zone, starts_at)


@pytest.mark.parametrize("name", JUMPY)
@pytest.mark.parametrize("starts_at", [0, 2, 4])
def test_the_starts_of_days_strictly_grow(name, starts_at):
    zone = ZoneInfo(name)
    starts = [study_day_start(date(2000, 1, 1) + timedelta(days=n), zone, starts_at) for n in range(366 * 51)]
    equal = [later for earlier, later in pairwise(starts) if later <= earlier]
    assert equal == ([study_day_start(date(2011, 12, 31), zone, starts_at)] if name == "Pacific/Apia" else [])
