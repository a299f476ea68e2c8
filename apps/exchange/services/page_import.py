"""Imports practice pages into a course: all those that can be read, in one transaction."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

from django.db import transaction

from apps.courses.models import Course
from apps.exchange.importing.practice_pages import PagePreview, preview_pages, report_of
from apps.exchange.importing.report import Report
from apps.exchange.services.deck_import import Saving
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.lessons.importing.files import PageSource
from apps.lessons.services.import_page import import_page


def import_pages(
    sources: Sequence[PageSource],
    course: Course,
    *,
    progress: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import the pages that are not refused; return what was done.

    `saving` surrounds all that is written, and may open the transaction itself. Raises ImportProblem for a single page
    that is refused, and whatever `progress` and `saving` raise; then nothing is written.
    """
    with transaction.atomic():
        Course.objects.select_for_update(no_key=True).get(pk=course.pk)  # or two imports would plan the same
        previews = preview_pages(sources, course, progress)
        report = report_of(previews)
        with saving(report):
            for each in with_progress(previews, len(previews), progress):
                if each.page:
                    import_page(each.page, course, each.slug)
    return report


@transaction.atomic
def import_one(preview: PagePreview, course: Course) -> PagePreview:
    """Import a page alone, and save its course if that is new; return it with what was done. Raises ImportProblem."""
    if preview.page is None:
        return preview
    if course.pk is None:
        course.save()
    return replace(preview, plan=import_page(preview.page, course, preview.slug).plan)
