"""A course that a visitor joins: the session remembers the code until they have signed up or logged in."""

from django.contrib import messages
from django.utils import timezone

from apps.courses.entrance import find_entrance
from apps.courses.messages import entered
from apps.courses.services.join_link import LinkClosed
from apps.web.http import LearnerRequest, VisitorRequest
from apps.web.requests.middleware import ClaimMiddleware

KEY = "course_to_join"  # in the session


def remember(request: VisitorRequest, code: str, *, shows_name: bool) -> None:
    """Remember the code, and what its page promised about names."""
    request.session[KEY] = [code, shows_name]


class PendingJoinMiddleware(ClaimMiddleware):
    """Lets people into the course for which they signed up."""

    session_keys = (KEY,)

    def claim(self, request: LearnerRequest) -> None:
        """Join the course, if its link is still open."""
        code, shows_name = request.session.pop(KEY)
        now = timezone.now()
        entrance = find_entrance(code, now)
        try:
            if entrance and entrance.enter(request.user, at=now, shows_name=shows_name and entrance.course.shows_names):
                messages.success(request, entered(entrance.course, request.user))
        except LinkClosed:
            return  # its page explains
