"""A lesson's practice page as Markdown, which can be imported again."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.formats.practice_page import page_writer
from apps.lessons.exporting import page_of
from apps.lessons.views.lookup import visible_lesson
from apps.web.http import VisitorRequest


@require_safe
def export(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Download the page's source as Markdown."""
    found = visible_lesson(request, course, lesson)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.md"'}
    return HttpResponse(page_writer.write(page_of(found)), content_type="text/markdown; charset=utf-8", headers=headers)
