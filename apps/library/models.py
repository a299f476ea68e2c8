"""Saved searches, what a person did to the cards that one found, and links that share a deck."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Deck
from apps.search.grammar import MAX_LENGTH

UNDO_TTL = timedelta(days=1)
MAX_NAME_LENGTH = 100
MAX_EXAMPLE_LENGTH = 80  # a line of the list of acts
TOKEN_BYTES = 24
MAX_TOKEN_LENGTH = 32  # of so many bytes


def new_token() -> str:
    """Return a token of 192 bits that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class SavedSearch(models.Model):
    """A search that a person gave a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=MAX_NAME_LENGTH)
    query = models.CharField(_("search"), max_length=MAX_LENGTH)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="library_saved_search_once_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """Something done to many cards or notes, which can be undone for a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bulk_acts")
    name = models.CharField(max_length=20, help_text=_("Which act: a name of services/bulk/acts.py."))
    value = models.CharField(max_length=200, blank=True, help_text=_("Its tag, its flag or its deck."))
    changed = models.PositiveIntegerField(default=0, help_text=_("How many cards or notes it changed."))
    first_name = models.CharField(max_length=MAX_EXAMPLE_LENGTH, blank=True, help_text=_("The first note it changed."))
    first_deck = models.CharField(max_length=MAX_EXAMPLE_LENGTH, blank=True, help_text=_("The deck of that note."))
    left_out = models.JSONField(default=list, help_text=_("The first of those that it could not change."))
    left_out_number = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    restored = models.PositiveIntegerField(default=0, help_text=_("How many cards or notes its undo changed."))

    class Meta:
        indexes = [models.Index(fields=["user", "begun_at"], name="library_bulk_acts_of_a_person")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}".strip()

    def can_be_undone(self, now: datetime) -> bool:
        """Whether it changed something, less than a day ago, and was not undone."""
        return bool(self.changed and not self.undone_at and self.begun_at > now - UNDO_TTL)


class BulkActBatch(models.Model):
    """What one transaction of an act changed: what is needed to undo it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bulk_act_batches")
    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="batches")
    changes = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["user", "act"], name="library_batches_of_an_act")]

    def __str__(self) -> str:
        return f"{self.act} ({self.pk})"


class SharedLink(models.Model):
    """The unlisted link of a person's own deck: whoever has its token sees the deck while the row is there."""

    deck = models.OneToOneField(Deck, on_delete=models.CASCADE, related_name="shared_link")
    token = models.CharField(max_length=MAX_TOKEN_LENGTH, unique=True, default=new_token)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.deck)
