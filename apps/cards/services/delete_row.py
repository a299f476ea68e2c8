"""Deleting a note or a section for good; instructors archive instead."""

from apps.cards.models import Note, Section
from apps.web.statements import across_users


@across_users("everyone who learns a note loses it")
def delete_row(row: Note | Section) -> None:
    """Delete a row of a deck, with what everyone learned of it."""
    row.delete()
