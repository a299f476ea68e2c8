"""A person's reminders: how they want to be reminded, the end of the e-mails without a login, and their calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.reminders import services, tokens
from apps.reminders.email import may_get_email
from apps.reminders.feed import feed
from apps.reminders.forms import RemindersForm
from apps.reminders.models import Reminders
from apps.web.http import LearnerRequest, VisitorRequest, absolute_url

CALENDAR_SECONDS = 3600


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reminders(request: LearnerRequest) -> HttpResponse:
    """Show and save how the person wants to be reminded."""
    row = Reminders.objects.filter(user=request.user).first() or Reminders()
    row.user = request.user
    form = RemindersForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.save_reminders(form.instance, form.changed_data, now=timezone.now())
        messages.success(request, form.saved_sentence())
        return redirect("reminders:reminders")
    context = {"form": form, "calendar_url": _calendar_url(row), "may_get_email": may_get_email(request.user)}
    return render(request, "reminders/reminders.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def change_calendar(request: LearnerRequest) -> HttpResponse:
    """Give the person's calendar a new address, or none any more."""
    if "remove" in request.POST:
        services.remove_calendar(request.user)
        messages.success(request, _("The calendar is off. Its address no longer works."))
    else:
        services.renew_calendar(request.user)
        messages.success(request, _("Your calendar has a new address."))
    return redirect("reminders:reminders")


@csrf_exempt  # mail programs post it, RFC 8058; the token says who is meant
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: VisitorRequest, token: str) -> HttpResponse:
    """Ask whether to end the e-mails, and end them: opening the link alone, as scanners of mail do, ends nothing."""
    row = tokens.unsubscribing(token)
    if row is None:
        raise Http404
    done = request.method == "POST"
    if done:
        services.unsubscribe(row.user)
    return render(request, "reminders/unsubscribe.html", {"done": done})


@require_safe
@cache_control(private=True, max_age=CALENDAR_SECONDS)
def calendar(request: VisitorRequest, person: int, key: str) -> HttpResponse:
    """Return the calendar of the person with this key, in their language; without a login, as calendar programs ask."""
    row = tokens.of_calendar(person, key)
    if row is None:
        raise Http404
    with translation.override(row.user.preferred_language or translation.get_language()):
        text = feed(row.user, timezone.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _calendar_url(row: Reminders) -> str:
    arguments = [row.user_id, row.calendar_key]
    return absolute_url(reverse("reminders:calendar", args=arguments)) if row.calendar_key else ""
