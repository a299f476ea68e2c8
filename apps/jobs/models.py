"""A row per job: its owner, its progress, and its result."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.web.heartbeat import CLOCKS_DIFFER

MAX_ATTEMPTS = 3
MAX_RUNNING = 2  # of one person at a time, and of all visitors together
MAX_OPEN = 20  # of one person, running or waiting, and of all visitors together
MAX_OPEN_PER_VISITOR = 3
MAX_TITLE_LENGTH = 200
LEAD_ON = "continue"  # of the URL of a page that leads on
PICKUP_TIME = timedelta(seconds=10)  # an idle worker takes a job within a second or two
RESULT_TTL = timedelta(days=1)
ROW_TTL = timedelta(days=30)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by owner and state."""

    def visible_to(self, person: User | AnonymousUser, in_session: Collection[str] = ()) -> "JobQuerySet":
        """Return the person's own, and those of a visitor that their session lists."""
        visitors = Q(owner=None, pk__in=in_session)
        return self.filter(visitors | Q(owner=person) if person.is_authenticated else visitors)

    def waiting(self) -> "JobQuerySet":
        """Return those that no worker has claimed, or that will be retried."""
        return self.filter(state=Job.State.WAITING)

    def running(self) -> "JobQuerySet":
        """Return those that a worker has claimed, even if it was killed since."""
        return self.filter(state=Job.State.RUNNING)

    def open(self) -> "JobQuerySet":
        """Return those that are waiting or running."""
        return self.filter(state__in=OPEN)

    def ended(self) -> "JobQuerySet":
        """Return those that are done, failed or canceled."""
        return self.filter(state__in=ENDED)

    def of_attempt(self, job: "Job") -> "JobQuerySet":
        """Return the job while it is in this attempt: a worker whose job another one took finds no row."""
        return self.running().filter(pk=job.pk, attempts=job.attempts)

    def stale(self, now: datetime) -> "JobQuerySet":
        """Return the running ones without a heartbeat lately, or with one yet to come: their worker was killed."""
        silent = Q(heartbeat_at__lt=now - timedelta(seconds=settings.JOBS_STALE_SECONDS))
        return self.running().filter(silent | Q(heartbeat_at__gt=now + CLOCKS_DIFFER))

    def newest_first(self) -> "JobQuerySet":
        """Order for a person's list."""
        return self.order_by("-created_at", "-pk")

    def oldest_first(self) -> "JobQuerySet":
        """Order by age."""
        return self.order_by("created_at", "pk")


class Job(models.Model):
    """Background work that a person started, with or without an account."""

    class State(models.TextChoices):
        """The state of a job."""

        WAITING = "waiting", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="jobs",
        verbose_name=_("owner"),
        help_text=_("Empty for a visitor without an account, whose session lists the job."),
    )
    kind = models.CharField(_("kind"), max_length=50)
    title = models.CharField(
        _("title"), max_length=MAX_TITLE_LENGTH, help_text=_("Shown to the owner: “Import Biology.apkg”.")
    )
    arguments = models.JSONField(_("arguments"), default=dict)
    language = models.CharField(
        _("language"), max_length=16, default=get_language, help_text=_("The language of its title and message.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    cancel_requested = models.BooleanField(
        _("cancel requested"), default=False, help_text=_("The owner pressed Cancel while it was running.")
    )
    is_long = models.BooleanField(default=False, editable=False)  # it took longer than a worker for short jobs allows
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0, help_text=_("0: not known yet."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message = models.TextField(_("message"), blank=True, help_text=_("A sentence about the result."))
    link = models.TextField(_("link"), blank=True, help_text=_("The page of this site on which to continue."))
    report = models.TextField(
        _("report"), blank=True, help_text=_("The page of this site that says how it ended, if there is one.")
    )
    result = models.CharField(_("result"), max_length=200, blank=True, help_text=_("The file name of the download."))
    created_at = models.DateTimeField(_("created at"))
    requeued_at = models.DateTimeField(
        _("requeued at"), null=True, help_text=_("When a worker last returned it to the queue.")
    )
    started_at = models.DateTimeField(_("started at"), null=True, help_text=_("Empty while it waits."))
    heartbeat_at = models.DateTimeField(
        _("heartbeat at"), null=True, help_text=_("When its worker last reported progress.")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed", "canceled"]),
                name="jobs_job_state_is_known",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="jobs_job_attempts_are_bounded"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="jobs_job_done_is_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed", "canceled"], ended_at__isnull=False)
                | (~Q(state__in=["done", "failed", "canceled"]) & Q(ended_at=None)),
                name="jobs_job_has_ended_at_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="running", heartbeat_at__isnull=False, started_at__isnull=False)
                | (~Q(state="running") & Q(heartbeat_at=None)),
                name="jobs_job_has_heartbeat_while_running",
            ),
            models.CheckConstraint(condition=Q(result="") | Q(state="done"), name="jobs_job_has_result_only_when_done"),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="jobs_job_by_owner"),
            models.Index(fields=["state", "created_at", "id"], name="jobs_job_by_state"),
            models.Index(fields=["ended_at"], name="jobs_job_by_ended_at"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def person(self) -> User | AnonymousUser:
        """The owner, or a visitor: what they may see, the job may read."""
        return self.owner or AnonymousUser()

    @property
    def is_open(self) -> bool:
        """Whether it is waiting or running."""
        return self.state in OPEN

    @property
    def result_expires_at(self) -> datetime | None:
        """The instant at which its file is deleted; None without a file."""
        return self.ended_at + RESULT_TTL if self.result and self.ended_at else None

    @property
    def leads_to(self) -> str:
        """The page to which it leads who waits for it: that on how it ended, or on which to continue once it is done.

        Empty while it is open, and where there is none.
        """
        return self.report or (self.link if self.state == self.State.DONE else "")

    @property
    def queued_at(self) -> datetime:
        """Since when it waits, if it does."""
        return self.requeued_at or self.created_at

    def is_unanswered(self, now: datetime) -> bool:
        """Return whether it waits although nothing is before it: there is no worker."""
        waits = self.state == self.State.WAITING and now - self.queued_at > PICKUP_TIME
        return waits and not Worker.objects.alive(now).exists()

    def has_result(self, now: datetime) -> bool:
        """Whether there is a file to download."""
        return self.result_expires_at is not None and now < self.result_expires_at


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Workers by what they last showed."""

    def alive(self, now: datetime) -> "WorkerQuerySet":
        """Return those that have shown themselves lately."""
        return self.filter(
            seen_at__gte=now - timedelta(seconds=settings.JOBS_STALE_SECONDS), seen_at__lte=now + CLOCKS_DIFFER
        )


class Worker(models.Model):
    """A process that runs jobs (`manage.py work`), on whichever node."""

    name = models.CharField(primary_key=True, max_length=255)  # its host and its process
    is_short = models.BooleanField()  # it leaves jobs that take long to others
    seen_at = models.DateTimeField()

    objects: ClassVar[WorkerQuerySet] = WorkerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name


def page_that_leads_on(pk: uuid.UUID | str) -> str:
    """Return the URL of a job's page for who waits there: when the job is done, it leads to the job's link."""
    return f"{reverse('jobs:job', args=[pk])}?{LEAD_ON}"


OPEN = (Job.State.WAITING, Job.State.RUNNING)
ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELED)
