"""Undoing an import of practice pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.exchange.models import UndoableImport
from apps.exchange.services.undo_import import ImportCannotBeUndone, undo_import
from apps.web.http import LearnerRequest
from apps.web.localized import enumeration, number

MAX_NAMES = 10


@require_POST
@login_required
def undo(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Undo an import, then show the course."""
    found = get_object_or_404(UndoableImport.objects.select_related("course"), pk=pk)
    if not found.course.is_taught_by(request.user):
        raise Http404
    try:
        kept = undo_import(found, at=timezone.now())
    except ImportCannotBeUndone:
        messages.info(request, _("This import was undone already, or a day has passed since. Nothing changed."))
    else:
        messages.success(request, " ".join([_("The import of “%(name)s” is undone.") % {"name": found}, *_kept(kept)]))
    return redirect("lessons:course", found.course.slug)


def _kept(names: list[str]) -> list[str]:
    """Return in a sentence what was edited or answered since, and stays."""
    if not names:
        return []
    text = ngettext(
        "%(count)s text was edited or answered since and stays: %(names)s.",
        "%(count)s texts were edited or answered since and stay: %(names)s.",
        len(names),
    )
    shown = enumeration([*(f"“{name}”" for name in names[:MAX_NAMES]), *["…"] * (len(names) > MAX_NAMES)])
    return [text % {"count": number(len(names)), "names": shown}]
