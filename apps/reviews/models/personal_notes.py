"""What a learner wrote to a card for themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Card
from apps.formats.limits import MAX_FIELD_LENGTH


class PersonalNote(models.Model):
    """A learner's own text to a card, which nobody else sees; `html` is rendered when it is saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="personal_notes")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="personal_notes")
    text = models.TextField(_("my note"), max_length=MAX_FIELD_LENGTH, blank=True)
    html = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "card"], name="reviews_personal_note_once_per_user_and_card"),
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.card}"
