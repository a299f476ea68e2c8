"""The charts of the statistics page: numbers become marks and sentences."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import batched, pairwise
from statistics import fmean

from django.utils.formats import time_format
from django.utils.translation import get_language_bidi, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from apps.reviews.day.tallies import HourCount
from apps.reviews.models import DayTally
from apps.stats import wording
from apps.stats.answers import AnswerFigures
from apps.stats.cards import CardFigures, Load
from apps.stats.marks import Columns, Lines, Series, Share, Shares
from apps.stats.what_if import Forecast, Limits
from apps.web import localized

MAX_DAY_COLUMNS = 92  # beyond, a column is a week
TICKS = 4
INTERVALS = (1, 2, 7, 21, 45, 90, 180, 360)  # from so many days on
EASINESS = (130, 131, 150, 170, 190, 210, 230, 250, 270)  # in hundredths
LAPSES = (0, 1, 2, 3, 4, 6, 8)
ALL_PERCENT = 100
BUTTONS = (  # grades 0 to 2 together, then 3, 4 and 5
    (pgettext_lazy("grade", "Again"), "again", False),
    (pgettext_lazy("grade", "Hard"), "hard", True),
    (pgettext_lazy("grade", "Good"), "good", False),
    (pgettext_lazy("grade", "Easy"), "easy", True),
)


def due(loads: Sequence[Load], today: date) -> Columns:
    """Draw the reviews of the next days, or of the next weeks where there are many days."""
    size = 1 if len(loads) <= MAX_DAY_COLUMNS else 7
    groups = list(batched(loads, size))
    days = [today + timedelta(days=size * number) for number in range(len(groups))]
    young = [sum(load.young for load in group) for group in groups]
    mature = [sum(load.mature for load in group) for group in groups]
    total = sum(young) + sum(mature)
    reviews, daily = wording.review_count(total), wording.decimal(total / len(loads))
    values = {"reviews": reviews, "daily": daily}
    return Columns(
        title=ngettext("Due in the next %(days)s day", "Due in the next %(days)s days", len(loads))
        % {"days": localized.number(len(loads))},
        caption=_("%(reviews)s, %(daily)s a day. New cards and answers still to come are not counted.") % values,
        sentence=_("%(reviews)s are due, %(daily)s a day.") % values,
        head=_("Day") if size == 1 else _("Week from"),
        places=[localized.short_day(day) for day in days],
        ticks=_ticks(days),
        series=[
            Series(_age(DayTally.Age.YOUNG), "young", young, hatched=True),
            Series(_age(DayTally.Age.MATURE), "mature", mature),
        ],
        mirrored=get_language_bidi(),
    )


def retention(answers: AnswerFigures) -> Lines:
    """Draw the share of due cards that were remembered, week by week, of mature and young cards."""
    ages = (DayTally.Age.MATURE, DayTally.Age.YOUNG)
    rates = {age: answers.retention_by_week(age) for age in ages}
    shares = [100 * rate.share for each in rates.values() for rate in each if rate.share is not None]
    low = 10 * (int(min(shares, default=0)) // 10)
    series = [
        Series(
            _age(age),
            "one" if age == DayTally.Age.MATURE else "two",
            [None if rate.share is None else 100 * rate.share for rate in rates[age]],
            dashed=age == DayTally.Age.YOUNG,
        )
        for age in ages
    ]
    return Lines(
        title=_("True retention by week"),
        caption=_("First answer of the day to each card that was due. %(mature)s; %(young)s.")
        % {"mature": _rate(answers, DayTally.Age.MATURE), "young": _rate(answers, DayTally.Age.YOUNG)},
        sentence=_("%(mature)s; %(young)s.")
        % {"mature": _rate(answers, DayTally.Age.MATURE), "young": _rate(answers, DayTally.Age.YOUNG)},
        head=_("Week from"),
        places=[localized.short_day(week) for week in answers.weeks],
        ticks=_ticks(answers.weeks),
        series=series,
        low=min(low, 90),
        high=ALL_PERCENT,
        mirrored=get_language_bidi(),
        wording=wording.whole_percent,
    )


def hours(counts: Sequence[HourCount]) -> Columns:
    """Draw the answers by the hour of the day."""
    by_hour = {each.hour: each for each in counts}
    busiest = max(counts, key=lambda each: each.answers, default=HourCount(0, 0, 0, 0))
    names = [_hour(hour) for hour in range(24)]
    caption = _("By the clock of the place where you were. Most answers are from %(hour)s on.")
    return Columns(
        title=_("Answers by hour of the day"),
        caption=caption % {"hour": names[busiest.hour]},
        sentence=_("Most answers are from %(hour)s on: %(answers)s.")
        % {"hour": names[busiest.hour], "answers": wording.answer_count(busiest.answers)},
        head=_("Hour"),
        places=names,
        ticks=[(hour, names[hour]) for hour in range(0, 24, 6)],
        series=[
            Series(_("Answers"), "one", [by_hour[hour].answers if hour in by_hour else 0 for hour in range(24)]),
        ],
        mirrored=get_language_bidi(),
    )


def intervals(figures: CardFigures) -> Columns:
    """Draw how many cards have which interval."""
    numbers = _grouped(figures.intervals, INTERVALS)
    names = _ranges(INTERVALS, localized.number)
    return Columns(
        title=_("Intervals"),
        caption=_("%(cards)s by the days from one review to the next") % {"cards": wording.card_count(sum(numbers))},
        sentence=_each(names, numbers),
        head=_("Days"),
        places=names,
        ticks=[(place, localized.number(number)) for place, number in enumerate(INTERVALS)],
        series=[Series(_("Cards"), "one", numbers)],
        mirrored=get_language_bidi(),
    )


def easiness(figures: CardFigures) -> Columns:
    """Draw how many cards have which easiness."""
    numbers = _grouped(figures.easiness, EASINESS)
    mean = fmean(figures.easiness.elements()) if figures.total else 250
    names = _ranges(EASINESS, wording.easiness)
    return Columns(
        title=_("Easiness"),
        caption=_("%(mean)s on average; 1.30 is the lowest") % {"mean": wording.easiness(mean)},
        sentence=_each(names, numbers),
        head=_("Easiness"),
        places=names,
        ticks=[(place, wording.easiness(number)) for place, number in enumerate(EASINESS) if place % 2 == 1],
        series=[Series(_("Cards"), "one", numbers)],
        mirrored=get_language_bidi(),
    )


def lapses(figures: CardFigures) -> Columns:
    """Draw how many cards were forgotten how often."""
    numbers = _grouped(figures.lapses, LAPSES)
    names = _ranges(LAPSES, localized.number)
    leeches = ngettext("%(number)s keeps lapsing: a leech", "%(number)s keep lapsing: leeches", figures.leeches)
    return Columns(
        title=_("Lapses"),
        caption=leeches % {"number": localized.number(figures.leeches)} if figures.leeches else _("No leeches"),
        sentence=_each(names, numbers),
        head=_("Lapses"),
        places=names,
        ticks=[(place, localized.number(number)) for place, number in enumerate(LAPSES)],
        series=[Series(_("Cards"), "one", numbers)],
        mirrored=get_language_bidi(),
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
        ticks=_ticks(answers.weeks),
        series=[Series(_("Minutes"), "one", numbers)],
        mirrored=get_language_bidi(),
    )


def new_cards(answers: AnswerFigures) -> Columns:
    """Draw how many cards were answered for the first time in each week."""
    numbers = answers.new_by_week()
    cards = wording.card_count(sum(numbers))
    return Columns(
        title=_("New cards a week"),
        caption=_("%(cards)s answered here for the first time") % {"cards": cards},
        sentence=_("%(cards)s in all") % {"cards": cards},
        head=_("Week from"),
        places=[localized.short_day(week) for week in answers.weeks],
        ticks=_ticks(answers.weeks),
        series=[Series(_("New cards"), "one", numbers)],
        mirrored=get_language_bidi(),
    )


def states(figures: CardFigures) -> Shares:
    """Draw the cards by state."""
    shares = [
        Share(_("Mature, 21 days and more"), "mature", figures.mature),
        Share(_age(DayTally.Age.YOUNG), "young", figures.young, hatched=True),
        Share(pgettext("cards", "Suspended"), "off", figures.suspended),
    ]
    return Shares(_each([each.name for each in shares], [each.number for each in shares]), shares, get_language_bidi())


def buttons(answers: AnswerFigures) -> list[tuple[str, Shares, str]]:
    """Draw the grades of new, young and mature cards: each with its bar and the share that passed."""
    rows = []
    for age in DayTally.Age:
        grades = answers.by_grade(age)
        named = zip(BUTTONS, (sum(grades[:3]), *grades[3:]), strict=True)
        shares = [Share(str(name), ink, number, hatched) for (name, ink, hatched), number in named]
        if total := sum(grades):
            words = _each([each.name for each in shares], [each.number for each in shares])
            rows.append(
                (_age(age), Shares(words, shares, get_language_bidi()), wording.percent(sum(grades[3:]) / total))
            )
    return rows


def what_if(now: Forecast, then: Forecast, limits: Limits, today: date) -> Lines:
    """Draw the reviews a day of the coming weeks, with the limits of now and with others."""
    weeks = [today + timedelta(weeks=number) for number in range(len(now.reviews))]
    values = {
        "new": localized.number(limits.new),
        "reviews": wording.decimal(max(then.reviews)),
        "minutes": wording.decimal(max(then.minutes)),
        "before": wording.decimal(max(now.reviews)),
    }
    sentence = _(
        "With %(new)s new cards a day: up to %(reviews)s reviews and %(minutes)s minutes a day. "
        "As now: up to %(before)s reviews."
    )
    return Lines(
        title=_("Reviews a day in the next %(weeks)s weeks") % {"weeks": localized.number(len(weeks))},
        caption=sentence % values,
        sentence=sentence % values,
        head=_("Week from"),
        places=[localized.short_day(week) for week in weeks],
        ticks=_ticks(weeks),
        series=[
            Series(_("What if"), "one", then.reviews),
            Series(_("As now"), "two", now.reviews, dashed=True),
        ],
        mirrored=get_language_bidi(),
        wording=wording.decimal,
    )


def _ticks(days: Sequence[date]) -> list[tuple[int, str]]:
    """Return a few positions with their day."""
    step = -(-len(days) // TICKS)
    return [(place, localized.short_day(days[place])) for place in range(step // 2, len(days), step)]


def _age(age: int) -> str:
    return str(DayTally.Age(age).label)


def _hour(hour: int) -> str:
    return time_format(time(hour), "TIME_FORMAT")


def _rate(answers: AnswerFigures, age: int) -> str:
    """Return the true retention of an age in words, with the number of answers."""
    rate = answers.retention(age)
    if rate.share is None:
        return _("%(age)s: no answers") % {"age": _age(age)}
    values = {"age": _age(age), "share": wording.percent(rate.share), "answers": wording.answer_count(rate.tests)}
    return _("%(age)s: %(share)s of %(answers)s") % values


def _grouped(counts: Mapping[int, int], starts: Sequence[int]) -> list[int]:
    """Return how many have a value from each start to the next."""
    groups: Counter[int] = Counter()
    for value, number in counts.items():
        groups[bisect_right(starts, value) - 1] += number
    return [groups[place] for place in range(len(starts))]


def _ranges(starts: Sequence[int], word: Callable[[int], str]) -> list[str]:
    """Return the ranges that begin at the starts: 1, 2 to 6, 7 and more."""
    ranges = [wording.span(first, following - 1, word) for first, following in pairwise(starts)]
    return [*ranges, wording.and_more(word(starts[-1]))]


def _each(names: Sequence[str], numbers: Sequence[int]) -> str:
    """Return names with their numbers as a sentence."""
    words = zip(names, map(localized.number, numbers), strict=True)
    return localized.enumeration(_("%(name)s: %(number)s") % {"name": name, "number": each} for name, each in words)
