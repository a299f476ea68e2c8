"""Imports practice pages into a course: all those that can be read, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace

from django.db import transaction

from apps.courses.models import Course
from apps.exchange.importing.practice_pages.plan import PagePreview, preview_pages, report_of, with_choices
from apps.exchange.importing.practice_pages.plan import fingerprint as fingerprint_of
from apps.exchange.importing.report import Report
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
    single page that is refused and where all are skipped, and what those raise; then nothing is written.
    """
    slugs, target = LessonSlugs(), Target(course=course)
    shown = preview_pages(sources, course, progress, slugs)
    previews = list(with_choices(shown, choices or {}, course, slugs))
    if any(each.plan for each in shown) and not any(each.plan for each in previews):
        raise ImportProblem(Code.OPTIONS, EVERY_PAGE_SKIPPED)
    checking(replace(report_of(previews), fingerprint=fingerprint_of(shown)))
    with piece():
        mark_begun(target, fingerprint, undo.imported_at)
    begun_before = UndoableImport.objects.filter(pk=undo.pk).first() or undo
    done = [_import_if_same(each, number, course, begun_before) for number, each in _numbered(previews, begun)]
    try:
        report = replace(report_of(done), fingerprint=fingerprint_of(shown))
    except ImportProblem:  # of the only page: nothing was written
        mark_finished(target, fingerprint)
        raise
    with transaction.atomic(), saving(report):
        mark_finished(target, fingerprint)
    return report


def _numbered(previews: Sequence[PagePreview], begun: ProgressCallback) -> Iterator[tuple[int, PagePreview]]:
    return enumerate(with_progress(previews, len(previews), begun), 1)


def _import_if_same(preview: PagePreview, number: int, course: Course, undo: UndoableImport) -> PagePreview:
    """Import a page of several unless somebody changed its lesson since it was planned; return what became of it."""
    if preview.page is None or preview.plan is None or any(each.get("page") == number for each in undo.changes):
        return preview
    with piece():
        Course.objects.select_for_update(no_key=True).get(pk=course.pk)  # no other import plans the same now
        lesson = lesson_at(course, preview.slug)
        now = replace(preview, plan=plan_page(preview.page, lesson))
        if fingerprint_of([now]) != fingerprint_of([preview]):
            return replace(preview, plan=None, problem=ImportProblem(Code.BUSY, CHANGED_LESSON))
        before = snapshot(lesson)
        change = change_of(import_page(preview.page, course, preview.slug).lesson, before)
        if change["rows"]:
            undo.changes = [*undo.changes, change | {"page": number}]
            undo.save()
    return preview


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
