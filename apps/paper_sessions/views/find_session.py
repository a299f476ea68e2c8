"""Finds the paper session that a URL names: of whoever asks, or of a course that they help to run."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.courses.models import Course
from apps.paper_sessions.models import PaperPreference, PaperSession
from apps.web import codes
from apps.web.http import LearnerRequest
from apps.web.statements import across_users


def find_session(request: LearnerRequest, code: str) -> PaperSession:
    """Return the person's session with this code, or raise Http404."""
    sessions = request.user.paper_sessions.select_related("user", "deck", "course")
    return get_object_or_404(sessions, code=codes.normalized(code))


def find_enterable_session(request: LearnerRequest, code: str) -> PaperSession:
    """Return the session whose grades the person may enter: their own, or one printed for a class; or raise Http404."""
    found = enterable_session(request, codes.normalized(code))
    if found is None:
        raise Http404
    return found


def enterable_session(request: LearnerRequest, code: str) -> PaperSession | None:
    """Return the session with a code whose grades the person may enter, if there is one."""
    related = ("user", "deck", "course")
    if own := request.user.paper_sessions.select_related(*related).filter(code=code).first():
        return own
    with across_users("who runs a course enters the grades of its learners, who wanted their cards on paper"):
        courses = Course.objects.all() if request.user.is_superuser else Course.objects.staffed_by(request.user)
        of_class = PaperSession.objects.filter(course__in=courses, code=code)
        session = of_class.select_related(*related).first()
    return session if session and _is_on_paper(session) else None


def _is_on_paper(session: PaperSession) -> bool:
    """Whether the learner is in the session's course still, and wants their cards of it on paper."""
    is_learner = session.user.enrolments.filter(course=session.course_id).exists()
    return is_learner and PaperPreference.objects.filter(user=session.user_id, course=session.course_id).exists()
