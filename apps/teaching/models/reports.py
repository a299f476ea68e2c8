"""What a learner reports about a card of a course, or suggests for it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Card, Deck, Note
from apps.courses.models import Course

MAX_TEXT_LENGTH = 1_000  # of a report, and of the reply to it
MAX_CREDIT_LENGTH = 60


class CardReportQuerySet(models.QuerySet["CardReport"]):
    """Reports by course and state."""

    def of_course(self, course: Course) -> "CardReportQuerySet":
        """Return those about cards of the course, but drafts, which only their authors see."""
        of_course = self.filter(deck__course=course, deck__deleted_at=None)
        return of_course.exclude(state=CardReport.State.DRAFT)

    def open(self) -> "CardReportQuerySet":
        """Return those that nobody has settled."""
        return self.filter(state=CardReport.State.OPEN)

    def settled(self) -> "CardReportQuerySet":
        """Return those that an instructor has settled."""
        return self.filter(state__in=CardReport.SETTLED)

    def unsettled(self) -> "CardReportQuerySet":
        """Return those that their author may still change: drafts and open ones."""
        return self.exclude(state__in=CardReport.SETTLED)


class CardReport(models.Model):
    """A learner's report about a card, or their suggestion of another wording or of a new card.

    Its course's instructors read it, so it is no row of one person alone: see `apps.web.statements`. Those that are
    settled together share their `group`.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        WRONG = "wrong", _("The answer is wrong")
        UNCLEAR = "unclear", _("The question or the answer is unclear")
        TYPO = "typo", _("There is a typo")
        PICTURE = "picture", _("A picture is missing")
        OTHER = "other", _("Something else")
        WORDING = "wording", _("Another wording")
        NEW_CARD = "new_card", _("A new card")

    class State(models.TextChoices):
        """What has become of it."""

        DRAFT = "draft", _("Draft: not sent yet")
        OPEN = "open", _("Sent: nobody has answered yet")
        ACCEPTED = "accepted", _("Accepted")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Nothing was changed")

    SETTLED = (State.ACCEPTED, State.ANSWERED, State.CLOSED)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports")
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="reports")
    note = models.ForeignKey(Note, null=True, on_delete=models.CASCADE, related_name="reports")  # None: a new card
    card = models.ForeignKey(Card, null=True, on_delete=models.SET_NULL, related_name="+")  # that was shown
    group = models.UUIDField(default=uuid4)
    kind = models.CharField(_("What is wrong?"), max_length=8, choices=Kind)
    text = models.TextField(_("Details"), max_length=MAX_TEXT_LENGTH, blank=True)
    proposal = models.JSONField(null=True)  # what the form of a card sent, and which texts its page showed
    credit = models.CharField(max_length=MAX_CREDIT_LENGTH, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reported_at = models.DateTimeField()

    reply = models.TextField(_("Answer"), max_length=MAX_TEXT_LENGTH, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handled_at = models.DateTimeField(null=True)
    undo = models.JSONField(null=True)  # what an acceptance changed
    is_news = models.BooleanField(default=False)  # settled, and its author has not pressed “Got it” on Today

    objects = CardReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "note"],
                condition=Q(state__in=["draft", "open"]),
                name="teaching_report_unsettled_once_per_user_and_note",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "accepted", "answered", "closed"]),
                name="teaching_report_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["wrong", "unclear", "typo", "picture", "other"], note__isnull=False)
                | Q(kind="wording", note__isnull=False, proposal__isnull=False)
                | Q(kind="new_card", note__isnull=True, proposal__isnull=False),
                name="teaching_report_is_about_a_card_or_proposes_one",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(is_news=True), name="teaching_report_news"),
            models.Index(fields=["deck", "state", "group"], name="teaching_reports_of_a_deck"),
            models.Index(fields=["group"], name="teaching_reports_of_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def title(self) -> str:
        """The front of the card that it is about, or of the one that it proposes, in one line."""
        return str(self.note or Note(front=self.proposed.get("front", "")))

    @property
    def proposed(self) -> dict[str, Any]:
        """The fields of the card that it proposes; empty where it proposes none."""
        return self.proposal or {}

    @property
    def is_settled(self) -> bool:
        """Whether an instructor has dealt with it."""
        return self.state in self.SETTLED
