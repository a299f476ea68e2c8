"""Large prints, as jobs in the background."""

from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.jobs import visitors
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job
from apps.jobs.services.lifecycle import submit_from
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.layouts.layout import QUESTIONS, Layout, count_label
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.make_print import print_to_file
from apps.printing.print_cache import PrintResult
from apps.printing.request.card_filter import BadCardFilter
from apps.printing.request.options import BadOption
from apps.printing.request.print_request import PrintRequest
from apps.printing.request.selection import Selection
from apps.printing.services.due_day import build_day_if_due
from apps.web.http import VisitorRequest
from apps.web.localized import number

KIND = "print_deck"
SHOWN_NAMES = 3  # of what could not be printed
MAX_NAME_LENGTH = 60


def submit_print(request: VisitorRequest, print_request: PrintRequest, title: str, at: datetime) -> Job:
    """Print in the background; the same request again returns the open job. Raises TooManyJobs."""
    arguments = print_request.as_arguments()
    open_jobs = visitors.jobs_of(request).open()
    if same := open_jobs.filter(kind=KIND, arguments=arguments, cancel_requested=False).first():
        return same
    job_title = _("Print “%(title)s”") % {"title": title}
    return submit_from(request, KIND, title=job_title, at=at, arguments=arguments, link=print_request.page)


@job(KIND)
def print_deck(progress: Progress, **arguments: object) -> None:
    """Print what was requested; which cards are due is decided as of the time when the job was created."""
    print_request = PrintRequest.from_arguments(progress.job.person, arguments)
    if print_request is None:
        raise JobFailed(_("This was deleted, or you no longer have access to it. Ask its instructor."))
    build_day_if_due(print_request.card_filter, progress.job.person, progress.job.created_at)
    try:
        selection = print_request.selection(progress.job.person, progress.job.created_at)
        layout = _layout(print_request, selection)
        with progress.result(f"{layout.file_name}.pdf") as file:
            result = print_to_file(layout, file, progress.report)
    except (BadCardFilter, BadOption, PrintFailed) as failure:
        raise JobFailed(str(failure)) from failure
    except PangoMissing as missing:
        raise JobFailed(pango_missing()) from missing
    with progress.finishing() as outcome:
        outcome.message = summary(layout, result)


def pango_missing() -> str:
    """Return what the administrator has to install."""
    sentence = _("This site cannot make PDFs yet. Its administrator can install what is missing: %(command)s")
    return sentence % {"command": INSTALL_PANGO}


def _layout(print_request: PrintRequest, selection: Selection) -> Layout:
    layout = layout_for(selection, print_request.options) if len(selection) else None
    if layout is None or not layout.count:
        raise JobFailed(_("These cards no longer exist. Choose other cards on the print page."))
    return layout


def summary(layout: Layout, result: PrintResult) -> str:
    """Return what was printed, and what could not be."""
    return " ".join([printed(layout, result), *problems(layout.thing, result)])


def printed(layout: Layout, result: PrintResult) -> str:
    """Return how much was printed: "4 cards, 4 pages."."""
    pages = ngettext("%(count)s page", "%(count)s pages", result.pages) % {"count": number(result.pages)}
    return _("%(things)s, %(pages)s.") % {"things": count_label(layout.count, layout.thing), "pages": pages}


def problems(thing: str, result: PrintResult) -> list[str]:
    """Return a sentence for each kind of thing that could not be printed."""
    sentences = (failures(thing, result), missing_pictures(thing, result), str(result.missing_glyphs))
    return list(filter(None, sentences))


def failures(thing: str, result: PrintResult) -> str:
    """Return how many could not be printed, with the first names; empty where none failed."""
    count = result.failed_count
    if not count:
        return ""
    if thing == QUESTIONS:
        sentence = ngettext(
            "%(count)s question could not be printed. A note is printed in its place: %(names)s",
            "%(count)s questions could not be printed. Notes are printed in their place: %(names)s",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)s card could not be printed. A page in its place names it: %(names)s",
            "%(count)s cards could not be printed. Pages in their place name them: %(names)s",
            count,
        )
    return sentence % {"count": number(count), "names": _names(result.failed, count)}


def missing_pictures(thing: str, result: PrintResult) -> str:
    """Return how many lack a picture, with the first names; empty where none does."""
    count = result.missing_pictures_count
    if not count:
        return ""
    if thing == QUESTIONS:
        sentence = ngettext(
            "%(count)s question has a picture whose file is missing. The worksheet shows where: %(names)s",
            "%(count)s questions have pictures whose files are missing. The worksheet shows where: %(names)s",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)s card has a picture whose file is missing. The card shows where: %(names)s",
            "%(count)s cards have pictures whose files are missing. The cards show where: %(names)s",
            count,
        )
    return sentence % {"count": number(count), "names": _names(result.missing_pictures, count)}


def _names(names: tuple[str, ...], count: int) -> str:
    shown = "; ".join(f"“{Truncator(name).chars(MAX_NAME_LENGTH)}”" for name in names[:SHOWN_NAMES])
    return f"{shown}; …" if count > SHOWN_NAMES else shown
