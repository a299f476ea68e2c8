"""Paper sessions: which cards a learner printed, their state at that time, and what was entered afterwards."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.courses.models import Course
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.web import codes

OWN_RELATIONS = ("own_schedule__deck", "own_answer")


class PaperSession(models.Model):
    """Cards of one study day on paper."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_sessions")
    code = models.CharField(
        _("code"), max_length=codes.LENGTH, default=codes.new, help_text=_("Printed on every page of the paper.")
    )
    deck = models.ForeignKey(
        Deck,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("deck"),
        help_text=_("Empty: cards of all decks."),
    )
    course = models.ForeignKey(
        Course,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("course"),
        help_text=_("Whose cards alone are on it: those who run it printed it, and may enter its grades, too."),
    )
    study_day = models.DateField(_("study day"), help_text=_("The learner’s study day when it was printed."))
    created_at = models.DateTimeField(_("printed at"))
    entered_at = models.DateTimeField(_("entered at"), null=True, help_text=_("When grades were last entered."))

    class Meta:
        verbose_name = _("paper session")
        verbose_name_plural = _("paper sessions")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "code"], name="paper_sessions_session_once_per_user_and_code"),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="paper_sessions_of_a_learner")]

    def __str__(self) -> str:
        return codes.formatted(self.code)

    @property
    def scope(self) -> Deck | Course | None:
        """What its cards are limited to; nothing for all that the person studies."""
        return self.deck or self.course

    @property
    def cards(self) -> "PaperCardQuerySet":
        """Return its cards."""
        return PaperCard.objects.filter(user=self.user_id, session=self)


class PaperPreference(models.Model):
    """A person who reviews a course on paper: whoever runs it prints their cards with those of the class."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_preferences")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="paper_preferences")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="paper_sessions_preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.course}"


class PaperCardQuerySet(models.QuerySet["PaperCard"]):
    """Cards of paper sessions by what has become of them. Joins carry the user: see `apps.web.statements`."""

    def with_status(self, user: User | int) -> "PaperCardQuerySet":
        """Add to a person's cards what decides whether a grade can still be entered.

        That is `answered_at`, `is_paused`, `own_schedule` with its deck, and `own_answer`.
        """
        first_answer = _later_answers(user).order_by("version").values("reviewed_at")[:1]
        own: dict[str, FilteredRelation] = {
            "own_schedule": FilteredRelation("schedule", condition=Q(schedule__user=F("user"))),
            "own_answer": FilteredRelation("answer", condition=Q(answer__user=F("user"))),
        }
        status = {"answered_at": Subquery(first_answer), "is_paused": _is_paused(user)}
        cards: PaperCardQuerySet = self.annotate(**own).select_related("card", *OWN_RELATIONS).annotate(**status)
        return cards

    def entered(self) -> "PaperCardQuerySet":
        """Return those whose grade was entered, and not undone."""
        return self.filter(answer__user=F("user"), answer__undone_at__isnull=True)

    def open(self) -> "PaperCardQuerySet":
        """Return those whose grade can be entered now."""
        queued = self.filter(card__archived=False, schedule__user=F("user"), schedule__queue_on__isnull=False)
        return queued.filter(~Exists(_later_answers(OuterRef("user"))))


class PaperCard(models.Model):
    """One card of a session, under its number on the paper.

    A row and not an entry of a list in JSON: the database allows only one answer, and the deck can be deleted. The row
    then stays, so that the numbers of the others are still those on the paper. `version` is that of the schedule when
    it was printed: an answer with a newer version was given since, here or anywhere else.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(PaperSession, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("As on the paper."))
    card = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="+")
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(_("version"), help_text=_("The schedule’s version when it was printed."))
    answer = models.ForeignKey(
        ReviewLog, null=True, on_delete=models.SET_NULL, related_name="+", help_text=_("What was entered.")
    )

    answered_at: datetime | None  # these four only of with_status()
    is_paused: bool
    own_schedule: Schedule | None = None
    own_answer: ReviewLog | None = None

    objects = PaperCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper card")
        verbose_name_plural = _("paper cards")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "session", "number"], name="paper_sessions_card_once_per_session_and_number"
            ),
            models.UniqueConstraint(
                fields=["user", "session", "schedule"], name="paper_sessions_card_once_per_session_and_schedule"
            ),
            models.UniqueConstraint(fields=["user", "answer"], name="paper_sessions_card_once_per_answer"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paper_sessions_card_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"

    @property
    def is_entered(self) -> bool:
        """Whether its grade was entered, and not undone; only of with_status()."""
        return self.own_answer is not None and self.own_answer.undone_at is None


def _later_answers(user: User | int | OuterRef) -> models.QuerySet[ReviewLog]:
    """Return the answers given after the printing, and not undone, to the card of an outer query."""
    return ReviewLog.objects.filter(
        user=user,
        schedule=OuterRef("schedule"),
        version__gt=OuterRef("version"),
        undone_at__isnull=True,
    )


def _is_paused(user: User | int) -> Exists:
    """Return whether the learner paused the deck of an outer query's card."""
    own = Subscription.objects.filter(user=user, deck=OuterRef("own_schedule__deck"))
    return Exists(own.filter(paused=True))
