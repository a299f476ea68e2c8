"""Deletes paper sessions."""

from django.db import transaction

from apps.paper_sessions.models import PaperSession


@transaction.atomic
def delete_session(session: PaperSession) -> None:
    """Delete a session with its cards; the recorded grades stay."""
    session.cards.delete()
    own = PaperSession.objects.filter(user=session.user_id, pk=session.pk)
    own._raw_delete(own.db)  # its cards are gone: a cascade would look for them without the user
