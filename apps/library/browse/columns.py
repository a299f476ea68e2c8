"""The columns that the browser can show; the front is always there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from apps.cards.front_line import as_line
from apps.cards.kinds.registry import BY_NAME
from apps.cards.models import Card, Note
from apps.reviews.grading.arithmetic import format_days, format_hundredths
from apps.reviews.models import Schedule
from apps.web import localized
from apps.web.translation import translate_message


@dataclass(frozen=True)
class FoundRow:
    """A card or a note, the person's schedule of the card, if there is one, and the card whose sides are shown."""

    note: Note
    card: Card | None
    schedule: Schedule | None
    today: date
    shown: Card | None

    @property
    def pk(self) -> int:
        """The key of the card, or of the note."""
        return self.card.pk if self.card else self.note.pk

    @cached_property
    def front(self) -> str:
        """The front on one line."""
        return as_line(self.shown.front) if self.shown else str(self.note)

    @property
    def query(self) -> str:
        """The search that finds this row alone; of a note, its cards."""
        return f"cid:{self.pk}" if self.card else f"nid:{self.pk}"

    @property
    def is_off(self) -> bool:
        """Whether the card is suspended."""
        return bool(self.schedule and self.schedule.suspended)


@dataclass(frozen=True)
class Column:
    """A column: what it is called, how it is sorted by, and what a row has in it."""

    name: str  # one of ordering.SORTS
    label: str | Promise
    value: Callable[[FoundRow], str]
    of_schedule: bool = False
    is_number: bool = False
    is_wide: bool = False  # left out on a phone

    @property
    def css(self) -> str:
        """The classes of its cells."""
        return " ".join(filter(None, ["n nowrap" if self.is_number else "", "wide" if self.is_wide else ""]))


def chosen(names: Sequence[str], *, of_notes: bool) -> list[Column]:
    """Return the columns of these names that there are, in our order; without any, the usual ones."""
    usual = USUAL_OF_NOTES if of_notes else USUAL
    offered = offered_for(of_notes=of_notes)
    return [column for column in offered if column.name in names] or [
        column for column in offered if column.name in usual
    ]


def offered_for(*, of_notes: bool) -> list[Column]:
    """Return the columns that cards have, or notes: a note has no schedule."""
    return [column for column in COLUMNS if not (of_notes and column.of_schedule)]


def due_text(schedule: Schedule | None, today: date) -> str:
    """Return when a card is due, or why it is not, in a word or two."""
    if schedule and schedule.suspended:
        return pgettext("card", "suspended")
    if schedule is None or schedule.due_on is None:
        return pgettext("card", "new")
    if schedule.due_on == today:
        return pgettext("when a card is due", "today")
    return short_date(schedule.due_on, today)


def short_date(day: date, today: date) -> str:
    """Return a day without its year, where that is the present one."""
    return localized.short_day(day) if day.year == today.year else date_format(day)


def _due(row: FoundRow) -> str:
    """Return when the card is due; what it is before it is due at all needs no label on a phone."""
    schedule, text = row.schedule, due_text(row.schedule, row.today)
    if schedule and schedule.due_on and not schedule.suspended:
        return text
    return format_html('<span class="state">{}</span>', text)


def _of_schedule(show: Callable[[Schedule], str]) -> Callable[[FoundRow], str]:
    """Return what shows a number of cards that were answered; of others nothing."""
    return lambda row: show(row.schedule) if row.schedule and row.schedule.due_on else ""


def _back(row: FoundRow) -> str:
    return as_line(row.shown.back) if row.shown else ""


def _answered(row: FoundRow) -> str:
    at = row.schedule and row.schedule.reviewed_at
    return short_date(timezone.localtime(at).date(), row.today) if at else ""


def _flag(row: FoundRow) -> str:
    if not row.schedule or not row.schedule.flag:
        return ""
    return format_html('<span class="flag flag-{}">{}</span>', row.schedule.flag, row.schedule.get_flag_display())


USUAL = ("deck", "due", "interval", "easiness", "lapses", "flag")
USUAL_OF_NOTES = ("deck", "kind", "tags", "edited")
COLUMNS = (
    Column("back", gettext_lazy("Back"), _back, is_wide=True),
    Column("deck", pgettext_lazy("noun", "Deck"), lambda row: row.note.deck.title),
    Column("kind", gettext_lazy("Kind"), lambda row: translate_message(BY_NAME[row.note.kind].label), is_wide=True),
    Column("tags", gettext_lazy("Tags"), lambda row: localized.enumeration(row.note.tags.split())),
    Column("due", pgettext_lazy("cards", "Due"), _due, True, True),
    Column(
        "interval", gettext_lazy("Interval"), _of_schedule(lambda it: format_days(it.interval_days)), True, True, True
    ),
    Column(
        "easiness", gettext_lazy("Easiness"), _of_schedule(lambda it: format_hundredths(it.easiness)), True, True, True
    ),
    Column("lapses", gettext_lazy("Lapses"), _of_schedule(lambda it: localized.number(it.lapses)), True, True),
    Column(
        "repetitions",
        gettext_lazy("Successes in a row"),
        _of_schedule(lambda it: localized.number(it.repetitions)),
        True,
        True,
        True,
    ),
    Column("answered", gettext_lazy("Last answer"), _answered, True, True, True),
    Column("flag", pgettext_lazy("noun", "Flag"), _flag, True),
    Column(
        "created",
        gettext_lazy("Added"),
        lambda row: short_date(timezone.localtime(row.note.created_at).date(), row.today),
        is_number=True,
        is_wide=True,
    ),
    Column(
        "edited",
        gettext_lazy("Edited"),
        lambda row: short_date(timezone.localtime(row.note.edited_at).date(), row.today),
        is_number=True,
        is_wide=True,
    ),
)
