"""A person deletes their account, with all that is theirs."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.courses.services.membership import owned_alone
from apps.library.services.delete_own_account import delete_own_account
from apps.web.http import LearnerRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator] # allauth has no types
def delete(request: LearnerRequest) -> HttpResponse:
    """Say what is deleted and what stays, and delete the account, unless a course would be left without an owner."""
    if request.method == "POST" and delete_own_account(request.user, at=timezone.now()):
        logout(request)
        messages.success(request, _("Your account is deleted."))
        return redirect("reviews:today")
    status = 409 if request.method == "POST" else 200
    return render(request, "library/delete_account.html", {"courses": owned_alone(request.user)}, status=status)
