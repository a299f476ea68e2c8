"""Large prints, beside the web process."""

from datetime import datetime
from typing import Any

from django.utils.text import Truncator

from apps.jobs import visitors
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job
from apps.printing import print_cache
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.print_cache import Made
from apps.printing.request.card_filter import BadCardFilter
from apps.printing.request.options import BadOption
from apps.printing.request.print_request import PrintRequest
from apps.printing.request.selection import Selection
from apps.web.http import VisitorRequest

KIND = "print_deck"
NAMED = 3  # of the things that could not be printed
GONE = "This is gone, or you may not open it any more. Ask its instructor."
EMPTY = "None of these cards is there any more. Choose others on the print page."
NO_PANGO = f"This server cannot make PDFs yet. Whoever runs it can add what is missing with: {INSTALL_PANGO}"


def submit_print(request: VisitorRequest, wanted: PrintRequest, title: str, at: datetime) -> Job:
    """Let something be printed beside the web process; the same once more is the same job. Raises TooManyJobs."""
    arguments = wanted.as_arguments()
    begun = visitors.jobs_of(request).open().filter(kind=KIND, arguments=arguments, cancel_requested=False).first()
    if begun:
        return begun
    return visitors.submit(request, KIND, title=f"Print “{title}”", at=at, arguments=arguments, link=wanted.page)


@job(KIND)
def print_deck(progress: Progress, **said: Any) -> None:
    """Print what was chosen, as it was chosen: what is due, was due when the job was started."""
    wanted = PrintRequest.of_arguments(progress.job.person, said)
    if wanted is None:
        raise JobFailed(GONE)
    try:
        selection = wanted.selection(progress.job.person, progress.job.created_at)
        layout = _layout(wanted, selection)
        with progress.result(f"{layout.file_name}.pdf") as file:
            made = print_cache.write(layout, file, say=progress.report)
    except (BadCardFilter, BadOption, PrintFailed) as failure:
        raise JobFailed(str(failure)) from failure
    except PangoMissing as missing:
        raise JobFailed(NO_PANGO) from missing
    with progress.finishing() as outcome:
        outcome.message = summary(layout, made)


def _layout(wanted: PrintRequest, selection: Selection) -> Layout:
    layout = layout_for(selection, wanted.options) if len(selection) else None
    if layout is None or not layout.count:
        raise JobFailed(EMPTY)
    return layout


def summary(layout: Layout, made: Made) -> str:
    """Say what was printed, and what could not be."""
    said = f"{count_of(layout.count, layout.thing)}, {count_of(made.pages, 'page')}."
    return " ".join(filter(None, (said, failures(layout.thing, made), str(made.missing))))


def failures(thing: str, made: Made) -> str:
    """Say how many could not be printed, and the first of them by name; nothing where all could."""
    if not made.left_out:
        return ""
    names = "; ".join(f"“{Truncator(name).chars(60)}”" for name in made.refused[:NAMED])
    more = "; …" if made.left_out > NAMED else ""
    pages = "a page in its place says so" if made.left_out == 1 else "pages in their place say which"
    return f"{count_of(made.left_out, thing)} could not be printed; {pages}: {names}{more}"


def count_of(count: int, thing: str) -> str:
    """Return the number of things as people say it: “1 card”, “1,200 cards”."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
