"""Makes, changes and deletes the goals of a course, and gives learners more time."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.courses.models import Enrolment
from apps.teaching.access import editor_access
from apps.teaching.goals import services
from apps.teaching.goals.forms import DaysGoalForm, ExtensionForm, GoalForm, RememberedGoalForm
from apps.teaching.models import Goal, GoalExtension
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest

FORMS: dict[str, type[GoalForm]] = {Goal.Kind.DAYS: DaysGoalForm, Goal.Kind.REMEMBERED: RememberedGoalForm}
DEFAULTS: dict[str, dict[str, int]] = {Goal.Kind.DAYS: {"days": 6}, Goal.Kind.REMEMBERED: {"days": 10, "percent": 70}}
DEFAULT_LENGTH = timedelta(weeks=6)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: LearnerRequest, course: str, kind: str) -> HttpResponse:
    """Offer and make a goal of a kind, which begins today unless another day is chosen."""
    access = editor_access(request, course)
    if kind not in FORMS:
        raise Http404
    today = request.user.study_day(timezone.now())
    goal = Goal(course=access.course, kind=kind, starts_on=today, last_on=today + DEFAULT_LENGTH, **DEFAULTS[kind])
    form = FORMS[kind](access.course, _posted(request), instance=goal)
    if request.method == "POST" and form.is_valid():
        added = services.add_goal(form.instance)
        messages.success(request, _("Saved. The learners of the course see the goal on Today."))
        return redirect("teaching:goal", access.course.slug, added.pk)
    context = {"form": form, "kind": kind}
    status = 422 if form.errors else 200
    return teaching_page(request, access, "goals", "teaching/goals/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: LearnerRequest, course: str, goal: int) -> HttpResponse:
    """Show a goal in its form, and save it."""
    access = editor_access(request, course)
    found = get_object_or_404(access.course.goals, pk=goal)
    form = FORMS[found.kind](access.course, _posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        services.save_goal(form.instance, form.changed_data)
        messages.success(request, form.saved_sentence())
        return redirect("teaching:goal", access.course.slug, found.pk)
    context = {"form": form, "kind": found.kind, "goal": found}
    status = 422 if form.errors else 200
    return teaching_page(request, access, "goals", "teaching/goals/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: LearnerRequest, course: str, goal: int) -> HttpResponse:
    """Ask whether to delete a goal, and delete it."""
    access = editor_access(request, course)
    found = get_object_or_404(access.course.goals.select_related("lesson"), pk=goal)
    if request.method == "POST":
        services.delete_goal(found)
        messages.success(request, _("The goal is deleted."))
        return redirect("teaching:goals", access.course.slug)
    return teaching_page(request, access, "goals", "teaching/goals/delete.html", {"goal": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def extension(request: LearnerRequest, course: str, goal: int, enrolment: int) -> HttpResponse:
    """Show until when one learner has time for a goal, and change it."""
    access = editor_access(request, course)
    found = get_object_or_404(access.course.goals.select_related("lesson"), pk=goal)
    member = get_object_or_404(Enrolment.objects.learners().select_related("user"), course=access.course, pk=enrolment)
    given = GoalExtension.objects.filter(user=member.user, goal=found).first()
    form = ExtensionForm(found, _posted(request), initial={"last_on": given and given.last_on})
    if request.method == "POST" and form.is_valid():
        services.extend(found, member.user, form.cleaned_data["last_on"])
        messages.success(request, _("Saved."))
        return redirect("teaching:goal", access.course.slug, found.pk)
    context = {"form": form, "goal": found, "member": member}
    status = 422 if form.errors else 200
    return teaching_page(request, access, "goals", "teaching/goals/extension.html", context, status=status)


def _posted(request: LearnerRequest) -> QueryDict | None:
    """Return what was sent, also where that is nothing; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None
