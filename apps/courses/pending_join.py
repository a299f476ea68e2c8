"""A course that a visitor joins: the session remembers the code until they have signed up or logged in."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.services.preferences import introduce
from apps.accounts.sign_up import Guest, finds_guests
from apps.courses.entrance import find_entrance
from apps.courses.messages import entered
from apps.courses.services.join_link import LinkClosed
from apps.web.http import LearnerRequest, VisitorRequest
from apps.web.requests.middleware import ClaimMiddleware

KEY = "course_to_join"  # in the session


def remember(request: VisitorRequest, code: str, *, shows_name: bool, name: str) -> None:
    """Remember the code, what its page promised about names, and the name that was written there."""
    request.session[KEY] = [code, shows_name, name]


@finds_guests
def guest_of_a_course(request: HttpRequest) -> Guest | None:
    """Return who wants to join a course, and whether its link or invitation still lets them in."""
    if KEY not in request.session:
        return None
    entrance = find_entrance(request.session[KEY][0], timezone.now())
    if entrance is None:
        return Guest(is_let_in=False)
    return Guest(is_let_in=True, email=entrance.invitation.email if entrance.invitation else "")


class PendingJoinMiddleware(ClaimMiddleware):
    """Lets people into the course for which they signed up."""

    session_keys = (KEY,)

    def claim(self, request: LearnerRequest) -> None:
        """Join the course, if its link is still open, and no invitation of somebody else for who runs the course."""
        code, shows_name, *names = request.session.pop(KEY)  # without a name in sessions of an earlier release
        now = timezone.now()
        entrance = find_entrance(code, now)
        if entrance is None or entrance.is_for_another(request.user):
            return
        introduce(request.user, "".join(names))
        try:
            if entrance.enter(request.user, at=now, shows_name=shows_name and entrance.course.shows_names):
                messages.success(request, entered(entrance.course, request.user))
        except LinkClosed:
            return  # its page explains
