"""The tabs above every teaching page of a course, and the page below them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.teaching.access import TeachingAccess
from apps.web.http import LearnerRequest


@dataclass(frozen=True)
class Tab:
    """One of the pages of a course: its name, the word that is shown, and the name of its URL."""

    name: str
    label: Promise
    view: str


TABS = (
    Tab("lessons", _("Lessons"), "teaching:lessons"),
    Tab("people", _("People"), "teaching:people"),
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
    urls = [(each, reverse(each.view, args=[access.course.slug])) for each in TABS]
    surroundings = {"course": access.course, "access": access, "tab": tab, "tabs": urls}
    return render(request, template, surroundings | context, status=status)
