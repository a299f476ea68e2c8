"""The tabs above every teaching page of a course, and the page below them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.courses.models import Course
from apps.teaching.access import TeachingAccess
from apps.teaching.people.waiting import asking_number
from apps.teaching.reports.queue import open_number
from apps.web.http import LearnerRequest


@dataclass(frozen=True)
class Tab:
    """One of the pages of a course: its name, the word that is shown, the name of its URL, and what waits there.

    `number` counts that within a statement; `waiting` says to those who hear the number what it counts.
    """

    name: str
    label: Promise
    view: str
    number: Callable[[Course], Subquery] | None = None
    waiting: Promise | str = ""


TABS = (
    Tab("lessons", _("Lessons"), "teaching:lessons"),
    Tab("people", _("People"), "teaching:people", asking_number, _("asking to join")),
    Tab("insight", _("Insight"), "teaching:insight"),
    Tab("goals", _("Goals"), "teaching:goals"),
    Tab("reports", _("Reports"), "teaching:reports", open_number, pgettext_lazy("reports", "open")),
    Tab("settings", _("Settings"), "teaching:settings"),
)


def _numbers(course: Course) -> dict[str, int]:
    """Return what waits behind each tab that counts it, by its name: one statement for all."""
    numbers = {tab.name: Coalesce(tab.number(course), 0) for tab in TABS if tab.number}
    return cast(dict[str, int], Course.with_deleted.filter(pk=course.pk).values(**numbers).get())


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
    numbers = _numbers(course)
    tabs = [(each, reverse(each.view, args=[course.slug]), numbers.get(each.name, 0)) for each in TABS]
    surroundings = {"course": course, "access": access, "tab": tab, "tabs": tabs}
    return render(request, template, surroundings | context, status=status)
