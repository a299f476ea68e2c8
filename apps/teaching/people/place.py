"""The part of the roster that is shown: its filter, group, search and page, which its forms have in their URLs."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.courses.models import Course
from apps.web.http import LearnerRequest

PLACE = ("show", "group", "q", "page")
REMOVED = "removed"  # the keys of those who were just removed, in the URL of the page that offers to undo it


def to_roster(request: LearnerRequest, course: Course, **more: object) -> HttpResponse:
    """Lead back to the part of the roster on which something was pressed; `more` goes into its URL, too."""
    return redirect(reverse("teaching:people", args=[course.slug], query={**_place(request), **more}))


def place_query(request: LearnerRequest) -> str:
    """Return what the URL of a form or a link ends with, so that it leads back; empty for the first page of all."""
    place = _place(request)
    return f"?{urlencode(place)}" if place else ""


def _place(request: LearnerRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in PLACE if name in request.GET}
