"""The charts of cards: their intervals, easiness, lapses and states."""

from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.reviews.models import DayTally
from apps.stats import wording
from apps.stats.cards import CardFigures
from apps.stats.charts.axis import age_name, each_number, grouped, ranges
from apps.stats.marks import Columns, Series, Share, Shares
from apps.web import localized

INTERVALS = (1, 2, 7, 21, 45, 90, 180, 360)  # from so many days on
EASINESS = (130, 131, 150, 170, 190, 210, 230, 250, 270)  # in hundredths
LAPSES = (0, 1, 2, 3, 4, 6, 8)


def intervals(figures: CardFigures) -> Columns:
    """Draw how many cards have which interval."""
    numbers = grouped(figures.intervals, INTERVALS)
    names = ranges(INTERVALS, localized.number)
    return Columns(
        title=_("Intervals"),
        caption=_("%(cards)s by the days from one review to the next") % {"cards": wording.card_count(sum(numbers))},
        sentence=each_number(names, numbers),
        head=_("Days"),
        places=names,
        ticks=[(place, localized.number(number)) for place, number in enumerate(INTERVALS)],
        series=[Series(_("Cards"), "one", numbers)],
        name="intervals",
    )


def easiness(figures: CardFigures) -> Columns:
    """Draw how many cards have which easiness."""
    numbers = grouped(figures.easiness, EASINESS)
    mean = fmean(figures.easiness.elements()) if figures.total else 250
    names = ranges(EASINESS, wording.easiness)
    return Columns(
        title=_("Easiness"),
        caption=_("%(mean)s on average; 1.30 is the lowest") % {"mean": wording.easiness(mean)},
        sentence=each_number(names, numbers),
        head=_("Easiness"),
        places=names,
        ticks=[(place, wording.easiness(number)) for place, number in enumerate(EASINESS) if place % 2 == 1],
        series=[Series(_("Cards"), "one", numbers)],
        name="easiness",
    )


def lapses(figures: CardFigures) -> Columns:
    """Draw how many cards were forgotten how often."""
    numbers = grouped(figures.lapses, LAPSES)
    names = ranges(LAPSES, localized.number)
    leeches = ngettext("%(number)s keeps lapsing: a leech", "%(number)s keep lapsing: leeches", figures.leeches)
    return Columns(
        title=_("Lapses"),
        caption=leeches % {"number": localized.number(figures.leeches)} if figures.leeches else _("No leeches"),
        sentence=each_number(names, numbers),
        head=_("Lapses"),
        places=names,
        ticks=[(place, localized.number(number)) for place, number in enumerate(LAPSES)],
        series=[Series(_("Cards"), "one", numbers)],
        name="lapses",
    )


def states(figures: CardFigures) -> Shares:
    """Draw the cards by state."""
    shares = [
        Share(_("Mature, 21 days and more"), "mature", figures.mature),
        Share(age_name(DayTally.Age.YOUNG), "young", figures.young, hatched=True),
        Share(pgettext("cards", "Suspended"), "off", figures.suspended),
    ]
    return Shares(each_number([each.name for each in shares], [each.number for each in shares]), shares)
