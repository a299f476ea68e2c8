"""Conditions that no index knows: they read the texts of the notes that may be searched, in one statement each."""

from collections.abc import Callable, Iterable

from django.db.models import F, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

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
    rows = notes.values_list("pk", _joined(tuple(fields))).iterator()
    return among("note", [pk for pk, text in rows if matches(text)])


def _joined(fields: tuple[str, ...]) -> Combinable:
    """Return the fields with a line's end between them: one text a row takes the least time to read."""
    if len(fields) == 1:
        return F(fields[0])
    texts = [Cast(field, TextField()) for field in fields]
    end = Value("\n", output_field=TextField())
    return Concat(texts[0], *(part for text in texts[1:] for part in (end, text)), output_field=TextField())
