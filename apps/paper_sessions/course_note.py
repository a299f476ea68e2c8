"""What the page of a course asks its learners: whether they review on paper."""

from datetime import datetime

from django.db.models import Exists

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.paper_sessions.models import PaperPreference
from apps.web.page_notes import PageNote


def paper_choice(person: User, course: Course, _now: datetime) -> list[PageNote]:
    """Return the question, with what a learner of the course chose."""
    mine = Enrolment.objects.learners().filter(user=person, course=course)
    on_paper = Exists(PaperPreference.objects.filter(user=person, course=course))
    choices = mine.annotate(on_paper=on_paper).values_list("on_paper", flat=True)
    return [("paper_sessions/_choice.html", {"course": course, "on_paper": choice}) for choice in choices]
