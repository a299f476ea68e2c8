"""Which decks a learner studies, and how many of their cards a day includes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Deck

MAX_A_DAY = 9999  # the highest daily limit


class Subscription(models.Model):
    """A deck that a learner studies, and how many of its cards a day includes."""

    class Includes(models.TextChoices):
        """Which of the deck's cards come automatically; what the learner picked comes in any case."""

        ALL = "all", _("Everything")
        FLASHCARDS = "flashcards", _("Flashcards")
        PICKED = "picked", _("Only cards I picked")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="subscriptions")
    new_limit = models.PositiveSmallIntegerField(_("new cards a day"), default=20)
    review_limit = models.PositiveSmallIntegerField(_("reviews a day"), default=200)
    includes = models.CharField(_("cards to review"), max_length=10, choices=Includes, default=Includes.ALL)
    paused = models.BooleanField(default=False)
    # While its schedules are put into the queue or taken out of it, piece by piece.
    settling_since = models.DateTimeField(null=True, editable=False)
    queue_built_on = models.DateField(null=True, help_text=_("The study day whose queue was built last."))
    has_unseen = models.BooleanField(
        default=False, help_text=_("Whether cards were left then that the learner has never seen.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "deck"], name="reviews_subscription_once_per_user_and_deck"),
            models.CheckConstraint(
                condition=Q(new_limit__lte=MAX_A_DAY), name="reviews_subscription_new_limit_up_to_9999"
            ),
            models.CheckConstraint(
                condition=Q(review_limit__lte=MAX_A_DAY), name="reviews_subscription_review_limit_up_to_9999"
            ),
            models.CheckConstraint(
                condition=Q(includes__in=["all", "flashcards", "picked"]), name="reviews_subscription_includes_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(settling_since__isnull=False), name="reviews_settling_subscriptions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} studies {self.deck}"

    @property
    def has_new_tomorrow(self) -> bool:
        """Whether the next study day has new cards."""
        return self.has_unseen and self.new_limit > 0
