"""Gives a visitor's answers to the account they log in to."""

from collections.abc import Callable

from django.http import HttpResponse

from apps.lessons.services.claim_visitor_answers import claim_visitor_answers, has_visitor_answers
from apps.web.http import VisitorRequest


class ClaimVisitorAnswersMiddleware:
    """Claims what a person answered before they logged in or signed up, with their first request after that."""

    def __init__(self, get_response: Callable[[VisitorRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Answer the request, for a learner after their answers are claimed."""
        if request.COOKIES and request.user.is_authenticated and has_visitor_answers(request.session):
            claim_visitor_answers(request.session, request.user)
        return self.get_response(request)
