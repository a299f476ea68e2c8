"""A person's preferences, where they are logged in, and the question who they are."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.forms import PreferencesForm
from apps.accounts.logins.login_list import logins
from apps.accounts.logins.services.end_logins import end_logins
from apps.accounts.services.preferences import save_preferences
from apps.accounts.sso.confirmation import providers_of
from apps.web.http import LearnerRequest, VisitorRequest, is_row_id
from apps.web.requests.cookies import cookie_name

THEMES = ("auto", "light", "dark")
YEAR_SECONDS = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: LearnerRequest) -> HttpResponse:
    """Show and save how the person likes to review."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        save_preferences(form.instance, form.changed_data)
        messages.success(request, form.saved_sentence())
        return redirect("accounts:preferences")
    return render(request, "accounts/preferences.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def theme(request: VisitorRequest) -> HttpResponse:
    """Store light, dark or auto in a cookie, for visitors too, and return to the page."""
    name = request.POST.get("theme", "")
    if name not in THEMES:
        return HttpResponseBadRequest(_("Choose auto, light or dark."), content_type="text/plain")
    next_url = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure()):
        next_url = resolve_url("reviews:today")
    response = HttpResponseRedirect(next_url)  # redirect() would also accept the name of a URL
    response.set_cookie(
        cookie_name("theme"),
        name,
        max_age=YEAR_SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sessions(request: LearnerRequest) -> HttpResponse:
    """List where the person is logged in; log out one of the other browsers, or all of them."""
    key = request.session.session_key
    if request.method == "POST":
        only = request.POST.get("login", "")
        if only and not is_row_id(only):
            raise Http404
        end_logins(request.user, keep=key, only=int(only) if only else None)
        messages.success(request, _("That browser is logged out.") if only else _("The other browsers are logged out."))
        return redirect("usersessions_list")
    found = logins(request.user, key, timezone.now())
    return render(request, "usersessions/usersession_list.html", {"logins": found})


@require_safe
@login_required
def confirm(request: LearnerRequest) -> HttpResponse:
    """Ask who logs in by a provider to do so again, before a change that concerns security."""
    return render(request, "accounts/confirm.html", {"providers": providers_of(request, request.user)})
