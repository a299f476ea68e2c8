"""Study days and counts of cards in words, and which questions are set as text."""

import re
from collections.abc import Iterator
from datetime import date

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from apps.reviews.day.day_summary import DayAnswers, Tomorrow
from apps.reviews.day.queue import PARTS, Counts
from apps.reviews.forms import MORE_NEW
from apps.web import localized

LONG_CHARACTERS = 180
WEEK_DAYS = 7  # a day that is nearer is named by its weekday alone
BLOCK = re.compile(r"<(p|li|pre|table|blockquote|h[1-6])\b")
MAX_BLOCKS = 2

register = template.Library()


@register.filter
def is_long(front: str) -> bool:
    """Whether a question is set as text, from the left and smaller; a short one is set as a heading."""
    return len(strip_tags(front)) > LONG_CHARACTERS or len(BLOCK.findall(front)) > MAX_BLOCKS


@register.simple_tag
def review_title(left: int) -> str:
    """Return the title of the review's page, with what is left: 12 left · Review."""
    if not left:
        return pgettext("noun", "Review")
    return ngettext("%(number)s left · Review", "%(number)s left · Review", left) % {"number": intcomma(left)}


@register.simple_tag(takes_context=True)
def on_day(context: template.Context, day: date) -> str:
    """Return a study day relative to the learner's: today, tomorrow, on Monday, on Monday, May 3, 2027."""
    days = (day - context["request"].user.study_day(timezone.now())).days
    if days == 0:
        return pgettext("when a card is due", "today")
    if days == 1:
        return pgettext("when a card is due", "tomorrow")
    is_near = 0 < days < WEEK_DAYS
    return gettext("on %(day)s") % {"day": date_format(day, "l") if is_near else localized.weekday_date(day)}


@register.simple_tag
def left_today(counts: Counts, minutes: int) -> SafeString:
    """Return what is left today as a sentence: 23 cards are due and 10 are new: about 9 minutes."""
    bold = {part: format_html("<b>{}</b>", intcomma(getattr(counts, part))) for part in PARTS}
    clauses = [clause % {"number": bold[part]} for part, clause in _clauses(counts)]
    values = {
        "cards": localized.conjunction(clauses),
        "minutes": format_html("<b>{}</b>", intcomma(minutes)),
    }
    sentence = ngettext("%(cards)s: about %(minutes)s minute.", "%(cards)s: about %(minutes)s minutes.", minutes)
    return mark_safe(sentence % values)  # noqa: S308 - our own sentence around numbers


@register.simple_tag
def answered_today(answers: DayAnswers) -> str:
    """Return how much was answered and remembered: 33 answers in 9 minutes. You remembered 21 of the 23 due cards."""
    number = ngettext("%(number)s answer", "%(number)s answers", answers.number)
    values = {"answers": number % {"number": intcomma(answers.number)}, "minutes": intcomma(answers.minutes)}
    given = ngettext("%(answers)s in %(minutes)s minute.", "%(answers)s in %(minutes)s minutes.", answers.minutes)
    if not answers.due:
        return given % values
    remembered = ngettext(
        "You remembered %(remembered)s of the %(due)s card that was due.",
        "You remembered %(remembered)s of the %(due)s cards that were due.",
        answers.due,
    )
    values |= {"remembered": intcomma(answers.remembered), "due": intcomma(answers.due)}
    return f"{given} {remembered}" % values


@register.simple_tag
def grades_in_words(answers: DayAnswers) -> str:
    """Return how often each button was pressed: Again 3, Good 21."""
    return localized.enumeration(f"{share.label} {intcomma(share.number)}" for share in answers.shares)


@register.simple_tag
def cards_tomorrow(tomorrow: Tomorrow) -> str:
    """Return what tomorrow has: Tomorrow: 17 due and 10 new, about 8 minutes."""
    cards = [count_due(tomorrow.due)] * bool(tomorrow.due) + [count_new(tomorrow.new)] * bool(tomorrow.new)
    values = {"cards": localized.conjunction(cards), "minutes": intcomma(tomorrow.minutes)}
    sentence = ngettext(
        "Tomorrow: %(cards)s, about %(minutes)s minute.",
        "Tomorrow: %(cards)s, about %(minutes)s minutes.",
        tomorrow.minutes,
    )
    return sentence % values


def _clauses(counts: Counts) -> Iterator[tuple[str, str]]:
    """Yield the clause of each part that has cards; only the first says that they are cards."""
    first = {
        "due": ngettext("%(number)s card is due", "%(number)s cards are due", counts.due),
        "new": ngettext("%(number)s card is new", "%(number)s cards are new", counts.new),
        "drill": ngettext(
            "%(number)s card is in the final drill", "%(number)s cards are in the final drill", counts.drill
        ),
    }
    further = {
        "new": ngettext("%(number)s is new", "%(number)s are new", counts.new),
        "drill": ngettext("%(number)s is in the final drill", "%(number)s are in the final drill", counts.drill),
    }
    parts = [part for part in PARTS if getattr(counts, part)]
    yield parts[0], first[parts[0]]
    for part in parts[1:]:
        yield part, further[part]


@register.simple_tag
def more_new_numbers() -> tuple[int, ...]:
    """Return how many more new cards a press may add."""
    return MORE_NEW


@register.simple_tag
def count_due(number: int) -> str:
    """Return the number of cards that are due: 12 due."""
    return ngettext("%(number)s due", "%(number)s due", number) % {"number": intcomma(number)}


@register.simple_tag
def count_new(number: int) -> str:
    """Return the number of new cards: 12 new."""
    return ngettext("%(number)s new", "%(number)s new", number) % {"number": intcomma(number)}


@register.simple_tag
def in_drill(number: int) -> SafeString:
    """Return the number of cards in the final drill, with a title that explains what that is."""
    title = gettext("Final drill: today’s hard cards again. Your schedule doesn’t change.")
    return format_html('<abbr title="{}">{}</abbr>', title, count_in_drill(number))


def count_in_drill(number: int) -> str:
    """Return the number of cards in the final drill: 12 in drill."""
    return ngettext("%(number)s in drill", "%(number)s in drill", number) % {"number": intcomma(number)}
