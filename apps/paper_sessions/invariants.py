"""What must always be true of paper sessions, beyond what the database's own constraints hold.

Each check yields a sentence for every row that breaks it. They only read, and their joins carry the user.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet

from apps.paper_sessions.models import PaperCard, PaperSession
from apps.reviews.models import ReviewLog, Schedule
from apps.web import codes
from apps.web.keyset import in_pieces


def codes_can_be_typed() -> Iterator[str]:
    """Each code has the check character that a typed one needs."""
    for pk, code in in_pieces(PaperSession.objects.values_list("pk", "code")):
        if not codes.is_valid(code):
            yield f"Paper session {pk} has the code {code}, which nobody can enter."


def cards_are_of_their_session() -> Iterator[str]:
    """A card and its session are the same learner's."""
    own = PaperSession.objects.filter(user=OuterRef("user"), pk=OuterRef("session"))
    return _each(PaperCard.objects.filter(~Exists(own)), "Paper card {} is in another learner's session.")


def cards_are_those_of_their_schedules() -> Iterator[str]:
    """The schedule of a card is that learner's, of that card, and no older than when it was printed."""
    own = Schedule.objects.filter(
        user=OuterRef("user"), pk=OuterRef("schedule"), card=OuterRef("card"), version__gte=OuterRef("version")
    )
    printed = PaperCard.objects.filter(schedule__isnull=False, card__isnull=False)
    return _each(printed.filter(~Exists(own)), "Paper card {} does not fit its schedule.")


def grades_are_answers_to_their_cards() -> Iterator[str]:
    """What was entered is an answer to that card, by that learner, given after it was printed."""
    own = ReviewLog.objects.filter(
        user=OuterRef("user"), pk=OuterRef("answer"), schedule=OuterRef("schedule"), version__gt=OuterRef("version")
    )
    entered = PaperCard.objects.filter(answer__isnull=False, schedule__isnull=False)
    return _each(entered.filter(~Exists(own)), "Paper card {} has an answer that was not entered for it.")


def sessions_with_grades_were_entered() -> Iterator[str]:
    """A session with a grade tells when it was entered."""
    graded = PaperCard.objects.filter(user=OuterRef("user"), session=OuterRef("pk"), answer__isnull=False)
    sessions = PaperSession.objects.filter(Exists(graded), entered_at=None)
    return _each(sessions, "Paper session {} has grades, but not when they were entered.")


CHECKS = (
    codes_can_be_typed,
    cards_are_of_their_session,
    cards_are_those_of_their_schedules,
    grades_are_answers_to_their_cards,
    sessions_with_grades_were_entered,
)


def _each(rows: QuerySet[PaperCard] | QuerySet[PaperSession], sentence: str) -> Iterator[str]:
    return (sentence.format(pk) for pk in in_pieces(rows.values_list("pk", flat=True)))
