"""The tabs above every teaching page of a course, and the page below them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.courses.models import Course
from apps.teaching.access import TeachingAccess
from apps.teaching.reports.queue import open_number
from apps.web.http import LearnerRequest


def no_count(_course: Course) -> int:
    """Return that nothing waits there."""
    return 0


@dataclass(frozen=True)
class Tab:
    """One of the pages of a course: its name, the word that is shown, the name of its URL, and what waits there."""

    name: str
    label: Promise
    view: str
    count: Callable[[Course], int] = no_count


TABS = (
    Tab("lessons", _("Lessons"), "teaching:lessons"),
    Tab("people", _("People"), "teaching:people"),
    Tab("insight", _("Insight"), "teaching:insight"),
    Tab("goals", _("Goals"), "teaching:goals"),
    Tab("reports", _("Reports"), "teaching:reports", open_number),
    Tab("settings", _("Settings"), "teaching:settings"),
)


def teaching_page(
    request: LearnerRequest,
    access: TeachingAccess,
    tab: str,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a teaching page of the course, whose template extends `teaching/base.html`, below its tab."""
    course = access.course
    tabs = [(each, reverse(each.view, args=[course.slug]), each.count(course)) for each in TABS]
    surroundings = {"course": course, "access": access, "tab": tab, "tabs": tabs}
    return render(request, template, surroundings | context, status=status)
