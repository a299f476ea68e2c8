"""Paper sessions: which cards a learner printed, as they stood then, and what was entered afterwards."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from apps.cards.models import Card, Deck
from apps.paper_sessions import codes
from apps.reviews.models import ReviewLog, Schedule, Subscription


class PaperSession(models.Model):
    """Cards of one study day on paper."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_sessions")
    code = models.CharField(max_length=codes.LENGTH, default=codes.new, help_text="Stands on every page of the paper.")
    deck = models.ForeignKey(
        Deck, null=True, on_delete=models.CASCADE, related_name="+", help_text="Empty: all that was asked."
    )
    study_day = models.DateField(help_text="The learner's study day when it was printed.")
    created_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, help_text="When grades were last entered.")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "code"], name="printing_paper_session_once_per_user_and_code"),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="printing_paper_of_a_learner")]

    def __str__(self) -> str:
        return codes.shown(self.code)


class PaperCardQuerySet(models.QuerySet["PaperCard"]):
    """Cards of paper sessions by what has become of them."""

    def with_status(self) -> "PaperCardQuerySet":
        """Bring along what decides whether a grade can still be entered: `answered_at`, `paused`."""
        first_answer = _answers_since().order_by("version").values("reviewed_at")[:1]
        with_rows = self.select_related("card", "schedule__deck", "answer")
        return with_rows.annotate(answered_at=Subquery(first_answer), paused=_is_paused())

    def entered(self) -> "PaperCardQuerySet":
        """Keep those whose grade was entered, and not taken back."""
        return self.filter(answer__isnull=False, answer__undone_at__isnull=True)

    def open(self) -> "PaperCardQuerySet":
        """Keep those whose grade can be entered now."""
        asked = self.filter(card__archived=False, schedule__queue_on__isnull=False)
        return asked.filter(~Exists(_answers_since()))


class PaperCard(models.Model):
    """One card of a session, under its number on the paper.

    A row and not an entry of a list in JSON: the database keeps its answer the only one, and its deck can be deleted.
    The row then stays, so that the numbers of the others are still those on the paper. `version` is that of the
    schedule when it was printed: an answer that stands and is newer was given since, here or anywhere else.
    """

    session = models.ForeignKey(PaperSession, on_delete=models.CASCADE, related_name="cards")
    number = models.PositiveSmallIntegerField(help_text="As it stands on the paper.")
    card = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="+")
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(help_text="The schedule's version when it was printed.")
    answer = models.OneToOneField(
        ReviewLog, null=True, on_delete=models.SET_NULL, related_name="+", help_text="What was entered of the paper."
    )

    answered_at: datetime | None  # both only of as_they_stand()
    paused: bool

    objects = PaperCardQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="printing_paper_card_once_per_number"),
            models.UniqueConstraint(fields=["session", "schedule"], name="printing_paper_card_once_per_schedule"),
            models.CheckConstraint(condition=Q(number__gte=1), name="printing_paper_card_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"

    @property
    def is_entered(self) -> bool:
        """Whether its grade was entered, and not taken back."""
        return self.answer is not None and self.answer.undone_at is None


def _answers_since() -> models.QuerySet[ReviewLog]:
    """Return the answers that stand and were given after the printing, to the card of an outer query."""
    return ReviewLog.objects.filter(
        schedule=OuterRef("schedule"), version__gt=OuterRef("version"), undone_at__isnull=True
    )


def _is_paused() -> Exists:
    """Return whether the learner paused the deck of an outer query's card."""
    mine = Subscription.objects.filter(user=OuterRef("schedule__user"), deck=OuterRef("schedule__deck"))
    return Exists(mine.filter(paused=True))
