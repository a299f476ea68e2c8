"""Enters grades of papers, and looks at what became of them."""

from datetime import timedelta

from apps.cards.tests.support.factory import make_note
from apps.paper_sessions import card_status
from apps.paper_sessions.services.enter_grades import enter_grades
from apps.reviews.models import ReviewLog
from apps.reviews.services import change_limits
from apps.web.tests.support.clock import NOW

LIST = "/paper/"
TOMORROW = NOW + timedelta(days=1)
LEFT = "This card is no longer in your daily review."


def enter(session, grades, *, at=NOW, reviewed_at=None):
    return enter_grades(session, grades, reviewed_at=reviewed_at or at, now=at)


def answers():
    return list(ReviewLog.objects.filter(undone_at=None).order_by("schedule").values_list("grade", flat=True))


def schedule_of(session, number):
    return session.cards.select_related("schedule__user").get(number=number).schedule


def refusal(session, number):
    return card_status.refusal(session.cards.with_status(session.user_id).get(number=number))


def many_cards(learner, deck, number, back="Yes."):
    """Add notes to the deck, all of which come today."""
    for each in range(number):
        make_note(deck, f"Question {each + 4}?", back)
    subscription = learner.subscriptions.get(deck=deck)
    change_limits(subscription, new_limit=500, review_limit=500, today=learner.study_day(NOW))
