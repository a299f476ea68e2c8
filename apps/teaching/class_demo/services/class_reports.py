"""Lets the class of the demo report cards and suggest others, and its instructor settle some of that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from apps.accounts.models import User
from apps.cards.models import Card, Note
from apps.lessons.models import Lesson
from apps.teaching.models import CardReport
from apps.teaching.reports.forms import SuggestionForm
from apps.teaching.reports.services.send import save_report
from apps.teaching.reports.services.settle import Settlement, accept, answer

EXAMPLE = "For example: what you would tell a friend who missed the lesson."
DAY = timedelta(days=1)


def report_cards(lesson: Lesson, people: Sequence[User], instructor: User, now: datetime) -> None:
    """Save reports about the first flashcards of the lesson: open, answered and accepted ones."""
    cards = list(lesson.deck.flashcards().select_related("note__deck", "note__section")[:4])
    _report(cards[0], people[0], "unclear", "Which of the two do you mean?", at=now - 2 * DAY)
    _report(cards[0], people[-1], "unclear", "The back answers another question, I think.", at=now - DAY)
    _suggest(cards[1], people[0], "Easier to remember with an example.", at=now - DAY)
    answered = _report(cards[2], people[0], "wrong", "The slides say it the other way around.", at=now - 9 * DAY)
    reply = "Both are true: the slides show the step back. The card stays."
    answer(answered, Settlement(instructor, now - 8 * DAY, reply))
    accepted = _suggest(cards[3], people[-1], "An example would help.", at=now - 6 * DAY)
    note = cards[3].note
    note.extra = _with_example(note)
    accept(accepted, note, None, Settlement(instructor, now - 5 * DAY, "Good idea, thank you."))


def _report(card: Card, person: User, kind: str, text: str, *, at: datetime) -> CardReport:
    report = CardReport(user=person, deck=card.note.deck, note=card.note, card=card, kind=kind, text=text)
    save_report(report, at=at)
    return report


def _suggest(card: Card, person: User, why: str, *, at: datetime) -> CardReport:
    """Save what the form of a suggestion sends: the card with an example."""
    note = card.note
    form = SuggestionForm(deck=note.deck, instance=note)
    proposal = {name: str(form[name].value() or "") for name in form.fields if name not in form.OWN}
    report = CardReport(user=person, deck=note.deck, note=note, card=card, kind=CardReport.Kind.WORDING, text=why)
    report.proposal = proposal | {"extra": _with_example(note)}
    save_report(report, at=at)
    return report


def _with_example(note: Note) -> str:
    return note.extra if EXAMPLE in note.extra else f"{note.extra}\n\n{EXAMPLE}".strip()
