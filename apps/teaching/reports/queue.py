"""The reports of a course as its instructors see them: the same ones together, the newest first."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Prefetch, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cards.comparing.text_diff import Step, difference
from apps.cards.models import Card, Deck, Note
from apps.courses.models import Course
from apps.library.editor.card_forms import CardForm
from apps.teaching.models import CardReport, CardReportQuerySet
from apps.web.merged_form import fingerprint, plain_value

PAGE_SIZE = 50
MAX_SHOWN = 5  # of the reports of one group

OPEN, SETTLED = "open", "settled"
CHANGED_SINCE = _("A learner changed this report in the meantime. This is how it is now.")
SETTLED_SINCE = _("Somebody else settled this report in the meantime.")


@dataclass(frozen=True)
class FieldDiff:
    """One text of a card as it is and as it is proposed."""

    label: str
    steps: list[Step]


@dataclass(frozen=True)
class ReportGroup:
    """Reports that are settled together: the first ones, and how many there are."""

    reports: list[CardReport]
    number: int

    @property
    def first(self) -> CardReport:
        """The report that the others are the same as."""
        return self.reports[0]

    @property
    def others(self) -> int:
        """How many more people reported it."""
        return self.number - 1

    @property
    def deck(self) -> Deck:
        """The deck that the card is in, or shall be in."""
        return self.first.note.deck if self.first.note else self.first.deck

    @cached_property
    def card(self) -> Card | None:
        """The card that was shown, or else the first one of its note."""
        note = self.first.note
        return self.first.card or (next(iter(note.cards.all()), None) if note else None)

    @property
    def proposing(self) -> CardReport | None:
        """The first report that proposes a wording."""
        return next((report for report in self.reports if report.proposal), None)

    @cached_property
    def diff(self) -> list[FieldDiff]:
        """What the proposal changes."""
        return diff_of(self.proposing) if self.proposing else []

    @property
    def fingerprint(self) -> str:
        """What tells whether the reports are still those that a page showed: learners change theirs, others settle."""
        shown = ([each.pk, each.kind, each.text, each.proposal, each.credit, each.state] for each in self.reports)
        return fingerprint([self.number, *shown])

    def change_since(self, seen: str | None) -> str:
        """What to say to a page that sends the fingerprint of what it showed; empty where that is so still."""
        if seen in (None, self.fingerprint):
            return ""
        return str(SETTLED_SINCE if self.first.is_settled else CHANGED_SINCE)

    @property
    def texts(self) -> list[CardReport]:
        """Those of the shown reports that say something."""
        return [report for report in self.reports if report.text]


def diff_of(report: CardReport) -> list[FieldDiff]:
    """Return the texts that a proposal changes, or those of the new card that it proposes."""
    note, changed = report.note or Note(), []
    for name in (*Note.CARD_FIELDS[1:], "tags"):
        old, new = (str(plain_value(name, text)) for text in (getattr(note, name), report.proposed.get(name, "")))
        if name in report.proposed and old != new:
            changed.append(FieldDiff(str(CardForm.base_fields[name].label), difference(old, new)))
    return changed


def reports_page(course: Course, part: str, number: str | None) -> tuple[Page, list[ReportGroup]]:
    """Return a page of the groups of the course's open or settled reports, and these."""
    rows = _part(course, part)
    order = "-last" if part == OPEN else "-settled"
    groups = rows.values("group").annotate(number=Count("pk"), last=Max("pk"), settled=Max("handled_at"))
    page = Paginator(groups.order_by(order, "-last"), PAGE_SIZE).get_page(number)
    return page, _groups(rows, {row["group"]: row["number"] for row in page})


def group_of(report: CardReport) -> ReportGroup:
    """Return a report with those that are settled together with it, the first ones."""
    rows = CardReport.objects.filter(group=report.group).exclude(state=CardReport.State.DRAFT)
    return _groups(rows, {report.group: rows.count()})[0]


def open_numbers(person: User) -> dict[str, int]:
    """Return how many reports are open in each course that the person helps to run, by its slug."""
    rows = CardReport.objects.open().filter(deck__course__in=Course.objects.staffed_by(person), deck__deleted_at=None)
    return dict(rows.values_list("deck__course__slug").annotate(Count("group", distinct=True)))


def open_number(course: Course) -> Subquery:
    """Return how many reports of the course are open, the same ones counted once, as a part of another statement."""
    rows = CardReport.objects.of_course(course).open().order_by()
    return Subquery(rows.values("deck__course").annotate(number=Count("group", distinct=True)).values("number"))


def mergeable(report: CardReport) -> CardReportQuerySet:
    """Return the other open reports about the same card, one of each group."""
    ranked = joinable(report).open().annotate(rank=Window(RowNumber(), partition_by=F("group"), order_by=F("pk").asc()))
    return ranked.filter(rank=1)


def joinable(report: CardReport) -> CardReportQuerySet:
    """Return the other reports about the same card that are open or were accepted: it can be settled as they are."""
    others = CardReport.objects.filter(note=report.note_id, note__isnull=False).exclude(group=report.group)
    return others.filter(state__in=(CardReport.State.OPEN, CardReport.State.ACCEPTED))


def _part(course: Course, part: str) -> CardReportQuerySet:
    rows = CardReport.objects.of_course(course)
    return rows.open() if part == OPEN else rows.settled()


def _groups(rows: CardReportQuerySet, numbers: dict[UUID, int]) -> list[ReportGroup]:
    """Return the groups in the order of the numbers of their reports."""
    rank = Window(RowNumber(), partition_by=F("group"), order_by=F("pk").asc())
    first = rows.filter(group__in=numbers).annotate(rank=rank).filter(rank__lte=MAX_SHOWN)
    cards = Prefetch("note__cards", Card.objects.order_by("archived", "ordinal"))
    by_group: defaultdict[UUID, list[CardReport]] = defaultdict(list)
    first = first.select_related("note__deck", "note__section", "deck", "card").prefetch_related(cards)
    for report in first.order_by("pk"):
        by_group[report.group].append(report)
    return [ReportGroup(by_group[group], number) for group, number in numbers.items() if by_group[group]]
