"""Gives a visitor's answers to the account they log in to."""

from apps.lessons.services.claim_visitor_answers import claim_visitor_answers
from apps.lessons.services.visitor_answers import SESSION_KEY
from apps.web.http import LearnerRequest
from apps.web.requests.middleware import ClaimMiddleware


class ClaimVisitorAnswersMiddleware(ClaimMiddleware):
    """Claims what a person answered on practice pages before they logged in or signed up."""

    session_keys = (SESSION_KEY,)

    def claim(self, request: LearnerRequest) -> None:
        """Move the answers to the learner."""
        claim_visitor_answers(request.session, request.user)
