"""What an upload would change, and its import: of decks and of practice pages alike, for the site and for jobs."""

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from apps.accounts.models import User
from apps.courses.models import Course
from apps.exchange.importing import practice_pages
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import Saving, import_decks, plan_import
from apps.exchange.services.page_import import import_pages
from apps.exchange.uploads import Upload, UploadKind, course_of, target_of
from apps.formats.detect import open_file
from apps.formats.progress import ProgressCallback, no_progress
from apps.lessons.importing.files import PageSource


class CourseNotTaught(Exception):
    """The person does not teach the course of an upload (any longer)."""


def check_target(person: User, upload: Upload) -> None:
    """Raise CourseNotTaught if the upload is for a course that the person does not teach."""
    _target(person, upload)


def plan_upload(person: User, upload: Upload, path: Path) -> Report:
    """Return what importing the file at a path would do, and write nothing. Raises ImportProblem, CourseNotTaught."""
    if upload.kind == UploadKind.PAGES:
        course = _course(person, upload)
        return practice_pages.report_of(practice_pages.preview_pages(_pages(upload, path), course))
    target = _target(person, upload)
    with open_file(path, upload.name, upload.options) as source:
        return plan_import(source, target)


def import_upload(
    person: User,
    upload: Upload,
    path: Path,
    *,
    now: datetime,
    progress: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import the file at a path as its owner chose; return what was done.

    `progress` and `saving` as in `import_decks`. Raises ImportProblem, CourseNotTaught and whatever those raise.
    """
    if upload.kind == UploadKind.PAGES:
        return import_pages(_pages(upload, path), _course(person, upload), saving=saving)
    target, learner = _target(person, upload), person if upload.with_schedule else None
    with open_file(path, upload.name, upload.options) as source:
        return import_decks(source, target, now=now, learner=learner, progress=progress, saving=saving)


def _pages(upload: Upload, path: Path) -> list[PageSource]:
    return practice_pages.sources_of(upload.name, path.read_bytes(), upload.lesson)


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
