"""The cards that a learner put into the daily review by themselves."""

from django.conf import settings
from django.db import models

from apps.cards.models import Card


class Pick(models.Model):
    """A card that a learner put into the daily review, whatever else of its deck comes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="picks")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="picks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "card"], name="reviews_pick_once_per_user_and_card"),
        ]

    def __str__(self) -> str:
        return f"{self.card} for {self.user}"
