"""Copies many lessons beside the web process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.courses.services.unfinished_course import discard
from apps.jobs.models import Job
from apps.jobs.progress import JobCanceled, JobFailed, Progress
from apps.jobs.registry import job
from apps.jobs.services.lifecycle import submit
from apps.teaching.copying.services.copy_lessons import LessonCopies, copy_lessons

JOB = "copy_lessons"


def submit_copies(person: User, wanted: LessonCopies, *, at: datetime) -> Job:
    """Let lessons be copied. Raises TooManyJobs."""
    arguments = {
        "decks": [deck.pk for deck in wanted.sources],
        "course": wanted.course.pk,
        "weeks": wanted.weeks,
        "as_drafts": wanted.as_drafts,
        "goals_of": wanted.goals_of and wanted.goals_of.pk,
    }
    link = reverse("teaching:courses") if wanted.course.is_unfinished else _lessons_of(wanted.course)
    title = _("Copy lessons to %(course)s") % {"course": wanted.course}
    return submit(person, JOB, title=title, at=at, arguments=arguments, link=link)


@job(JOB)
def copy(
    progress: Progress, *, decks: list[int], course: int, weeks: int, as_drafts: bool, goals_of: int | None
) -> None:
    """Copy lessons that the person edits into a course that they edit; of one that is new, nothing stays otherwise."""
    try:
        _copy(progress, decks, course, weeks, goals_of, as_drafts=as_drafts)
    except (JobFailed, JobCanceled):
        discard(course)
        raise


def _copy(
    progress: Progress, decks: list[int], course: int, weeks: int, goals_of: int | None, *, as_drafts: bool
) -> None:
    person = progress.owner
    target = Course.with_deleted.found_by_writers().filter(pk=course).first()
    sources = list(Deck.objects.editable_by(person).filter(pk__in=decks, course__isnull=False).order_by("pk"))
    if target is None or not sources or not target.is_taught_by(person):
        raise JobFailed(_("You no longer teach this course, so nothing was copied."))

    @contextmanager
    def finishing() -> Iterator[None]:
        with progress.finishing() as outcome:
            yield
            sentence = ngettext("Copied %(number)s lesson.", "Copied %(number)s lessons.", len(sources))
            outcome.message = sentence % {"number": len(sources)}
            outcome.link = _lessons_of(target)

    copied = Course.objects.filter(pk=goals_of or 0, decks__in=sources).first()
    wanted = LessonCopies(sources, target, weeks, person.zone, as_drafts, goals_of=copied)
    copy_lessons(wanted, at=timezone.now(), progress=progress.report, saving=finishing)


def _lessons_of(course: Course) -> str:
    return reverse("teaching:lessons", args=[course.slug])
