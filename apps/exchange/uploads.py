"""What a person uploaded to import it: stored between two pages, for that person alone, for a day.

An upload is a file and what is known of it, below `uploads/<user>/<id>/` in the scratch storage. Its report is stored
for a day below `import_reports/`. Housekeeping removes both.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder

from apps.accounts.models import User
from apps.courses.models import Course, CourseQuerySet
from apps.exchange.importing.practice_pages import stored_pages
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.formats.practice_page.records import Page
from apps.formats.tables.table_reader import TableOptions
from apps.web import storage
from apps.web.storage import MissingFile, scratch_files

FOUND = ("size", "sheets", "first_rows", "report", "problem", "job")  # about an upload, not chosen by its owner


class UploadKind(StrEnum):
    """What a file becomes."""

    DECKS = "decks"
    PAGES = "pages"  # lessons of a course


@dataclass(frozen=True)
class Upload:
    """A file or a pasted text (without a name), what it becomes, and what its owner chose and was shown since.

    `course` is a slug, empty for private decks; `lesson` that of the lesson which a page becomes, empty for the one
    that the page names. `options` is how a table is read (None for other files) and `sheets` are those of its workbook.
    `first_rows` are those of the sheets of a workbook, by their names. `report` is what it would change, as its owner
    saw it last, or what it changed; `problem` is why another choice is needed, a sentence. `job` is the key of the job
    that reads or imports it, empty where there is none. `language` and `encoding` are those that its owner chose, empty
    where they are guessed and detected. With `add_to_review`, its owner studies private decks from then on. `choices`
    are what they chose for practice pages, by their numbers. With `bold_cloze`, bold words of Markdown are blanks.
    """

    name: str
    size: int
    kind: UploadKind = UploadKind.DECKS
    course: str = ""
    lesson: str = ""
    title: str = ""
    with_schedule: bool = False
    bold_cloze: bool = False
    add_to_review: bool = False
    language: str = ""
    encoding: str = ""
    pk: UUID = field(default_factory=uuid4)
    options: TableOptions | None = None
    sheets: tuple[str, ...] = ()
    first_rows: dict[str, list[list[str]]] = field(default_factory=dict)
    report: Report | None = None
    problem: str = ""
    job: str = ""
    choices: dict[str, str] = field(default_factory=dict)

    def choices_of_owner(self) -> dict[str, Any]:
        """Return what a job needs to import it: all but what was found out about its file, as JSON has it."""
        values = asdict(replace(self, report=None)) | {"pk": str(self.pk)}
        return {name: value for name, value in values.items() if name not in FOUND}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the upload of which `asdict` and JSON made this."""
        return cls(
            **data
            | {
                "kind": UploadKind(data["kind"]),
                "pk": UUID(data["pk"]),
                "options": options_from_dict(data["options"]),
                "sheets": tuple(data["sheets"]),
                "report": Report.from_dict(data["report"]) if data["report"] else None,
            }
        )


def options_from_dict(data: dict[str, Any] | None) -> TableOptions | None:
    """Return the options of a table of which `asdict` and JSON made this."""
    if data is None:
        return None
    return TableOptions(**data | {name: tuple(data[name]) for name in ("columns", "tags")})


def courses_of(person: User) -> CourseQuerySet:
    """Return the courses that the person may import into."""
    return Course.objects.all() if person.is_superuser else Course.objects.taught_by(person)


def course_of(person: User, upload: Upload) -> Course | None:
    """Return the course that an upload is for, if the person teaches it."""
    return courses_of(person).filter(slug=upload.course).first()


def target_of(person: User, upload: Upload) -> Target | None:
    """Return whose the decks of an upload become; None if the person does not teach that course (any longer)."""
    if not upload.course:
        return Target(owner=person, title=upload.title, language=upload.language)
    course = course_of(person, upload)
    return Target(course=course, title=upload.title, language=upload.language) if course else None


def store(person: User, upload: Upload, file: File | None = None) -> None:
    """Store what is known of an upload; its file only the first time."""
    if file is not None:
        file.seek(0)
        storage.write(scratch_files(), _name(person, upload.pk, "file"), file)
    _write(_name(person, upload.pk, "upload.json"), upload)


def store_page(person: User, upload: Upload, number: int, page: Page) -> None:
    """Store a practice page of an upload, by its number."""
    content = json.dumps(stored_pages.to_dict(page))
    storage.write(scratch_files(), _name(person, upload.pk, f"page-{number}.json"), content.encode())


def load_page(person: User, upload: Upload, number: int) -> Page:
    """Return a practice page of an upload. Raises MissingFile."""
    content = storage.read(scratch_files(), _name(person, upload.pk, f"page-{number}.json"))
    return stored_pages.from_dict(json.loads(content))


def load(person: User, pk: UUID) -> Upload | None:
    """Return what the person uploaded, as long as it is stored."""
    return _read(_name(person, pk, "upload.json"))


def local_file(person: User, upload: Upload) -> AbstractContextManager[Path]:
    """Give the path of an upload's file. Raises MissingFile."""
    return storage.local_copy(scratch_files(), _name(person, upload.pk, "file"))


@contextmanager
def opened(person: User, upload: Upload) -> Iterator[File]:
    """Give an upload's file, open for reading. Raises MissingFile."""
    with storage.open_file(scratch_files(), _name(person, upload.pk, "file")) as file:
        yield File(file, upload.name)


def pasted_text(person: User, upload: Upload) -> str:
    """Return the text of an upload that was pasted; nothing for a file. Raises MissingFile."""
    if upload.name:
        return ""
    return storage.read(scratch_files(), _name(person, upload.pk, "file")).decode("utf-8", "replace")


def finish(person: User, upload: Upload) -> None:
    """Store for a day what became of an upload, and remove it: who asks for it in between finds one or the other."""
    report = upload.report and replace(upload.report, first_cards=[])  # which the deck has by now
    _write(_report_name(person, upload.pk), replace(upload, report=report, first_rows={}))
    remove(person, upload)


def load_finished(person: User, pk: UUID) -> Upload | None:
    """Return an upload that was imported, with its report, or that a job imports."""
    return _read(_report_name(person, pk))


def remove(person: User, upload: Upload) -> None:
    """Remove an upload with all that is stored of it."""
    for name in list(storage.names_below(scratch_files(), _name(person, upload.pk, "").rstrip("/"))):
        scratch_files().delete(name)


def _write(name: str, upload: Upload) -> None:
    content = json.dumps(asdict(upload), cls=DjangoJSONEncoder)
    storage.write(scratch_files(), name, content.encode())


def _read(name: str) -> Upload | None:
    try:
        return Upload.from_dict(json.loads(storage.read(scratch_files(), name)))
    except MissingFile:
        return None


def _name(person: User, pk: UUID, part: str) -> str:
    return f"uploads/{person.pk}/{pk}/{part}"


def _report_name(person: User, pk: UUID) -> str:
    return f"import_reports/{person.pk}/{pk}.json"
