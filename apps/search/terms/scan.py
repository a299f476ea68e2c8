"""Conditions that no index knows: they read the texts of the notes that may be searched, in one statement each."""

from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from time import thread_time

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable

from apps.cards.models import Note
from apps.formats.messages import gettext as _
from apps.search.context import SearchContext, among
from apps.search.tree import SearchError, Term

MAX_SECONDS = 4  # of the processor, for one term
BATCH_SIZE = 100  # texts, after which the clock is looked at


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
    return among("note", [pk for pk, text in _within_time(rows, term) if matches(text)])


def _within_time(rows: Iterable[tuple[int, str]], term: Term) -> Iterator[tuple[int, str]]:
    """Yield the rows while there is time. Raises SearchError."""
    end = thread_time() + MAX_SECONDS
    for batch in batched(rows, BATCH_SIZE):
        if thread_time() > end:
            message = _("This takes too long to compare with all your texts. Make it shorter or simpler.")
            raise SearchError(message, term.value_at)
        yield from batch


def _joined(fields: tuple[str, ...]) -> Combinable:
    """Return the fields with a line's end between them: one text a row takes the least time to read."""
    if len(fields) == 1:
        return F(fields[0])
    end = Value("\n", output_field=TextField())
    parts = [part for field in fields for part in (end, F(field))][1:]
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())  # none is NULL
