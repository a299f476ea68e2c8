"""A visitor's answers go with them into their account."""

from collections.abc import Callable

from django.http import HttpResponse

from apps.lessons import answers
from apps.web.http import VisitorRequest


class ClaimMiddleware:
    """Claims what the person answered before they logged in or signed up, with the first page after that."""

    def __init__(self, get_response: Callable[[VisitorRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Answer the request, for a learner with their answers claimed."""
        if request.COOKIES and request.user.is_authenticated and answers.KEY in request.session:
            answers.claim(request.session, request.user)
        return self.get_response(request)
