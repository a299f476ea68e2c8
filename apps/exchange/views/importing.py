"""Decks in: the upload, how a table is to be read, what would change, and what was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange import table_form, uploads
from apps.exchange.forms import DeckUploadForm
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.jobs import submit_import
from apps.exchange.services import importing
from apps.exchange.table_form import TableForm
from apps.exchange.uploads import DeckUpload
from apps.formats.detect import FileKind, kind_of, open_file
from apps.formats.problems import Code, ImportProblem
from apps.formats.tables import table_reader
from apps.formats.tables.columns import ROLES
from apps.formats.tables.table_reader import TableOptions, TablePreview
from apps.jobs.services.lifecycle import TooManyJobs
from apps.web.http import LearnerRequest
from apps.web.translation import translate_error

SHOWN = 50  # warnings
BY_OPTIONS = (Code.ENCODING, Code.QUOTES, Code.OPTIONS)  # problems that other options may solve
TOO_OFTEN = "Many decks were uploaded in a short time. Wait a minute, then try again."
MEANWHILE = "The decks were changed meanwhile. This is what would happen now."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def import_(request: LearnerRequest) -> HttpResponse:
    """Take a file or a pasted text, and go on to the page that says what would become of it."""
    sent = request.method == "POST"
    form = DeckUploadForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        person=request.user,
        initial={"course": request.GET.get("course", "")},
    )
    if form.is_valid():
        if ratelimit.consume_or_429(request, action="import_deck", user=request.user):
            form.add_error(None, TOO_OFTEN)
        else:
            try:
                return redirect(_taken(request.user, *form.upload(), at=timezone.now()))
            except (ImportProblem, TooManyJobs) as refusal:
                form.add_error(form.source, translate_error(refusal))
    return render(request, "exchange/import.html", {"form": form}, status=422 if form.errors else 200)


def _taken(person: User, upload: DeckUpload, file: File, *, at: datetime) -> str:
    """Keep an upload, or make a job of it; return the page on which it goes on. Raises Problem and TooManyJobs."""
    with uploads.path_of(file) as path:
        if kind_of(path, upload.name) is FileKind.TABLE:
            uploads.keep(person, _as_table(upload, path.read_bytes()), file)
            return reverse("exchange:table", args=[upload.pk])
    return _gone_on(person, upload, file, at=at)


def _as_table(upload: DeckUpload, data: bytes) -> DeckUpload:
    """Return the upload of a table with its sheets. Raises Problem for one that cannot be read in any way."""
    try:
        return replace(upload, options=TableOptions(), sheets=table_reader.preview_table(data, upload.name).sheets)
    except ImportProblem as problem:
        if problem.code not in BY_OPTIONS:
            raise
    return replace(upload, options=TableOptions())


def _gone_on(person: User, upload: DeckUpload, file: File, *, at: datetime) -> str:
    """Find out what an upload would change, or make a job of it; return that page. Raises Problem and TooManyJobs."""
    if upload.is_large:
        return _as_job(person, upload, file, at=at)
    with uploads.path_of(file) as path, open_file(path, upload.name, upload.options) as incoming:
        shown = importing.plan_import(incoming, _target(person, upload))
    uploads.keep(person, replace(upload, shown=shown), file)
    return reverse("exchange:plan", args=[upload.pk])


def _as_job(person: User, upload: DeckUpload, file: File, *, at: datetime) -> str:
    """Let an upload be imported beside the web process; return the page of that. Raises TooManyJobs."""
    job = submit_import(person, upload, file, at=at)
    uploads.forget(person, upload)
    return reverse("jobs:job", args=[job.pk])


def _target(person: User, upload: DeckUpload) -> Target:
    target = uploads.target_of(person, upload)
    if target is None:
        raise Http404
    return target


def _kept(request: LearnerRequest, pk: UUID) -> tuple[DeckUpload, File]:
    """Return an upload of the person and its file, or raise Http404."""
    upload = uploads.kept(request.user, pk)
    file = uploads.file_of(request.user, upload) if upload else None
    if upload is None or file is None:
        raise Http404
    _target(request.user, upload)
    return upload, file


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def table(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Show the first rows of a table as it is read, and let the person say how it is to be read."""
    upload, file = _kept(request, pk)
    if upload.options is None:
        raise Http404
    others: dict[str, str] = {}
    if request.method == "POST":
        form = TableForm(request.POST, sheets=upload.sheets)
        if not form.is_valid():
            return _preview(request, upload, form)
        upload = replace(upload, options=form.options(tuple(request.POST.getlist("column"))))
        others = form.others()
    look, problem = _looked(upload, upload.options or TableOptions(), file.read())
    if look and not problem and "go_on" in request.POST:
        try:
            return redirect(_gone_on(request.user, upload, file, at=timezone.now()))
        except (ImportProblem, TooManyJobs) as refusal:
            problem = translate_error(refusal)
    options = look.options if look else upload.options or TableOptions()
    return _preview(request, upload, table_form.shown(options, upload.sheets, others), look, problem)


