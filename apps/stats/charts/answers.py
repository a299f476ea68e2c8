"""The charts of answers: what was remembered, when, in which time, by which button."""

from collections.abc import Sequence
from datetime import time

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from apps.reviews.day.tallies import HourCount
from apps.reviews.models import DayTally
from apps.stats import wording
from apps.stats.answers import AnswerFigures
from apps.stats.charts.axis import age_name, each_number, ticks_of
from apps.stats.marks import Columns, Lines, Series, Share, Shares
from apps.web import localized

ALL_PERCENT = 100
MIN_TESTS = 20  # in an hour, from which on it is compared with others
BUTTONS = (  # grades 0 to 2 together, then 3, 4 and 5
    (pgettext_lazy("grade", "Again"), "again", False),
    (pgettext_lazy("grade", "Hard"), "hard", True),
    (pgettext_lazy("grade", "Good"), "good", False),
    (pgettext_lazy("grade", "Easy"), "easy", True),
)


def retention(answers: AnswerFigures) -> Lines:
    """Draw the share of due cards that were remembered, week by week, of mature and young cards."""
    mature, young = DayTally.Age.MATURE, DayTally.Age.YOUNG
    series = [
        Series(age_name(mature), "one", _retained(answers, mature)),
        Series(age_name(young), "two", _retained(answers, young), dashed=True),
    ]
    rates = {"mature": _rate(answers, mature), "young": _rate(answers, young)}
    return Lines(
        title=_("True retention by week"),
        caption=_("First answer of the day to each card that was due. %(mature)s; %(young)s.") % rates,
        sentence=_("%(mature)s; %(young)s.") % rates,
        head=_("Week from"),
        places=[localized.short_day(week) for week in answers.weeks],
        ticks=ticks_of(answers.weeks),
        series=series,
        low=_ground(series),
        high=ALL_PERCENT,
        name="retention",
        days=answers.weeks,
        wording=wording.whole_percent,
    )


def hours(counts: Sequence[HourCount]) -> Columns:
    """Draw the answers by the hour of the day; the table has what was remembered of the cards that were due."""
    by_hour = {each.hour: each for each in counts}
    each_hour = [by_hour.get(hour, HourCount(hour, 0, 0, 0)) for hour in range(24)]
    names = [_hour(hour) for hour in range(24)]
    busiest = max(each_hour, key=lambda each: each.answers)
    return Columns(
        title=_("Answers by hour of the day"),
        caption=_remembered(each_hour, names) or _("In your local time when you answered."),
        sentence=_("Most answers are from %(hour)s on: %(answers)s.")
        % {"hour": names[busiest.hour], "answers": wording.answer_count(busiest.answers)},
        head=_("Hour"),
        places=names,
        ticks=[(hour, names[hour]) for hour in range(0, 24, 6)],
        series=[Series(_("Answers"), "one", [each.answers for each in each_hour])],
        not_drawn=[
            Series(_("Remembered"), "", [_percent(each) for each in each_hour], wording=wording.whole_percent),
            Series(_("First answers of the day to cards that were due"), "", [each.tests for each in each_hour]),
        ],
        name="hours",
    )


def minutes(answers: AnswerFigures) -> Columns:
    """Draw the minutes of each week."""
    numbers = [round(each / 60_000) for each in answers.milliseconds_by_week()]
    seconds = answers.seconds_an_answer
    caption = _("%(minutes)s; %(seconds)s seconds an answer")
    values = {"minutes": wording.minute_count(sum(numbers)), "seconds": wording.decimal(seconds or 0)}
    return Columns(
        title=_("Minutes a week"),
        caption=caption % values if seconds else _("No times are known."),
        sentence=_("%(minutes)s in all") % values,
        head=_("Week from"),
        places=[localized.short_day(week) for week in answers.weeks],
        ticks=ticks_of(answers.weeks),
        series=[Series(_("Minutes"), "one", numbers)],
        name="minutes",
        days=answers.weeks,
    )


def new_cards(answers: AnswerFigures) -> Columns:
    """Draw how many cards were answered for the first time in each week."""
    numbers = answers.new_by_week()
    cards = wording.card_count(sum(numbers))
    return Columns(
        title=_("New cards a week"),
        caption=_("%(cards)s first answered in Ditcards") % {"cards": cards},
        sentence=_("%(cards)s in all") % {"cards": cards},
        head=_("Week from"),
        places=[localized.short_day(week) for week in answers.weeks],
        ticks=ticks_of(answers.weeks),
        series=[Series(_("New cards"), "one", numbers)],
        name="new",
        days=answers.weeks,
    )


def buttons(answers: AnswerFigures) -> list[tuple[str, Shares, str]]:
    """Draw the grades of new, young and mature cards: each with its bar and the share that passed."""
    rows = []
    for age in DayTally.Age:
        grades = answers.by_grade(age)
        named = zip(BUTTONS, (sum(grades[:3]), *grades[3:]), strict=True)
        shares = [Share(str(name), ink, number, hatched) for (name, ink, hatched), number in named]
        if total := sum(grades):
            words = each_number([each.name for each in shares], [each.number for each in shares])
            rows.append((age_name(age), Shares(words, shares), wording.percent(sum(grades[3:]) / total)))
    return rows


def _hour(hour: int) -> str:
    return time_format(time(hour), "TIME_FORMAT")


def _percent(count: HourCount) -> float | None:
    return ALL_PERCENT * count.passed / count.tests if count.tests else None


def _remembered(each_hour: Sequence[HourCount], names: Sequence[str]) -> str:
    """Return in which hours most was remembered and least, of those with enough answers to compare."""
    known = [each for each in each_hour if each.tests >= MIN_TESTS]
    if len(known) < 2:
        return ""
    best, worst = (choose(known, key=lambda each: each.passed / each.tests) for choose in (max, min))
    values = {
        "best": names[best.hour],
        "most": wording.percent(best.passed / best.tests),
        "worst": names[worst.hour],
        "least": wording.percent(worst.passed / worst.tests),
    }
    sentence = _(
        "In your local time when you answered. Best from %(best)s on: %(most)s remembered; "
        "worst from %(worst)s on: %(least)s."
    )
    return sentence % values


def _retained(answers: AnswerFigures, age: int) -> list[float | None]:
    """Return the percentage of each week; None for one without answers."""
    rates = answers.retention_by_week(age)
    return [None if rate.share is None else ALL_PERCENT * rate.share for rate in rates]


def _ground(series: Sequence[Series]) -> int:
    """Return the percentage at which the plot begins: a ten below the lowest number, so that changes are seen."""
    lowest = min((each for line in series for each in line.values if each is not None), default=0)
    return min(10 * (int(lowest) // 10), 90)


def _rate(answers: AnswerFigures, age: int) -> str:
    """Return the true retention of an age in words, with the number of answers."""
    rate = answers.retention(age)
    if rate.share is None:
        return _("%(age)s: no answers") % {"age": age_name(age)}
    values = {"age": age_name(age), "share": wording.percent(rate.share), "answers": wording.answer_count(rate.tests)}
    return _("%(age)s: %(share)s of %(answers)s") % values
