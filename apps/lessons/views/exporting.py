"""A lesson's practice page as Markdown, which can be imported again."""

from django.contrib.auth.views import redirect_to_login
from django.http.response import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from apps.formats.practice_page import page_writer
from apps.lessons.exporting import page_of
from apps.lessons.views.lookup import visible_lesson
from apps.web.http import VisitorRequest
from apps.web.requests.rate_limits import count_or_refuse

MAX_NOTES = 250  # of a page that anybody may download: the source of twenty as many takes seconds to write


@require_safe
def export(request: VisitorRequest, course: str, lesson: str) -> HttpResponseBase:
    """Download the page's source as Markdown; that of a very long page takes an account."""
    found = visible_lesson(request, course, lesson)
    if found.deck.notes.count() > MAX_NOTES and (refused := _refused(request)):
        return refused
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.md"'}
    return HttpResponse(page_writer.write(page_of(found)), content_type="text/markdown; charset=utf-8", headers=headers)


def _refused(request: VisitorRequest) -> HttpResponseBase | None:
    """Return what a person gets who has no account, or who downloads long pages too often."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return count_or_refuse(request, "export_long_page")
