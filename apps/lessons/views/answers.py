"""What a person answers on a practice page. It needs no account."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.cards.models import Note, Section
from apps.lessons.forms.answers import CheckForm, MarkForm, WritingForm
from apps.lessons.models import Lesson
from apps.lessons.page import PageSection, Visitor, sections_of
from apps.lessons.services.answer_refusals import AnswerRefused
from apps.lessons.services.answers import answers_of
from apps.lessons.views.fragments import fragment, item_response, writing_conflict
from apps.lessons.views.lookup import practice_url, visible_lesson, visitor_of
from apps.web.http import VisitorRequest, error_fragment
from apps.web.requests.caching import from_own_page

ANSWERED_ELSEWHERE = gettext_lazy(
    "You had already answered that on another page. Here is what you chose there. You can choose again."
)
CHOOSE_FIRST = gettext_lazy("Choose a label for at least one of them, then check.")


def explain_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view say why an answer is not stored."""

    @wraps(view)
    def explained(request: VisitorRequest, **slugs: object) -> HttpResponse:
        try:
            return view(request, **slugs)
        except AnswerRefused as error:
            return error_fragment(request, str(error))

    return explained


@require_POST
@from_own_page
@explain_refusals
def mark(request: VisitorRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Store whether the person knew the answer to a question."""
    found, now = visible_lesson(request, course, lesson), timezone.now()
    question = get_object_or_404(_notes(found, Section.Kind.SELF_CHECK), pk=note)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, _("Press one of the buttons below the answer."))
    answers_of(request).mark(question, knew=form.cleaned_data["knew"], at=now)
    return item_response(request, found, question, at=now)


@require_POST
@from_own_page
@explain_refusals
def check(request: VisitorRequest, course: str, lesson: str, section: int) -> HttpResponse:
    """Compare the chosen labels with the correct ones, and store each new choice as an attempt."""
    now = timezone.now()
    found, visitor = visible_lesson(request, course, lesson), visitor_of(request, now)
    exercise = get_object_or_404(found.deck.sections, pk=section, kind=Section.Kind.EXERCISE)
    part = _part(found, visitor, section)
    form = CheckForm(request.POST, scenarios=part.gradeable if part else [])
    for item, label, number in form.attempts():
        visitor.answers.attempt(item.note, label, number=number, at=now)
    notice = ANSWERED_ELSEWHERE if form.is_stale else "" if form.chosen else CHOOSE_FIRST
    if request.htmx:
        return fragment(request, found, "exercise", part=_part(found, visitor, section), notice=notice)
    if notice:
        messages.info(request, notice)
    # A message is at the top of the page.
    return redirect(practice_url(found) + ("" if notice else f"#exercise-{exercise.pk}"))


@require_POST
@from_own_page
@explain_refusals
def write(request: VisitorRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Store what the person wrote under an open exercise; nobody else reads it."""
    found, now = visible_lesson(request, course, lesson), timezone.now()
    scenario = get_object_or_404(_notes(found, Section.Kind.EXERCISE), pk=note)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, str(next(iter(form.errors.values()))[0]))
    answers = answers_of(request)
    if form.is_conflict(answers.writings([scenario.pk]).get(scenario.pk, "")):
        return writing_conflict(request, found, scenario, form.cleaned_data["text"], at=now)
    answers.write(scenario, form.cleaned_data["text"], at=now)
    return item_response(request, found, scenario, at=now, state="saved")


def _part(lesson: Lesson, visitor: Visitor, section: int) -> PageSection | None:
    return next(iter(sections_of(lesson, visitor, only=section)), None)


def _notes(lesson: Lesson, kind: Section.Kind) -> QuerySet[Note]:
    return Note.objects.filter(deck=lesson.deck_id, section__kind=kind, archived=False)
