"""What an uploaded file is, before anybody chose how it is read: practice pages, a table, or something else."""

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from apps.accounts.models import User
from apps.courses.models import Course
from apps.exchange.uploads import Upload, UploadKind, courses_of
from apps.formats.file_kinds import FileKind, kind_of
from apps.formats.messages import gettext as _
from apps.formats.practice_page import page_reader
from apps.formats.problems import Code, ImportProblem
from apps.formats.tables import table_reader
from apps.formats.tables.table_reader import TableOptions, TablePreview

SOLVED_BY_OPTIONS = (Code.ENCODING, Code.QUOTES, Code.OPTIONS)


def recognized(person: User, upload: Upload, path: Path) -> Upload:
    """Return a person's upload of decks as what its file is; that of a table has options.

    Raises ImportProblem, also for a table that no options make readable.
    """
    if upload.kind == UploadKind.PAGES or upload.options:
        return upload
    with path.open("rb") as file:
        holds_pages = page_reader.holds_practice_pages(file)
    if holds_pages and (taught := list(courses_of(person)[:2])):
        return _as_pages(upload, taught)
    return _as_table(upload, path) if kind_of(path, upload.name) is FileKind.TABLE else upload


def _as_pages(upload: Upload, taught: list[Course]) -> Upload:
    """Return an upload of pages for the course that was chosen, or for the only one that its owner teaches."""
    if not upload.course and len(taught) == 1:
        return replace(upload, kind=UploadKind.PAGES, course=taught[0].slug)
    if not upload.course:
        raise ImportProblem(
            Code.OPTIONS, _("This zip holds practice pages. Choose the course that they are for, and upload it again.")
        )
    return replace(upload, kind=UploadKind.PAGES)


def with_beginning(upload: Upload, path: Path) -> Upload:
    """Return the upload of a workbook with what its owner chooses from. Raises ImportProblem."""
    if upload.options is None:
        return upload
    with path.open("rb") as file:
        first_rows = table_reader.first_rows_of(file)
    return replace(upload, first_rows=first_rows, sheets=tuple(first_rows))


def _as_table(upload: Upload, path: Path) -> Upload:
    upload = with_beginning(replace(upload, options=TableOptions()), path)
    try:
        with path.open("rb") as file:
            preview_table(upload, file, TableOptions())
    except ImportProblem as problem:
        if problem.code not in SOLVED_BY_OPTIONS:
            raise
    return upload


def preview_table(upload: Upload, file: BinaryIO, options: TableOptions) -> TablePreview:
    """Return the beginning of a table as a request may read it: a text's, or what a job read of a workbook.

    Raises ImportProblem.
    """
    if upload.first_rows:
        return table_reader.preview_sample(upload.first_rows, upload.name, options)
    file.seek(0)
    return table_reader.preview_beginning(file, upload.name, options)
