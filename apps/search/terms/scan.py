"""Conditions that no index knows: they read the texts of the notes that may be searched, in one statement each."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from apps.cards.models import Note
from apps.search.context import SearchContext, among
from apps.search.tree import Term


def notes_with(
    term: Term,
    context: SearchContext,
    fields: Iterable[str],
    matches: Callable[[str], bool],
    narrowed: Q | None = None,
) -> Q:
    """Return the condition that fields of a card's note, one below the other, match.

    Only notes that are `narrowed` are read.
    """
    context.count_reading(term.at)
    notes = Note.objects.filter(context.in_decks("deck"), narrowed or Q(), archived=False).order_by()
    rows = notes.values_list("pk", *fields).iterator()
    return among("note", [pk for pk, *texts in rows if matches("\n".join(texts))])
