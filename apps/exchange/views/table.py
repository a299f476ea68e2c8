"""How a table is read: its first rows, and options that a person can change."""

from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from django.core.files import File
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.exchange import upload_steps, uploads
from apps.exchange.forms.table import TableForm, form_showing
from apps.exchange.importing.recognize import preview_table
from apps.exchange.uploads import Upload
from apps.exchange.views.upload_access import with_upload
from apps.formats.problems import ImportProblem
from apps.formats.tables.columns import ROLES
from apps.formats.tables.table_reader import TableOptions, TablePreview
from apps.jobs.services.lifecycle import TooManyJobs
from apps.web.http import LearnerRequest
from apps.web.translation import translate_error, translate_message


@dataclass(frozen=True)
class _TableReading:
    """A table as it is read with some options, and what is wrong with them."""

    options: TableOptions
    preview: TablePreview | None
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@with_upload
def table(request: LearnerRequest, upload: Upload) -> HttpResponse:
    """Show the first rows of a table as it is read, and let the person choose how it is read."""
    if upload.options is None:
        raise Http404
    form = TableForm(request.POST, sheets=upload.sheets) if request.method == "POST" else None
    if form and not form.is_valid():
        return _page(request, upload, form, _TableReading(upload.options, None))
    if form:
        upload = replace(upload, options=form.options(tuple(request.POST.getlist("column"))))
    with uploads.opened(request.user, upload) as file:
        reading = _read(upload, file, upload.options or TableOptions())
    if "go_on" in request.POST and not reading.problem:
        try:
            return redirect(upload_steps.preview(request.user, upload, at=timezone.now()))
        except TooManyJobs as problem:
            reading = replace(reading, problem=str(problem))
    if not form:
        reading = replace(reading, problem=reading.problem or upload.problem)
    shown = form_showing(reading.options, upload.sheets, form.others() if form else None)
    return _page(request, upload, shown, reading)


def _read(upload: Upload, file: File, options: TableOptions) -> _TableReading:
    """Return how a table is read; with wrong columns, the rows are there to choose others."""
    try:
        preview = preview_table(upload, cast("BinaryIO", file), options)
        return _TableReading(preview.options, preview)
    except ImportProblem as problem:
        if not options.columns:
            return _TableReading(options, None, translate_error(problem))
        without = _read(upload, file, replace(options, columns=()))
        complete = replace(without.options, columns=options.columns)
        return _TableReading(
            complete, without.preview and replace(without.preview, options=complete), translate_error(problem)
        )


def _page(request: LearnerRequest, upload: Upload, form: TableForm, reading: _TableReading) -> HttpResponse:
    preview = reading.preview
    context = {
        "upload": upload,
        "form": form,
        "columns": _columns(preview) if preview else [],
        "rows": [row[: len(preview.options.columns)] for row in preview.rows] if preview else [],
        "roles": [(role, translate_message(label)) for role, label in ROLES.items()],
        "problem": reading.problem,
    }
    if request.htmx:
        return render(request, "exchange/table.html#preview", context)
    return render(request, "exchange/table.html", context, status=200 if preview and not reading.problem else 422)


def _columns(preview: TablePreview) -> list[tuple[str, str]]:
    """Return what each column contains, and its name in the table."""
    names = [*preview.names, *[""] * len(preview.options.columns)]
    return list(zip(preview.options.columns, names, strict=False))
