"""Long imports and exports, beside the web process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files import File
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange.export_formats import FORMATS
from apps.exchange.importing.report import Report
from apps.exchange.services import importing
from apps.exchange.uploads import DeckUpload, target_of
from apps.formats.detect import open_file
from apps.formats.problems import ImportProblem
from apps.formats.tables.table_reader import TableOptions
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job
from apps.jobs.services.lifecycle import submit
from apps.web.translation import translate_error

REPORT = "import-report.txt"
GONE = "This deck is gone, or you may not open it any more. Ask its instructor."
NOT_TAUGHT = "You do not teach this course any more. Nothing was imported."


def submit_import(person: User, upload: DeckUpload, file: File, *, at: datetime) -> Job:
    """Let an upload be imported beside the web process. Raises TooManyJobs."""
    arguments = {name: getattr(upload, name) for name in ("name", "course", "title", "with_schedule")}
    options = asdict(upload.options) if upload.options else None
    title = f"Import {upload.name or 'a pasted deck'}"
    return submit(person, "import_deck", title=title, at=at, arguments={**arguments, "options": options}, upload=file)


@job("import_deck")
def import_deck(progress: Progress, *, options: dict[str, Any] | None, **said: Any) -> None:
    """Import what was uploaded, as its owner said."""
    person, upload = progress.owner, DeckUpload(size=0, **said)
    target = target_of(person, upload)
    if target is None:
        raise JobFailed(NOT_TAUGHT)
    progress.report(0)
    try:
        with open_file(progress.upload, upload.name, _options(options)) as incoming:
            importing.import_(
                incoming,
                target,
                now=timezone.now(),
                learner=person if upload.with_schedule else None,
                say=progress.report,
                saving=partial(_finishing, progress, upload),
            )
    except ImportProblem as problem:
        raise JobFailed(translate_error(problem)) from problem


def _options(said: dict[str, Any] | None) -> TableOptions | None:
    """Return options as they were before they became JSON."""
    if said is None:
        return None
    values: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in said.items()}
    return TableOptions(**values)


@contextmanager
def _finishing(progress: Progress, upload: DeckUpload, report: Report) -> Iterator[None]:
    """Surround the saving: the job is done when it ends, with the report as its file."""
    with progress.finishing() as outcome:
        yield
        with progress.result(REPORT) as file:
            file.write(report.as_text().encode())
        outcome.message = str(report)
        outcome.link = _page_of(report, upload)


def _page_of(report: Report, upload: DeckUpload) -> str:
    """Return where the decks are found."""
    if len(report.decks) == 1:
        return reverse("reviews:deck", args=[report.decks[0].slug])
    return reverse("lessons:course", args=[upload.course]) if upload.course else reverse("reviews:decks")


@job("export_deck")
def export_deck(progress: Progress, *, deck: str, format_: str, schedule: bool) -> None:
    """Write a deck into a file that its owner may fetch for a day."""
    owner, chosen = progress.owner, FORMATS[format_]
    found = Deck.objects.visible_to(owner).filter(slug=deck).first()
    if found is None:
        raise JobFailed(GONE)
    with progress.result(chosen.file_name(found)) as file:
        chosen.write(found, file, owner if schedule else None, progress.report)
    with progress.finishing() as outcome:
        outcome.message = f"Exported “{Truncator(found.title).chars(100)}” as {chosen.title}."
