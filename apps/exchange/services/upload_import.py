"""What an upload would change, and its import: of decks and of practice pages alike, for the site and for jobs."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.db import transaction

from apps.accounts.models import User
from apps.courses.models import Course
from apps.exchange.importing.practice_pages.plan import preview_pages, report_of, sources_of
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.models import UndoableImport
from apps.exchange.services.apply import has_begun, mark_finished
from apps.exchange.services.deck_import import Checking, Saving, accept, import_decks, plan_import
from apps.exchange.services.page_import import ImportUndone, import_pages
from apps.exchange.uploads import Upload, UploadKind, course_of, target_of
from apps.formats.import_source import ImportSource
from apps.formats.messages import gettext as _
from apps.formats.practice_page.records import Page
from apps.formats.problems import Code, ImportProblem
from apps.formats.progress import ProgressCallback, no_progress
from apps.formats.readers import open_file
from apps.lessons.importing.files import PageSource
from apps.reviews.services import subscribe

NO_NOTES = _("This file has no notes that can be imported. {reasons}")


class OtherChanges(Exception):
    """Something else would change by now than what the person confirmed."""


class CourseNotTaught(Exception):
    """The person does not teach the course of an upload (any longer)."""


def check_target(person: User, upload: Upload) -> None:
    """Raise CourseNotTaught if the upload is for a course that the person does not teach."""
    _target(person, upload)


def plan_upload(
    person: User, upload: Upload, path: Path, progress: ProgressCallback = no_progress
) -> tuple[Report, dict[int, Page]]:
    """Return what importing the file at a path would do, and its practice pages by their numbers; write nothing.

    Raises ImportProblem, CourseNotTaught, and whatever `progress` raises.
    """
    if upload.kind == UploadKind.PAGES:
        previews = preview_pages(pages_of(upload, path), _course(person, upload), progress)
        pages = {number: each.page for number, each in enumerate(previews, 1) if each.page}
        return report_of(previews), pages
    target = _target(person, upload)
    with _opened(upload, path) as source:
        return plan_import(source, target, progress), {}


def import_upload(
    person: User,
    upload: Upload,
    path: Path,
    *,
    now: datetime,
    fingerprint: str,
    progress: ProgressCallback = no_progress,
    begun: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import the file at a path as its owner chose; return what was done.

    `fingerprint` is that of the changes which the owner confirmed. `progress`, `begun` and `saving` as in
    `import_decks`. Raises ImportProblem, CourseNotTaught, OtherChanges, ImportUndone, and whatever those raise.
    """
    target = _target(person, upload)
    checking: Checking = accept if has_begun(target, fingerprint) else partial(_check_confirmed, fingerprint)
    saving = partial(_saving_all, person, upload, now, saving)
    with _forgetting(target, fingerprint):
        if upload.kind == UploadKind.PAGES:
            return import_pages(
                pages_of(upload, path),
                _course(person, upload),
                fingerprint=fingerprint,
                choices=upload.choices,
                undo=UndoableImport(id=upload.pk, importer=person, name=upload.name[:255], imported_at=now, changes=[]),
                progress=progress,
                checking=checking,
                begun=begun,
                saving=saving,
            )
        learner = person if upload.with_schedule else None
        with _opened(upload, path) as source:
            return import_decks(
                source,
                target,
                now=now,
                learner=learner,
                progress=progress,
                checking=checking,
                begun=begun,
                saving=saving,
            )


@contextmanager
def _forgetting(target: Target, fingerprint: str) -> Iterator[None]:
    """Forget that an import had begun where it is refused: no attempt continues it."""
    try:
        yield
    except (ImportProblem, OtherChanges, ImportUndone):
        mark_finished(target, fingerprint)
        raise


@contextmanager
def _opened(upload: Upload, path: Path) -> Iterator[ImportSource]:
    """Open a file of decks. Raises ImportProblem."""
    with open_file(path, upload.name, upload.options, encoding=upload.encoding, bold_cloze=upload.bold_cloze) as source:
        yield source


def _check_confirmed(fingerprint: str, report: Report) -> None:
    """Let only the confirmed changes be saved, and only if there are any notes.

    Raises OtherChanges for others, and ImportProblem for a file without notes.
    """
    if not report.can_be_imported:
        raise ImportProblem(Code.NOTHING, NO_NOTES.with_parameters(reasons=" ".join(map(str, report.warnings[:3]))))
    if report.fingerprint != fingerprint:
        raise OtherChanges


@contextmanager
def _saving_all(person: User, upload: Upload, now: datetime, saving: Saving, report: Report) -> Iterator[None]:
    """Surround the end of an import; the person studies its decks if they chose to."""
    with transaction.atomic(), saving(report):
        yield
        if upload.add_to_review:
            _add_to_review(person, report, person.study_day(now))


def _add_to_review(person: User, report: Report, today: date) -> None:
    """Let a person study their own decks that a file has notes of; a deck that they study or paused stays as it is."""
    slugs = [deck.slug for deck in report.decks if deck.notes]
    for deck in person.decks.filter(slug__in=slugs).exclude(pk__in=person.subscriptions.values("deck")):
        subscribe(person, deck, today=today)


def pages_of(upload: Upload, path: Path) -> list[PageSource]:
    """Return the pages of an upload, whose file is at a path. Raises ImportProblem."""
    sources = sources_of(upload.name, path.read_bytes(), upload.lesson)
    return [replace(source, encoding=upload.encoding) for source in sources]


def _target(person: User, upload: Upload) -> Target:
    target = target_of(person, upload)
    if target is None:
        raise CourseNotTaught
    return target


def _course(person: User, upload: Upload) -> Course:
    course = course_of(person, upload)
    if course is None:
        raise CourseNotTaught
    return course
