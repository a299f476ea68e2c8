"""A person's saved searches: the list of them, and what is done to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.library.browse.forms import RenameSearchForm, SavedSearchForm
from apps.library.services.searches import NameTaken, TooManySearches, delete_search, rename_search, save_search
from apps.search.correction import mistake_in
from apps.web.http import LearnerRequest


@require_safe
@never_cache
@login_required
def searches(request: LearnerRequest) -> HttpResponse:
    """Show the person's saved searches."""
    return _page(request)


def _page(request: LearnerRequest, renamed: int | None = None, form: RenameSearchForm | None = None) -> HttpResponse:
    """Show the searches; where another name was refused, with that and why."""
    context = {"searches": request.user.saved_searches.all(), "renamed": renamed, "form": form}
    return render(request, "library/searches.html", context, status=422 if form else 200)


@require_POST
@login_required
def save(request: LearnerRequest) -> HttpResponse:
    """Save a search under a name, and go back to what it finds."""
    form = SavedSearchForm(request.POST)
    query = request.POST.get("query", "")
    if not form.is_valid() or mistake_in(query, request.user, request.user.study_day(timezone.now())):
        messages.error(request, _("Not saved: type a search that can be read, and a name for it."))
    else:
        _save(request, form)
    return redirect(f"{reverse('library:browse')}?{urlencode({'q': query})}")


def _save(request: LearnerRequest, form: SavedSearchForm) -> None:
    try:
        save_search(request.user, **form.cleaned_data)
    except TooManySearches:
        messages.error(request, _("Not saved: you have too many saved searches. Delete one of them first."))
    else:
        messages.success(request, _("Saved as “%(name)s”.") % form.cleaned_data)


@require_POST
@login_required
def rename(request: LearnerRequest, pk: int) -> HttpResponse:
    """Give a saved search another name."""
    search, form = get_object_or_404(request.user.saved_searches, pk=pk), RenameSearchForm(request.POST)
    if not form.is_valid():
        return _page(request, search.pk, form)
    try:
        rename_search(search, form.cleaned_data["name"])
    except NameTaken:
        form.add_error("name", _("Another of your searches has that name. Choose a different one."))
        return _page(request, search.pk, form)
    messages.success(request, _("Renamed to “%(name)s”.") % form.cleaned_data)
    return redirect("library:searches")


@require_POST
@login_required
def delete(request: LearnerRequest, pk: int) -> HttpResponse:
    """Delete a saved search, which the person confirmed."""
    search = get_object_or_404(request.user.saved_searches, pk=pk)
    delete_search(search)
    messages.success(request, _("Deleted the search “%(name)s”.") % {"name": search})
    return redirect("library:searches")
