"""Who may see a deck of a course: its state decides, and the moment from which it is open.

A draft, a hidden deck and one that opens later are there for whoever helps to run the course. An archived one is listed
for nobody; who studies it may still open it. What a learner learned of a deck stays in their review in any case.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.courses.models import Course

if TYPE_CHECKING:
    from apps.cards.models.content import Deck  # noqa: F401 - named in a string


class DeckState(models.TextChoices):
    """Whether learners see a deck of a course. A person's own deck is always published."""

    DRAFT = "draft", _("Draft")
    HIDDEN = "hidden", _("Hidden")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


def is_open(at: datetime) -> Q:
    """Return the condition that a deck is published, and open at that moment."""
    return Q(state=DeckState.PUBLISHED) & (Q(opens_at=None) | Q(opens_at__lte=at))


def visible_to(user: User | AnonymousUser, at: datetime) -> Q:
    """Return the condition that the person may open a deck at that moment: of a course, or their own."""
    courses = Q(course__in=Course.objects.visible_to(user))
    if not user.is_authenticated:
        return courses & is_open(at)
    if user.is_superuser:
        return courses | Q(owner=user)
    studied = Q(state=DeckState.ARCHIVED, pk__in=user.subscriptions.values("deck"))
    return courses & (is_open(at) | studied) | Q(course__in=Course.objects.staffed_by(user)) | Q(owner=user)


class DeckQuerySet(models.QuerySet["Deck"]):
    """Decks by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> "DeckQuerySet":
        """Return those the person may open now: of a course they may open, or their own."""
        return self.filter(visible_to(user, timezone.now()))

    def listed_for(self, user: User | AnonymousUser) -> "DeckQuerySet":
        """Return those that lists show to the person: what they may open, but what is archived."""
        return self.visible_to(user).exclude(state=DeckState.ARCHIVED)

    def editable_by(self, user: User) -> "DeckQuerySet":
        """Return those whose cards the person may edit: their own, and those of courses that they teach."""
        taught = Q(course__isnull=False) if user.is_superuser else Q(course__in=Course.objects.taught_by(user))
        return self.filter(Q(owner=user) | taught)


_DeckManager = models.Manager.from_queryset(DeckQuerySet)


class DeckManager(_DeckManager):
    """All decks but those that are marked as deleted."""

    def get_queryset(self) -> DeckQuerySet:  # type: ignore[override] # the stubs make a manager of any model
        """Leave out decks that are deleted, though their owner may still restore them."""
        return DeckQuerySet(self.model, using=self._db).filter(deleted_at=None)