def _looked(upload: DeckUpload, options: TableOptions, data: bytes) -> tuple[TablePreview | None, str]:
    """Return what a table looks like, and what is wrong; with wrong columns, the rows are there to choose others."""
    try:
        return table_reader.preview_table(data, upload.name, options), ""
    except ImportProblem as problem:
        if not options.columns:
            return None, translate_error(problem)
        look, _ = _looked(upload, replace(options, columns=()), data)
        return look and replace(look, options=replace(look.options, columns=options.columns)), translate_error(problem)


def _preview(
    request: LearnerRequest, upload: DeckUpload, form: TableForm, look: TablePreview | None = None, problem: str = ""
) -> HttpResponse:
    context = {
        "upload": upload,
        "form": form,
        "columns": _columns(look) if look else [],
        "rows": [row[: len(look.options.columns)] for row in look.rows] if look else [],
        "roles": ROLES.items(),
        "problem": problem,
    }
    if request.htmx:
        return render(request, "exchange/table.html#preview", context)
    return render(request, "exchange/table.html", context, status=200 if look and not problem else 422)


def _columns(look: TablePreview) -> list[tuple[str, str]]:
    """Return what each column holds, and what the table calls it."""
    names = [*look.names, *[""] * len(look.options.columns)]
    return list(zip(look.options.columns, names, strict=False))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def plan(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Show what an upload would change, and import exactly that when it is confirmed."""
    if uploads.finished(request.user, pk):
        return redirect("exchange:report", pk)
    upload, file = _kept(request, pk)
    if upload.shown is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            if upload.writes_much:
                return redirect(_as_job(request.user, upload, file, at=timezone.now()))
            return _imported(request, upload, file, upload.shown)
        except (ImportProblem, TooManyJobs) as refusal:
            problem = translate_error(refusal)
    course = _target(request.user, upload).course
    context = {**_told(upload.shown), "upload": upload, "course": course, "problem": problem}
    return render(request, "exchange/plan.html", context, status=422 if problem else 200)


class _Otherwise(Exception):
    """Something else would happen than what was shown."""


def _imported(request: LearnerRequest, upload: DeckUpload, file: File, shown: Report) -> HttpResponse:
    """Import what was shown, or show what would happen now. Raises Problem."""
    learner, target = request.user if upload.with_schedule else None, _target(request.user, upload)
    prepared = shown

    @contextmanager
    def as_shown(report: Report) -> Iterator[None]:
        nonlocal prepared
        prepared = report
        if _counts(report) != _counts(shown):
            raise _Otherwise
        yield

    try:
        with uploads.path_of(file) as path, open_file(path, upload.name, upload.options) as incoming:
            done = importing.import_(incoming, target, now=timezone.now(), learner=learner, saving=as_shown)
    except _Otherwise:
        uploads.keep(request.user, replace(upload, shown=prepared))
        messages.info(request, MEANWHILE)
        return redirect("exchange:plan", upload.pk)
    uploads.finish(request.user, upload, done)
    return redirect("exchange:report", upload.pk)


def _counts(report: Report) -> object:
    return report.decks, report.added, report.changed, report.unchanged, report.refused


@require_safe
@never_cache
@login_required
def report(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Show what was imported, and what to look at."""
    upload = uploads.finished(request.user, pk)
    if upload is None or upload.shown is None:
        raise Http404
    decks = Deck.objects.visible_to(request.user).filter(slug__in=[deck.slug for deck in upload.shown.decks])
    studied = request.user.subscriptions.filter(deck__in=decks, paused=False).values_list("deck__slug", flat=True)
    context = {**_told(upload.shown), "upload": upload, "studied": set(studied)}
    context["there"] = set(decks.values_list("slug", flat=True))
    return render(request, "exchange/report.html", context)


def _told(report: Report) -> dict[str, object]:
    """Return a report as pages show it."""
    return {
        "report": report,
        "warnings": report.warnings[:SHOWN],
        "more_warnings": max(0, len(report.warnings) - SHOWN),
        "changes": report.added + report.changed,
    }
