"""A practice page of an upload as it was understood: the lesson that it would become, which nobody can answer."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.cards.models import Deck
from apps.exchange import uploads
from apps.exchange.importing.report import PageReport
from apps.exchange.uploads import Upload, course_of
from apps.exchange.views.upload_access import with_upload
from apps.lessons.preview import PreviewedLesson, preview_of_page
from apps.web.http import LearnerRequest


@require_safe
@with_upload
def page_preview(request: LearnerRequest, upload: Upload, number: int) -> HttpResponse:
    """Show one page of an upload; a fragment of the plan for htmx."""
    page = next((each for each in _pages(upload) if each.number == number), None)
    if page is None:
        raise Http404
    context = {
        "upload": upload,
        "course": course_of(request.user, upload),
        "page": page,
        "preview": lesson_preview(request, upload, page),
    }
    template = "exchange/page_preview.html#preview" if request.htmx else "exchange/page_preview.html"
    return render(request, template, context)


def lesson_preview(request: LearnerRequest, upload: Upload, page: PageReport) -> PreviewedLesson:
    """Return the lesson that a page of an upload would become. Raises MissingFile."""
    found = uploads.load_page(request.user, upload, page.number)
    stored = Deck.objects.filter(lesson__course__slug=upload.course, lesson__slug=page.slug).first()
    return preview_of_page(found, page.slug, stored or Deck(language=found.language or "en"), str(page.number))


def _pages(upload: Upload) -> list[PageReport]:
    return upload.report.importable_pages if upload.report else []
