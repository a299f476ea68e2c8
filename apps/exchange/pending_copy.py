"""A shared deck that a visitor wants to copy: the session remembers its link until they have signed up or logged in."""

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.exchange.copying import copy_or_submit
from apps.exchange.jobs import copied_message
from apps.exchange.services.copy_deck import DeckCopy
from apps.jobs.models import Job
from apps.jobs.services.lifecycle import TooManyJobs
from apps.library.shared_decks import shared_decks
from apps.web.http import LearnerRequest
from apps.web.requests.middleware import ClaimMiddleware

TOKEN = "deck_to_copy"  # noqa: S105 - a name in the session


def remember(session: SessionBase, token: str) -> None:
    """Remember the link for the account that the visitor signs up for, or logs in to."""
    session[TOKEN] = token


class PendingCopyMiddleware(ClaimMiddleware):
    """Copies the shared deck for which a visitor signed up."""

    session_keys = (TOKEN,)

    def claim(self, request: LearnerRequest) -> None:
        """Copy the deck, if its link still works and it is not their own."""
        token = request.session.pop(TOKEN)
        source = shared_decks(token).exclude(owner=request.user).first()
        if source is None:
            return
        try:
            made = copy_or_submit(DeckCopy(request.user, source, source.title, token=token), at=timezone.now())
        except TooManyJobs as problem:
            messages.error(request, str(problem))
            return
        copying = _("“%(deck)s” is being copied to your decks in the background.") % {"deck": source}
        messages.success(request, copying if isinstance(made, Job) else copied_message(made))
