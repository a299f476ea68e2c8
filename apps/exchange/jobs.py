"""Long imports and exports, beside the web process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from gzip import GzipFile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files import File
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange import history, page_urls, uploads
from apps.exchange.export_formats import FORMATS, ExportSource, Format
from apps.exchange.found_notes import FoundNotes
from apps.exchange.importing.recognize import recognized, with_beginning
from apps.exchange.importing.report import Report
from apps.exchange.media_export import MissingPicture
from apps.exchange.services.copy_deck import DeckCopy, copy_deck
from apps.exchange.services.page_import import ImportUndone
from apps.exchange.services.reading_jobs import PLAN, lead_to_import
from apps.exchange.services.undo_import import delete_expired_imports
from apps.exchange.services.upload_import import (
    CourseNotTaught,
    OtherChanges,
    import_upload,
    plan_upload,
)
from apps.exchange.uploads import Upload, UploadKind, options_from_dict
from apps.formats.import_source import Reading
from apps.formats.problems import Code, ImportProblem
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import chore, job
from apps.jobs.services.lifecycle import submit
from apps.library.shared_decks import shared_decks
from apps.search.titles import title_of
from apps.search.tree import SearchError
from apps.web.storage import MissingFile
from apps.web.translation import translate_error, translate_message

REPORT = "import-report.txt"
GZIP_LEVEL = 3  # a larger one takes twice the time for a quarter less


def submit_import(person: User, upload: Upload, file: File, *, at: datetime, fingerprint: str) -> Job:
    """Let an upload be imported beside the web process. Raises TooManyJobs.

    `fingerprint` is that of the changes which its owner confirmed.
    """
    arguments = upload.choices_of_owner() | {"fingerprint": fingerprint}
    title = _("Import %(name)s") % {"name": upload.name or _("pasted text")}
    return submit(
        person, "import", title=title, at=at, arguments=arguments, upload=file, link=page_urls.start_of(upload)
    )


def submit_plan(person: User, upload: Upload, *, at: datetime) -> Job:
    """Let an upload be read beside the web process, to show what it would change. Raises TooManyJobs."""
    title = _("Reading %(name)s") % {"name": upload.name or _("pasted text")}
    return submit(person, PLAN, title=title, at=at, arguments={"upload": str(upload.pk)}, link=page_urls.before(upload))


@job("import")
def import_file(
    progress: Progress, *, pk: str, kind: str, options: dict[str, object] | None, fingerprint: str, **arguments: Any
) -> None:
    """Import what was uploaded, as its owner chose."""
    upload = Upload(pk=UUID(pk), size=0, kind=UploadKind(kind), options=options_from_dict(options), **arguments)
    progress.report(0)
    with _failing():
        if notice := _import(progress, upload, fingerprint):
            _plan_again(progress, upload, notice)


def _import(progress: Progress, upload: Upload, fingerprint: str) -> str:
    """Import an upload; return why its owner has to confirm again what is left of it, nothing once it is done."""
    try:
        import_upload(
            progress.owner,
            upload,
            progress.upload,
            now=timezone.now(),
            fingerprint=fingerprint,
            progress=progress.report,
            begun=progress.report_begun,
            saving=partial(_finishing, progress, upload),
        )
    except ImportProblem as problem:
        if problem.code is not Code.BUSY:
            raise JobFailed(translate_error(problem)) from problem
        return translate_error(problem)
    except OtherChanges:
        return _("Something changed in the meantime. This is what will happen now.")
    return ""


def _plan_again(progress: Progress, upload: Upload, notice: str) -> None:
    """Lead to what an upload would change now; some of what its owner confirmed may be saved."""
    again = replace(upload, pk=uuid4(), size=progress.upload.stat().st_size)
    with progress.upload.open("rb") as file:
        uploads.store(progress.owner, again, File(file))
    try:
        again = with_beginning(again, progress.upload)
        _plan(progress, again, progress.upload, notice)
    except ImportProblem as problem:
        _lead_back(progress, again, problem)


@contextmanager
def _failing() -> Iterator[None]:
    """Fail with a sentence where trying once more would not help."""
    try:
        yield
    except CourseNotTaught as problem:
        raise JobFailed(_("You no longer teach this course, so nothing else is imported.")) from problem
    except ImportUndone as problem:
        raise JobFailed(_("This import was undone while it was running, so it stopped.")) from problem


@job(PLAN, is_short=True)
def plan_import(progress: Progress, *, upload: str) -> None:
    """Find out what an upload would change; its owner confirms it on the page of the plan."""
    found = uploads.load(progress.owner, UUID(upload))
    if found is None:
        raise JobFailed(_("The uploaded file is no longer here. Upload it again."))
    progress.report(0)
    try:
        with _failing(), uploads.local_file(progress.owner, found) as path:
            _read(progress, found, path)
    except MissingFile as problem:
        raise JobFailed(_("The uploaded file is no longer here. Upload it again.")) from problem


def _read(progress: Progress, before: Upload, path: Path) -> None:
    """Lead to the options of a table that nobody chose yet, or else to what will change."""
    try:
        upload = recognized(progress.owner, before, path)
        if upload.options and not before.options:
            message = _("The file is read. Choose what each column contains.")
            return _finish_plan(progress, replace(upload, report=None, problem=""), message, "exchange:table")
        _plan(progress, upload, path)
    except ImportProblem as problem:
        _lead_back(progress, before, problem)


def _plan(progress: Progress, upload: Upload, path: Path, notice: str = "") -> None:
    """Store what an upload would change, and lead there."""
    report, pages = plan_upload(progress.owner, upload, path, progress.report)
    for number, page in pages.items():
        uploads.store_page(progress.owner, upload, number, page)
    message = notice or _("The file is read. See what will change. Nothing is saved until you confirm.")
    _finish_plan(progress, replace(upload, report=report, problem=notice), message, "exchange:plan")


def _lead_back(progress: Progress, upload: Upload, problem: ImportProblem) -> None:
    """Lead to the page where another choice may solve a problem; fail where there was none, back at the form."""
    sentence = translate_error(problem)
    if upload.options:
        return _finish_plan(progress, replace(upload, report=None, problem=sentence), sentence, "exchange:table")
    if upload.encoding:
        report = Report(reading=Reading(encoding=upload.encoding))
        if problem.code is not Code.ENCODING:  # whose sentence ends so
            sentence = f"{sentence} {_('Choose another encoding below.')}"
        return _finish_plan(progress, replace(upload, report=report, problem=sentence), sentence, "exchange:plan")
    uploads.store(progress.owner, replace(upload, problem=sentence))
    raise JobFailed(sentence, report=page_urls.again(upload)) from problem


def _finish_plan(progress: Progress, upload: Upload, message: str, page: str) -> None:
    """Store what was read, and lead to the page on which its owner continues."""
    with progress.finishing() as outcome:
        uploads.store(progress.owner, replace(upload, job=""))
        outcome.message, outcome.link = message, reverse(page, args=[upload.pk])


@contextmanager
def _finishing(progress: Progress, upload: Upload, report: Report) -> Iterator[None]:
    """Surround the saving: the job is done when it ends, with the report as its file."""
    with progress.finishing() as outcome:
        yield
        with progress.result(REPORT) as file:
            file.write(report.as_text().encode())
        uploads.finish(progress.owner, replace(upload, report=report))
        outcome.message, outcome.link = str(report), page_urls.imported(upload, report)
        outcome.report = reverse("exchange:report", args=[upload.pk])
        lead_to_import(progress.owner, upload, outcome)


@job("export_deck", is_short=True)
def export_deck(progress: Progress, *, deck: str, format_: str, schedule: bool) -> None:
    """Write a deck into a file that its owner may download for a day."""
    found = Deck.objects.visible_to(progress.owner).filter(slug=deck).first()
    if found is None:
        raise JobFailed(_("This deck was deleted, or you no longer have access to it. Ask its instructor."))
    _export(progress, found, Truncator(found.title).chars(100), FORMATS[format_], schedule=schedule)


@job("export_found", is_short=True)
def export_found(progress: Progress, *, query: str, format_: str, schedule: bool) -> None:
    """Write what a search finds into a file that its owner may download for a day."""
    try:
        found = FoundNotes.of(progress.owner, query, timezone.now())
    except SearchError as problem:
        raise JobFailed(translate_message(problem.message)) from problem
    _export(progress, found, title_of(query), FORMATS[format_], schedule=schedule)


def _export(progress: Progress, source: ExportSource, title: str, chosen: Format, *, schedule: bool) -> None:
    """Write notes into the file of the job, which is done then."""
    try:
        with progress.reading(), progress.result(chosen.file_name(source)) as file:
            chosen.write(source, file, progress.owner if schedule else None, progress.report)
    except MissingPicture as problem:
        raise JobFailed(str(problem)) from problem
    with progress.finishing() as outcome:
        outcome.message = _("Exported “%(title)s” as %(format)s.") % {"title": title, "format": chosen.title}


@job("export_history", is_short=True)
def export_history(progress: Progress, *, name: str) -> None:
    """Write the owner's whole history into a compressed file that they may download for a day."""
    progress.report(0)
    packed = f"{name}.gz"
    with (
        progress.reading(),
        progress.result(packed) as file,
        GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=file, mtime=0) as zipped,
    ):
        for line in history.FILES[name](progress.owner, progress.report):
            zipped.write(line.encode())
    with progress.finishing() as outcome:
        outcome.message = _("Exported your history as %(name)s.") % {"name": packed}


