"""Imports practice pages into a course: all those that can be read, in one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace

from django.db import transaction

from apps.courses.models import Course
from apps.exchange.importing.practice_pages import PagePreview, fingerprint, preview_pages, report_of, with_choices
from apps.exchange.importing.report import Report
from apps.exchange.models import UndoableImport
from apps.exchange.services.deck_import import Saving
from apps.formats.messages import gettext as _
from apps.formats.practice_page.records import Page
from apps.formats.problems import Code, ImportProblem
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.lessons.importing.files import PageSource
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.lessons.importing.plan import lesson_at
from apps.lessons.services.import_page import import_page
from apps.lessons.services.lesson_changes import Change, change_of, snapshot

EVERY_PAGE_SKIPPED = _("Every page is skipped. Choose at least one to import.")


def import_pages(
    sources: Sequence[PageSource],
    course: Course,
    *,
    choices: Mapping[str, str] | None = None,
    undo: UndoableImport | None = None,
    progress: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import the pages that are not refused; return what was done.

    `choices` are what their owner chose for them, by their numbers. `undo` is saved with what changed. `saving`
    surrounds all that is written, and may open the transaction itself. Raises ImportProblem for a single page that is
    refused and where all are skipped, and whatever `progress` and `saving` raise; then nothing is written.
    """
    with transaction.atomic():
        Course.objects.select_for_update(no_key=True).get(pk=course.pk)  # or two imports would plan the same
        slugs = LessonSlugs()
        shown = preview_pages(sources, course, progress, slugs)
        previews = list(with_choices(shown, choices or {}, course, slugs))
        if any(each.plan for each in shown) and not any(each.plan for each in previews):
            raise ImportProblem(Code.OPTIONS, EVERY_PAGE_SKIPPED)
        report = replace(report_of(previews), fingerprint=fingerprint(shown))
        with saving(report):
            changes = [
                _import_page(each.page, course, each.slug)
                for each in with_progress(previews, len(previews), progress)
                if each.page and each.plan
            ]
            _save_undo(undo, [change for change in changes if change["rows"]])
    return report


def _import_page(page: Page, course: Course, slug: str) -> Change:
    before = snapshot(lesson_at(course, slug))
    return change_of(import_page(page, course, slug).lesson, before)


def _save_undo(undo: UndoableImport | None, changes: list[Change]) -> None:
    if undo and changes:
        undo.changes = changes
        undo.save(force_insert=True)


@transaction.atomic
def import_one(preview: PagePreview, course: Course, undo: UndoableImport) -> PagePreview:
    """Import a page alone, and save its course if that is new; return it with what was done. Raises ImportProblem.

    What changed is added to `undo`, which is saved with the first change.
    """
    if preview.page is None:
        return preview
    if course.pk is None:
        course.save()
    before = snapshot(lesson_at(course, preview.slug))
    imported = import_page(preview.page, course, preview.slug)
    change = change_of(imported.lesson, before)
    if change["rows"]:
        undo.course, undo.changes = course, [*undo.changes, change]
        undo.save()
    return replace(preview, plan=imported.plan)
