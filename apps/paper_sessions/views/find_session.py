"""Finds the paper session that a URL names, among those of whoever asks."""

from django.shortcuts import get_object_or_404

from apps.paper_sessions.models import PaperSession
from apps.web import codes
from apps.web.http import LearnerRequest


def find_session(request: LearnerRequest, code: str) -> PaperSession:
    """Return the person's session with this code, or raise Http404."""
    sessions = request.user.paper_sessions.select_related("user", "deck")
    return get_object_or_404(sessions, code=codes.normalized(code))