def submit_copy(wanted: DeckCopy, *, at: datetime) -> Job:
    """Let a deck be copied beside the web process. Raises TooManyJobs."""
    arguments = {
        "deck": wanted.source.slug,
        "token": wanted.token,
        "title": wanted.title,
        "with_schedules": wanted.with_schedules,
        "pauses_source": wanted.pauses_source,
    }
    title = _("Copy “%(title)s”") % {"title": wanted.source.title}
    return submit(wanted.person, "copy_deck", title=title, at=at, arguments=arguments, link=reverse("library:decks"))


@job("copy_deck", is_short=True)
def copy(progress: Progress, *, deck: str, token: str, **options: Any) -> None:
    """Copy a deck to the decks of the person."""
    person = progress.owner
    visible = shared_decks(token) if token else Deck.objects.visible_to(person)
    source = visible.select_related("course").filter(slug=deck).first()
    if source is None:
        raise JobFailed(_("This deck was deleted, or you no longer have access to it."))
    wanted = DeckCopy(person, source, token=token, **options)

    @contextmanager
    def finishing(made: Deck) -> Iterator[None]:
        with progress.finishing() as outcome:
            yield
            outcome.message = copied_message(made)
            outcome.link = reverse("library:deck", args=[made.slug])

    copy_deck(wanted, at=timezone.now(), progress=progress.report, saving=finishing)


def copied_message(made: Deck) -> str:
    """Return that a deck was copied."""
    return _("Copied. “%(deck)s” is yours and in your daily review.") % {"deck": made}


chore(delete_expired_imports)
