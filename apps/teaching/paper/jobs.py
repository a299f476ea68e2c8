"""Prints the papers of a class in the background."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job
from apps.jobs.services.lifecycle import submit
from apps.paper_sessions.services.start import start_session
from apps.paper_sessions.sheets import PaperSheets
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import PangoMissing
from apps.printing.jobs import pango_missing, summary
from apps.printing.make_print import print_to_file
from apps.printing.request.options import SHEET_PAPERS
from apps.teaching.paper.class_sheets import ClassSheets
from apps.teaching.paper.queries import learners_on_paper
from apps.web.localized import number
from apps.web.qr_code import qr_code

KIND = "print_class"


def submit_class(person: User, course: Course, paper: str, url: str, at: datetime) -> Job:
    """Print today's cards of each learner who wants paper. Raises TooManyJobs.

    `url` is the address of the page on which a code is typed.
    """
    arguments = {"course": course.pk, "paper": paper if paper in SHEET_PAPERS else SHEET_PAPERS[0], "url": url}
    if same := person.jobs.open().filter(kind=KIND, arguments=arguments, cancel_requested=False).first():
        return same
    title = _("Paper for the class: %(course)s") % {"course": course}
    link = reverse("teaching:paper", args=[course.slug])
    return submit(person, KIND, title=title, at=at, arguments=arguments, link=link)


@job(KIND)
def print_class(progress: Progress, course: int, paper: str, url: str) -> None:
    """Print what is due at the time when the job was created, one paper for each learner."""
    person, found = progress.job.owner, Course.objects.filter(pk=course).first()
    if person is None or found is None or not _runs(person, found):
        raise JobFailed(_("This was deleted, or you no longer have access to it. Ask its instructor."))
    papers = _papers(found, paper, url, progress.job.created_at)
    if not papers:
        raise JobFailed(_("None of those who want paper has cards due today."))
    layout = ClassSheets(found, papers)
    try:
        with progress.result(f"{layout.file_name}.pdf") as file:
            result = print_to_file(layout, file, progress.report)
    except PrintFailed as failure:
        raise JobFailed(str(failure)) from failure
    except PangoMissing as missing:
        raise JobFailed(pango_missing()) from missing
    with progress.finishing() as outcome:
        outcome.message = f"{_people(len(papers))} {summary(layout, result)}"


def _runs(person: User, course: Course) -> bool:
    return person.is_superuser or course.enrolments.filter(user=person, role__in=Enrolment.STAFF).exists()


def _papers(course: Course, paper: str, url: str, at: datetime) -> list[PaperSheets]:
    """Start the session of each learner who has cards due, and return their papers."""
    papers = []
    for learner in learners_on_paper(course):
        if session := start_session(learner.user, course, now=at):
            qr = qr_code(f"{url}{session.code}/")
            papers.append(PaperSheets(session, paper, url, person=learner.name_for_staff, qr=qr))
    return papers


def _people(count: int) -> str:
    sentence = ngettext("For %(number)s learner.", "For %(number)s learners.", count)
    return sentence % {"number": number(count)}
