"""What people have of each card carries of it what is read without it."""

from typing import Any

from django.apps import apps
from django.db import models


class OfCard(models.Model):
    """A person's row about a card. It carries whether the card is archived, so that it is read without the card."""

    archived = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


def of_card_models() -> list[type[Any]]:
    """Return the models whose rows are of a person and about a card."""
    return [model for model in apps.get_models() if issubclass(model, OfCard)]
