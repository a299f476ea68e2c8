"""What was done last to the lessons of a course, which the session stores so that it can be undone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string

from apps.courses.models import Course
from apps.teaching.lessons.services.row_changes import RowChange
from apps.web.http import LearnerRequest

KEY = "teaching_act"
SHOWN = "done"  # in the URL of the page that tells what was done
VIEW = ("page", "archived")  # the part of the list that was shown, in its URL and its forms
ID_LENGTH = 12


@dataclass(frozen=True)
class LessonAct:
    """A sentence about what was done, what an undo takes back, the copy that it deletes, and the page it leads to.

    The form that undoes it sends its id: a page that is still open from before undoes nothing that came later.
    """

    id: str
    sentence: str
    changes: list[RowChange]
    copy: int | None
    place: str


def remember(
    request: LearnerRequest,
    course: Course,
    sentence: str,
    changes: Iterable[RowChange] = (),
    *,
    copy: int | None = None,
    place: str = "",
) -> None:
    """Store what was done, in place of what was done before; an undo leads to `place`, if not to the lessons."""
    act = LessonAct(get_random_string(ID_LENGTH), sentence, list(changes), copy, place or lessons_url(request, course))
    request.session[KEY] = {"course": course.pk, **asdict(act)}


def last_act(request: LearnerRequest, course: Course) -> LessonAct | None:
    """Return what was done last in the course, if it has not been undone."""
    stored = request.session.get(KEY)
    if not stored or stored["course"] != course.pk:
        return None
    changes = [RowChange(**each) for each in stored["changes"]]
    place = stored.get("place") or lessons_url(request, course)  # a session of the release before has none
    return LessonAct(stored["id"], stored["sentence"], changes, stored["copy"], place)


def shown_act(request: LearnerRequest, course: Course) -> LessonAct | None:
    """Return what was done last, on the page to which doing it led."""
    return last_act(request, course) if SHOWN in request.GET else None


def forget(request: LearnerRequest) -> None:
    """Offer no undo any more."""
    request.session.pop(KEY, None)


def to_lessons(request: LearnerRequest, course: Course, deck: int | None = None) -> HttpResponse:
    """Lead back to the part of the lessons that was shown, which tells what was done and offers to undo it."""
    return redirect(lessons_url(request, course, done=1) + (f"#deck-{deck}" if deck else ""))


def lessons_url(request: LearnerRequest, course: Course, **more: object) -> str:
    """Return the URL of the part of the lessons that was shown; `more` goes into it, too."""
    return reverse("teaching:lessons", args=[course.slug], query={**shown_view(request), **more})


def shown_view(request: LearnerRequest) -> dict[str, str]:
    """Return the part of the lessons that was shown, as a form sent it or the link to a page with forms has it."""
    sent = request.POST if request.method == "POST" else request.GET
    return {name: sent[name] for name in VIEW if name in sent}
