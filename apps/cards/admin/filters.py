"""Filters of the list of notes. Each knows its choices, so that a made-up URL filters nothing."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cards.kinds.registry import KINDS, NAMES
from apps.cards.models import Deck, Note
from apps.web.http import is_row_id
from apps.web.translation import translate_message

MAX_TAGS = 100


def of_deck[T: Model](rows: QuerySet[T], deck: str) -> QuerySet[T]:
    """Return the rows of the deck of that number; none where it is no number."""
    return rows.filter(deck=int(deck)) if is_row_id(deck) else rows.none()


class ArchivedFilter(admin.SimpleListFilter):
    """Notes in use, unless others are chosen."""

    title = _("archived")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer the archived ones, or all."""
        return [("yes", gettext("Archived")), ("all", gettext("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Note]) -> QuerySet[Note]:
        """Return the chosen part."""
        if self.value() == "all":
            return queryset
        return queryset.filter(archived=self.value() == "yes")

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Name what is shown without a choice."""
        first, *others = super().choices(changelist)
        yield {**first, "display": gettext("In use")}
        yield from others


class TagFilter(admin.SimpleListFilter):
    """Notes with one tag, of those that the chosen deck uses."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer the tags of the person's notes."""
        notes = model_admin.get_queryset(request).exclude(tags="").order_by()
        if deck := request.GET.get("deck"):
            notes = of_deck(notes, deck)
        texts = notes.values_list("tags", flat=True).distinct()
        tags = sorted({tag for text in texts for tag in text.split()}, key=str.casefold)
        return [(tag, tag) for tag in tags[:MAX_TAGS]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Note]) -> QuerySet[Note]:
        """Return the notes that have the tag."""
        tag = "".join((self.value() or "").replace("\0", "").split())
        return queryset.filter(tags__contains=f" {tag} ") if tag else queryset


class DeckFilter(admin.SimpleListFilter):
    """Notes of one of the person's decks."""

    title = _("deck")
    parameter_name = "deck"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer the person's decks."""
        decks = model_admin.admin_site.get_model_admin(Deck).get_queryset(request)
        return [(str(pk), title) for pk, title in decks.values_list("pk", "title")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Note]) -> QuerySet[Note]:
        """Return the notes of the deck."""
        chosen = self.value()
        return queryset if chosen is None else of_deck(queryset, chosen)


class KindFilter(admin.SimpleListFilter):
    """Notes of one kind."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer the kinds."""
        return [(kind.name, translate_message(kind.label)) for kind in KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Note]) -> QuerySet[Note]:
        """Return the notes of the kind."""
        return queryset.filter(kind=self.value()) if self.value() in NAMES else queryset
