"""Writes what a learner notes to a card for themselves."""

from apps.accounts.models import User
from apps.cards.models import Card
from apps.cards.rendering.markdown import render
from apps.reviews.models import PersonalNote


def save_personal_note(user: User, card: Card, text: str) -> None:
    """Save the learner's note to the card; an empty one is deleted."""
    if not text.strip():
        PersonalNote.objects.filter(user=user, card=card).delete()
        return
    note = PersonalNote(user=user, card=card, text=text, html=render(text).html)
    PersonalNote.objects.bulk_create(
        [note], update_conflicts=True, unique_fields=["user", "card"], update_fields=["text", "html"]
    )
