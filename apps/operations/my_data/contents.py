"""What is whose: for each table with rows of people, the file in which they are, or why they are in none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.courses.models import Enrolment, JoinRequest
from apps.library.models import SavedSearch
from apps.paper_sessions.models import PaperCard, PaperPreference, PaperSession
from apps.reminders.models import Reminders
from apps.reviews.models import PersonalNote, ReviewLog
from apps.teaching.models import CardReport, GoalExtension

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MARK = "of_"  # before a name
CARD = {"deck": "card__note__deck__slug", "note": "card__note__guid", "card": "card__ordinal"}  # as decks name it
COURSE = {"course": "course__slug"}
MEMBER = {**COURSE, "group": "group__name"}
GOAL = {
    "course": "goal__course__slug",
    "lesson": "goal__lesson__slug",
    **{name: f"goal__{name}" for name in ("kind", "days", "percent", "starts_on")},
}


@dataclass(frozen=True)
class SamePersons:
    """A column of the row to which `key` leads, in another table with rows of people."""

    model: type[Model]
    key: str
    column: str

    def of(self, user: User) -> Subquery:
        """Return what reads it. The user is named again: a database plans each part of a statement by itself."""
        rows = self.model._default_manager.filter(user=user, pk=OuterRef(self.key))
        return Subquery(rows.values(self.column)[:1])


@dataclass(frozen=True)
class RowsFile:
    """A file of lines of JSON with a person's rows of a table; `names` tell what a row belongs to."""

    file: str
    model: type[Model]
    about: "str | _StrPromise"
    names: Mapping[str, str | SamePersons] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def rows(self, user: User) -> QuerySet[Any, dict[str, Any]]:
        """Return all rows of the person, also of courses that they left: every column but keys, and the names.

        Each name has a mark before it here, because the row may have a column by it.
        """
        fields = (each for each in self.model._meta.concrete_fields if not (each.primary_key or each.is_relation))
        own = [each.name for each in fields if each.name not in self.hidden]
        named = {name: F(at) if isinstance(at, str) else at.of(user) for name, at in self.names.items()}
        names = {f"{MARK}{name}": value for name, value in named.items()}
        rows = self.model._base_manager.filter(user=user).order_by("pk").annotate(**names)
        return cast(QuerySet[Any, dict[str, Any]], rows.values(*own, *names))


GRADE = SamePersons(ReviewLog, "answer", "grade")
TABLES = (
    RowsFile("addresses.jsonl", EmailAddress, _("Your e-mail addresses.")),
    RowsFile("memberships.jsonl", Enrolment, _("The courses that you are or were in."), MEMBER),
    RowsFile("requests-to-join.jsonl", JoinRequest, _("The courses that you asked to join."), MEMBER),
    RowsFile("saved-searches.jsonl", SavedSearch, _("The searches that you named.")),
    RowsFile("personal-notes.jsonl", PersonalNote, _("What you wrote to cards for yourself."), CARD),
    RowsFile(
        "paper-sessions.jsonl",
        PaperSession,
        _("The sessions that you printed, by their codes."),
        {"deck": "deck__slug", **COURSE},
    ),
    RowsFile(
        "paper-cards.jsonl",
        PaperCard,
        _("The cards of these sessions, by the numbers on the paper."),
        {"code": SamePersons(PaperSession, "session", "code"), "grade": GRADE, **CARD},
    ),
    RowsFile("courses-on-paper.jsonl", PaperPreference, _("The courses that you review on paper."), COURSE),
    RowsFile("later-goals.jsonl", GoalExtension, _("Goals for which you have more time."), GOAL),
    RowsFile(
        "reports.jsonl",
        CardReport,
        _("What you reported about cards, and the answers."),
        {"deck": "deck__slug", "note": "note__guid", "card": "card__ordinal"},
        frozenset({"undo"}),  # what its instructor needs to take a decision back
    ),
    RowsFile("reminders.jsonl", Reminders, _("How you want to be reminded.")),
    RowsFile("provider-accounts.jsonl", SocialAccount, _("The accounts elsewhere by which you log in.")),
    RowsFile(
        "logins.jsonl", UserSession, _("The browsers in which you are logged in."), hidden=frozenset({"session_key"})
    ),
)
IN_HISTORY = {
    *("reviews.Subscription", "reviews.Pick", "reviews.Schedule", "reviews.ReviewLog"),
    *("lessons.Mark", "lessons.Attempt", "lessons.Writing"),
}
IN_DECKS = {"cards.Deck.owner"}
LEFT_OUT = {
    "admin.LogEntry": "what its staff changed on the site",
    "mfa.Authenticator": "secrets, of which one proves who somebody is",
    "jobs.Job.owner": "what it made is downloaded within a day; the rest says only that it ran",
    "courses.Invitation.invited_by": "the address of somebody else, whom their course invited",
    "cards.HistoricalSection.history_user": "versions are those of the deck",
    "cards.HistoricalNote.history_user": "versions are those of the deck",
    "lessons.HistoricalLesson.history_user": "versions are those of the course",
    "exchange.UndoableImport.importer": "it undoes an import within a day",
    "teaching.CardReport.handled_by": "the report is that of whoever reported",
    "library.BulkAct": "it undoes an act on many cards within a day",
    "library.BulkActBatch": "it undoes an act on many cards within a day",
    "reviews.DayTally": "counted from the answers in the history",
    "reviews.HourTally": "counted from the answers in the history",
    "reviews.ChangedDay": "says only which days are counted again",
    "teaching.GoalProgress": "counted from the answers in the history",
}
