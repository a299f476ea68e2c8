"""What a person brings to be imported: kept on the server for an hour, for that person alone, no longer than needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.cache import caches
from django.core.files import File
from django.core.files.base import ContentFile

from apps.accounts.models import User
from apps.courses.models import Course, CourseQuerySet
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.formats.tables.table_reader import TableOptions

KEPT = timedelta(hours=1)
REPORT_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class DeckUpload:
    """A file or a pasted text, what it shall become, and what its owner chose and was shown since.

    `course` is a slug, empty for a private deck. `options` is how its table is to be read (None where it is none) and
    `sheets` are those of its workbook; `shown` is what it would change, as its owner saw it last.
    """

    name: str
    size: int
    course: str = ""
    title: str = ""
    with_schedule: bool = False
    pk: UUID = field(default_factory=uuid4)
    options: TableOptions | None = None
    sheets: tuple[str, ...] = ()
    shown: Report | None = None

    @property
    def is_large(self) -> bool:
        """Whether nobody should wait for what it would change: it becomes a job at once."""
        return self.size > settings.IMPORT_JOB_BYTES

    @property
    def writes_much(self) -> bool:
        """Whether nobody should wait until what was shown is written: it becomes a job then."""
        if self.shown is None:
            return False
        written = self.shown.notes if self.with_schedule else self.shown.added + self.shown.changed
        return written > settings.IMPORT_JOB_NOTES


def courses_of(person: User) -> CourseQuerySet:
    """Return the courses whose decks the person may import."""
    return Course.objects.all() if person.is_superuser else Course.objects.taught_by(person)


def target_of(person: User, upload: DeckUpload) -> Target | None:
    """Return whose the decks become; nothing where the person does not teach that course (any more)."""
    if not upload.course:
        return Target(owner=person, title=upload.title)
    course = courses_of(person).filter(slug=upload.course).first()
    return Target(course=course, title=upload.title) if course else None


@contextmanager
def path_of(file: File) -> Iterator[Path]:
    """Give the path at which an uploaded file lies, and leave nothing there."""
    if hasattr(file, "temporary_file_path"):
        yield Path(file.temporary_file_path())
        return
    with NamedTemporaryFile(prefix="ditcards-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def keep(person: User, upload: DeckUpload, file: File | None = None) -> None:
    """Keep what is known of an upload; the file itself only the first time."""
    if file is not None:
        file.seek(0)
        caches["uploads"].set(_key(person, upload.pk, "file"), file.read(), KEPT.total_seconds())
    caches["uploads"].set(_key(person, upload.pk), upload, KEPT.total_seconds())


def kept(person: User, pk: UUID) -> DeckUpload | None:
    """Return what the person uploaded, as long as it is kept."""
    upload: DeckUpload | None = caches["uploads"].get(_key(person, pk))
    return upload


def file_of(person: User, upload: DeckUpload) -> File | None:
    """Return the file that was uploaded, as long as it is kept."""
    data: bytes | None = caches["uploads"].get(_key(person, upload.pk, "file"))
    return None if data is None else ContentFile(data, upload.name)


def finish(person: User, upload: DeckUpload, report: Report) -> None:
    """Throw the file away and keep for a day what became of it."""
    forget(person, upload)
    done = replace(upload, shown=report)
    caches["uploads"].set(_key(person, upload.pk, "report"), done, REPORT_KEPT.total_seconds())


def finished(person: User, pk: UUID) -> DeckUpload | None:
    """Return an upload that was imported, with its report."""
    upload: DeckUpload | None = caches["uploads"].get(_key(person, pk, "report"))
    return upload


def forget(person: User, upload: DeckUpload) -> None:
    """Throw away what the person uploaded."""
    caches["uploads"].delete_many([_key(person, upload.pk), _key(person, upload.pk, "file")])


def _key(person: User, pk: UUID, *part: Any) -> str:
    return ":".join(["deck", str(person.pk), str(pk), *part])
