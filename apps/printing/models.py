"""Sessions on paper: which cards a learner printed, as they stood then, and what they entered afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.cards.models import Deck
from apps.printing.paper_sessions import codes
from apps.reviews.models import ReviewLog, Schedule


class PaperSession(models.Model):
    """Cards of one study day on paper."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_sessions")
    code = models.CharField(max_length=codes.LENGTH, unique=True, default=codes.new)
    deck = models.ForeignKey(Deck, null=True, on_delete=models.CASCADE, help_text="Empty: all that was due.")
    study_day = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return codes.shown(self.code)


class PaperCard(models.Model):
    """One card of a session.

    A row, not an entry of a list: its answer is found from it, and it goes when its schedule does. `version` is that of
    the schedule when it was printed, so that a card that was answered since is told apart.
    """

    session = models.ForeignKey(PaperSession, on_delete=models.CASCADE, related_name="cards")
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="As it stands on the paper.")
    version = models.PositiveIntegerField()
    answer = models.OneToOneField(ReviewLog, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="printing_paper_card_once_per_number"),
            models.UniqueConstraint(fields=["session", "schedule"], name="printing_paper_card_once_per_schedule"),
            models.CheckConstraint(condition=Q(number__gte=1), name="printing_paper_card_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"
