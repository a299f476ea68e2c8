"""Joining a course: by a link or a code, or by an invitation."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts import person_names
from apps.accounts.services.preferences import introduce
from apps.courses import pending_join
from apps.courses.entrance import Entrance, find_entrance
from apps.courses.mailed_links import PROOF, is_mailed
from apps.courses.messages import entered
from apps.courses.services.join_link import LinkClosed
from apps.web.http import VisitorRequest
from apps.web.requests.rate_limits import count_or_refuse

NAMES = "names"  # the field with which the page's promise about names comes back
SHOWN = "shown"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: VisitorRequest, code: str) -> HttpResponse:
    """Show what one joins and who will see what; let people in, visitors after they have signed up or logged in."""
    entrance = find_entrance(code, timezone.now())
    if entrance is None:
        return count_or_refuse(request, "join") or _closed(request)
    if request.method == "POST":
        return _enter(request, entrance)
    if _is_member(request, entrance) and not entrance.invitation:
        return redirect("lessons:course", entrance.course.slug)
    context = {
        "entrance": entrance,
        "course": entrance.course,
        "tells_name": entrance.tells_name,
        "asked": _asked(request, entrance),
        "is_for_another": _is_for_another(request, entrance),
    }
    return render(request, "courses/joining/join.html", context)


def _enter(request: VisitorRequest, entrance: Entrance) -> HttpResponse:
    course, shows_name = entrance.course, request.POST.get(NAMES) == SHOWN and entrance.course.shows_names
    if not request.user.is_authenticated:
        return _to_account(request, entrance, shows_name=shows_name)
    if _is_for_another(request, entrance):
        return redirect("joining:join", entrance.code)
    introduce(request.user, sent_name(request))
    try:
        if entrance.enter(request.user, at=timezone.now(), shows_name=shows_name):
            messages.success(request, entered(course, request.user))
    except LinkClosed:
        if not _is_member(request, entrance):
            return _closed(request)
    if _is_member(request, entrance):
        return redirect("lessons:course", course.slug)
    return redirect("joining:join", entrance.code)


def _to_account(request: VisitorRequest, entrance: Entrance, *, shows_name: bool) -> HttpResponse:
    """Lead a visitor to sign up, or to log in, and from there to the course.

    Who opened the link in an invitation's e-mail has read it: its address needs no further proof.
    """
    pending_join.remember(request, entrance.code, shows_name=shows_name, name=sent_name(request))
    next_page = "joining:join" if entrance.needs_approval else "lessons:course"
    query = {"next": reverse(next_page, args=[entrance.code if entrance.needs_approval else entrance.course.slug])}
    if entrance.invitation and is_mailed(entrance.invitation, request.GET.get(PROOF, "")):
        get_adapter().stash_verified_email(request, entrance.invitation.email)
    account = "account_signup" if "sign_up" in request.POST else "account_login"
    return redirect(f"{reverse(account)}?{urlencode(query)}")


def sent_name(request: VisitorRequest) -> str:
    """Return what a person calls themselves who joins, or asks to: empty where they did not say."""
    return person_names.cleaned(request.POST.get("name", ""))


def _is_member(request: VisitorRequest, entrance: Entrance) -> bool:
    return request.user.is_authenticated and entrance.course.enrolments.filter(user=request.user).exists()


def _is_for_another(request: VisitorRequest, entrance: Entrance) -> bool:
    return request.user.is_authenticated and entrance.is_for_another(request.user)


def _asked(request: VisitorRequest, entrance: Entrance) -> object:
    """Return the person's request, where people are let in one by one."""
    if not (entrance.needs_approval and request.user.is_authenticated):
        return None
    return entrance.course.join_requests.filter(user=request.user).first()


def _closed(request: VisitorRequest) -> HttpResponse:
    return render(request, "courses/joining/closed.html", status=404)
