"""What an instructor does about reports: accept, answer, close, merge them, and undo that."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.cards.services.deck_lock import lock_deck
from apps.formats.limits import MAX_ATTRIBUTION_LENGTH
from apps.library.services.write_cards import add_card, change_card, take_back
from apps.teaching.models import CardReport, CardReportQuerySet

RESTORED = (*Note.CONTENT_FIELDS, "section_id", "position")
REOPENED: dict[str, Any] = {
    "state": CardReport.State.OPEN,
    "reply": "",
    "handled_by": None,
    "handled_at": None,
    "undo": None,
    "is_news": False,
}
OUTCOME = ("state", "reply", "handled_by", "handled_at")
MAX_REASON_LENGTH = 100


class AlreadySettled(Exception):
    """Somebody else has settled it in the meantime."""


@dataclass(frozen=True)
class Settlement:
    """Who settles reports, when, and what the reporters read."""

    person: User
    at: datetime
    reply: str = ""


def lock(report: CardReport) -> None:
    """Wait until nobody else settles the report or saves a card of its deck, and let others wait."""
    lock_deck((report.note or report).deck_id)


@transaction.atomic
def answer(report: CardReport, settlement: Settlement) -> None:
    """Answer those who reported it; the card stays as it is. Raises AlreadySettled."""
    lock(report)
    _settle(report, CardReport.State.ANSWERED, settlement)


@transaction.atomic
def close(report: CardReport, settlement: Settlement) -> None:
    """Leave the card as it is. Raises AlreadySettled."""
    lock(report)
    _settle(report, CardReport.State.CLOSED, settlement)


@transaction.atomic
def accept(report: CardReport, note: Note, labels: list[str] | None, settlement: Settlement) -> None:
    """Save the note that was edited or made because of a report. Raises AlreadySettled, or AlreadyAdded.

    Lock the report before the note is read: what others saved since would be lost.
    """
    if not _group(report).open().exists():
        raise AlreadySettled
    note._change_reason = _reason(report)  # type: ignore[attr-defined]  # django-simple-history reads it
    before = _content(Note.objects.get(pk=note.pk)) if note.pk else None
    save_card(settlement.person, report, note, labels)
    undo: dict[str, Any] = {"note": note.pk}
    if before:
        undo |= {"before": before, "after": _content(note)}
    if report.credit:
        undo |= _credit(note.deck, report.credit)
    _settle(report, CardReport.State.ACCEPTED, settlement)
    CardReport.objects.filter(pk=report.pk).update(undo=undo)


def save_card(person: User, report: CardReport, note: Note, labels: list[str] | None) -> None:
    """Save an edited note, or add a new one; for a report that is settled already, too. Raises AlreadyAdded."""
    if note.pk:
        change_card(note, labels)
    else:
        add_card(person, note, labels, draft=f"report {report.pk}")


def is_saved(report: CardReport, note: Note, labels: list[str] | None) -> bool:
    """Whether the report's card has these texts and choices already: they were sent twice, or by two people."""
    key = report.note_id or (report.undo or {}).get("note", 0)
    stored = Note.objects.filter(pk=key).select_related("section").first()
    if stored is None or labels not in (None, stored.section.labels):
        return False
    return all(getattr(stored, name) == getattr(note, name) for name in Note.CONTENT_FIELDS)


@transaction.atomic
def reopen(report: CardReport) -> bool:
    """Undo a settlement; return whether the card is as it was before it. Raises AlreadySettled.

    A card that somebody changed since keeps what they wrote. Who has reported the card again since has one open report;
    of several by one person that were settled together, the newest.
    """
    lock(report)
    settled = _group(report).settled()
    undo = settled.filter(undo__isnull=False).values_list("undo", flat=True).first()
    unsettled, newer = ~Q(state__in=CardReport.SETTLED), Q(group=report.group, pk__gt=OuterRef("pk"))
    instead = CardReport.objects.filter(unsettled | newer, user=OuterRef("user"), note=OuterRef("note"))
    if not settled.exclude(Exists(instead)).update(**REOPENED):
        raise AlreadySettled
    settled.update(undo=None)  # of those that stay settled: it is undone once
    return _restore(report, undo) if undo else True


@transaction.atomic
def merge(report: CardReport, into: CardReport) -> None:
    """Let an open report be settled together with another one, or as that one was accepted. Raises AlreadySettled."""
    lock(report)
    mergeable = _group(into).filter(state__in=(CardReport.State.OPEN, CardReport.State.ACCEPTED))
    outcome = mergeable.values("group", *OUTCOME).first()
    is_news = bool(outcome and outcome["handled_at"])
    if not outcome or not _group(report).open().update(**outcome, is_news=is_news):
        raise AlreadySettled


@transaction.atomic
def separate(report: CardReport, group: UUID) -> None:
    """Let one open report be settled by itself again."""
    CardReport.objects.open().filter(pk=report.pk).update(group=group)


def _group(report: CardReport) -> CardReportQuerySet:
    return CardReport.objects.filter(group=report.group).exclude(state=CardReport.State.DRAFT)


def _settle(report: CardReport, state: CardReport.State, settlement: Settlement) -> None:
    fields = {"reply": settlement.reply, "handled_by": settlement.person, "handled_at": settlement.at, "is_news": True}
    if not _group(report).open().update(state=state, **fields):
        raise AlreadySettled


def _content(note: Note) -> dict[str, object]:
    return {name: getattr(note, name) for name in RESTORED}


def _reason(report: CardReport) -> str:
    """Return why the note has a new version, for its history."""
    if report.credit:
        return (_("Suggested by %(name)s") % {"name": report.credit})[:MAX_REASON_LENGTH]
    return _("Suggested by a learner") if report.proposal else _("Reported by a learner")


def _credit(deck: Deck, name: str) -> dict[str, str]:
    """Add a name to the deck's attribution, if it has room; return what undoes that."""
    before = Deck.objects.values_list("attribution", flat=True).get(pk=deck.pk)
    credit = _("with suggestions by %(name)s") % {"name": name}
    after = "; ".join(filter(None, [before, credit]))
    named = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", before)  # “An” is not named by “Anna”
    if named or len(after) > MAX_ATTRIBUTION_LENGTH:
        return {}
    Deck.objects.filter(pk=deck.pk).update(attribution=after)
    return {"attribution": before, "credited": after}


def _restore(report: CardReport, undo: dict[str, Any]) -> bool:
    if "credited" in undo:
        Deck.objects.filter(pk=report.deck_id, attribution=undo["credited"]).update(attribution=undo["attribution"])
    note = Note.objects.filter(pk=undo["note"]).select_related("deck", "section").first()
    if note is None:
        return False
    if "before" not in undo:
        take_back(note)
        return True
    if _content(note) != undo["after"] or not note.deck.sections.filter(pk=undo["before"]["section_id"]).exists():
        return False
    for name, value in undo["before"].items():
        setattr(note, name, value)
    change_card(note)
    return True
