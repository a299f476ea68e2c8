"""Imports practice pages into a course: all those that can be read, one after the other."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace

from django.db import transaction

from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course
from apps.exchange.importing.practice_pages.plan import (
    PagePreview,
    page_report,
    preview_pages,
    report_of,
    with_choices,
)
from apps.exchange.importing.practice_pages.plan import fingerprint as fingerprint_of
from apps.exchange.importing.report import PageReport, Report
from apps.exchange.importing.targets import Target
from apps.exchange.models import UndoableImport
from apps.exchange.services.apply import mark_begun, mark_finished
from apps.exchange.services.deck_import import Checking, Saving, accept
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.lessons.importing.files import PageSource
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.lessons.importing.plan import lesson_at, plan_page
from apps.lessons.services.import_page import import_page
from apps.lessons.services.lesson_changes import change_of, snapshot
from apps.web.pieces import piece

CHANGED_LESSON = _("Somebody else changed this lesson in the meantime. Import its page again.")
EVERY_PAGE_SKIPPED = _("Every page is skipped. Choose at least one to import.")


class ImportUndone(Exception):
    """The import was undone while it was running: what was left of it is not imported."""


def import_pages(
    sources: Sequence[PageSource],
    course: Course,
    *,
    fingerprint: str,
    choices: Mapping[str, str] | None = None,
    undo: UndoableImport,
    progress: ProgressCallback = no_progress,
    checking: Checking = accept,
    begun: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import the pages that are not refused, each in a transaction of its own; return what was done.

    `choices` are what their owner chose for them, by their numbers. `undo` is saved with what each page changed. What
    breaks off is continued by the next import with this `fingerprint`, that of the changes which were confirmed, and
    the same `undo`. `progress`, `checking`, `begun` and `saving` as in `import_decks`. Raises ImportProblem for a
    single page that is refused and where all are skipped, ImportUndone, and what those raise.
    """
    slugs, target = LessonSlugs(), Target(course=course)
    shown = preview_pages(sources, course, progress, slugs)
    previews = list(with_choices(shown, choices or {}, course, slugs))
    if any(each.plan for each in shown) and not any(each.plan for each in previews):
        raise ImportProblem(Code.OPTIONS, EVERY_PAGE_SKIPPED)
    checking(replace(report_of(previews), fingerprint=fingerprint_of(shown)))
    with piece():
        mark_begun(target, fingerprint, undo.imported_at)
    numbered = enumerate(with_progress(previews, len(previews), begun), 1)
    done = [import_if_same(each, number, course, undo) for number, each in numbered]
    report = replace(report_of(done, _lines(undo)), fingerprint=fingerprint_of(shown))
    with transaction.atomic(), saving(report):
        mark_finished(target, fingerprint)
    return report


def import_if_same(preview: PagePreview, number: int, course: Course, undo: UndoableImport) -> PagePreview:
    """Import a page unless somebody changed its lesson since it was planned; return what became of it.

    A course that is new is saved. What changed is stored with `undo`, by the number of the page: it is imported once.
    Raises ImportUndone.
    """
    if preview.page is None or preview.plan is None:
        return preview
    line = asdict(page_report(preview, number))
    with piece():
        _lock(course)
        stored = _stored(undo)
        if any(each["page"] == number for each in stored.changes):
            return preview
        lesson = lesson_at(course, preview.slug)
        now = replace(preview, plan=plan_page(preview.page, lesson))
        if fingerprint_of([now]) != fingerprint_of([preview]):
            return replace(preview, plan=None, problem=ImportProblem(Code.BUSY, CHANGED_LESSON))
        before = snapshot(lesson)
        change = change_of(import_page(preview.page, course, preview.slug).lesson, before)
        if change["rows"]:
            stored.course, stored.changes = course, [*stored.changes, change | {"page": number, "report": line}]
            stored.save(update_fields=None if stored is undo else ["changes"])
    return preview


def _lock(course: Course) -> None:
    """Let one import at a time plan and write, and no undo; save a new course."""
    if course.pk is None:
        course.save()
    lock_course(course.pk)


def _stored(undo: UndoableImport) -> UndoableImport:
    """Return an import as others see it by now; itself before its first change. Raises ImportUndone."""
    stored = UndoableImport.objects.filter(pk=undo.pk).first() or undo
    if stored.undone_at:
        raise ImportUndone
    return stored


def _lines(undo: UndoableImport) -> dict[int, PageReport]:
    """Return what became of pages by their numbers, those of earlier attempts included. Raises ImportUndone."""
    return {each["page"]: PageReport.from_dict(each["report"]) for each in _stored(undo).changes}
