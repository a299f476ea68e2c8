"""Saves what learners report and suggest, while nobody has settled it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Note
from apps.cards.services.deck_lock import lock_deck
from apps.teaching.models import CardReport, CardReportQuerySet

MAX_UNSETTLED = 100  # of one person in one course

WRITTEN = ("kind", "text", "proposal", "credit", "state", "group", "reported_at")


class TooManyReports(Exception):
    """The person has as many unsettled reports in the course as allowed."""


def unsettled_report(person: User, note: Note) -> CardReport | None:
    """Return what the person wrote about the note and may still change."""
    return CardReport.objects.unsettled().filter(user=person, note=note).first()


@transaction.atomic
def save_report(report: CardReport, *, at: datetime) -> None:
    """Save a report or a suggestion. One that is sent joins the open ones of its kind about the same note.

    Raises TooManyReports.
    """
    lock_deck(report.deck_id)
    report.reported_at = at
    if report.state == CardReport.State.OPEN:
        report.group = _group_of(report)
    if not report.pk:
        report.pk = _same(report).values_list("pk", flat=True).first()  # sent from two pages, or twice
    if report.pk:
        CardReport.objects.unsettled().filter(pk=report.pk).update(**{name: getattr(report, name) for name in WRITTEN})
        return
    if _unsettled_in_course(report).count() >= MAX_UNSETTLED:
        raise TooManyReports
    report.save(force_insert=True)


def withdraw(report: CardReport) -> bool:
    """Delete a report that nobody has settled; return whether it was there."""
    deleted, _rows = CardReport.objects.unsettled().filter(user=report.user_id, pk=report.pk).delete()
    return bool(deleted)


def _same(report: CardReport) -> CardReportQuerySet:
    """Return what the person wrote about the same card, or the same new card that they proposed."""
    mine = CardReport.objects.unsettled().filter(user=report.user_id, note=report.note_id)
    return mine if report.note_id else mine.filter(deck=report.deck_id, proposal=report.proposal)


def _group_of(report: CardReport) -> UUID:
    """Return the group that the report joins: of open ones that are the same, or one of its own.

    What proposes a wording is settled by itself: accepting it changes the card.
    """
    if report.proposal or report.note_id is None:
        return uuid4()
    same = CardReport.objects.open().filter(note=report.note_id, kind=report.kind, proposal__isnull=True)
    found = same.exclude(pk=report.pk).order_by("pk").values_list("group", flat=True).first()
    return found or uuid4()


def _unsettled_in_course(report: CardReport) -> CardReportQuerySet:
    return CardReport.objects.unsettled().filter(user=report.user_id, deck__course=report.deck.course_id)
