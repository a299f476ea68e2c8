"""A row per job: whose it is, how far it is, and what came of it."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User

MAX_ATTEMPTS = 3
MAX_RUNNING = 2  # of one person at a time, and of all visitors together
MAX_OPEN = 20  # of one person, running or waiting, and of all visitors together
MAX_OPEN_PER_VISITOR = 3
RESULT_KEPT = timedelta(days=1)
ROW_KEPT = timedelta(days=30)


class JobQuerySet(models.QuerySet["Job"]):
    """The ways in which jobs are looked for."""

    def of(self, person: User | AnonymousUser, remembered: Collection[str] = ()) -> "JobQuerySet":
        """Keep the person's own, and those of a visitor that their session remembers."""
        visitors = Q(owner=None, pk__in=remembered)
        return self.filter(visitors | Q(owner=person) if person.is_authenticated else visitors)

    def waiting(self) -> "JobQuerySet":
        """Keep those that nobody has begun, or that shall be begun again."""
        return self.filter(state=Job.State.WAITING)

    def running(self) -> "JobQuerySet":
        """Keep those that a worker is at, or was when it died."""
        return self.filter(state=Job.State.RUNNING)

    def open(self) -> "JobQuerySet":
        """Keep those that are not over."""
        return self.filter(state__in=OPEN)

    def over(self) -> "JobQuerySet":
        """Keep those on which nothing happens any more."""
        return self.filter(state__in=OVER)

    def held(self, job: "Job") -> "JobQuerySet":
        """Keep the job as long as it is in this attempt: a worker whose job was taken from it finds no row."""
        return self.running().filter(pk=job.pk, attempts=job.attempts)

    def stale(self, now: datetime) -> "JobQuerySet":
        """Keep the running ones that have given no sign of life for a while: their worker was killed."""
        return self.running().filter(heartbeat_at__lt=now - timedelta(seconds=settings.JOBS_STALE_SECONDS))

    def newest_first(self) -> "JobQuerySet":
        """Sort for a person's list."""
        return self.order_by("-created_at", "-pk")

    def oldest_first(self) -> "JobQuerySet":
        """Sort in the order in which they shall be done."""
        return self.order_by("created_at", "pk")


class Job(models.Model):
    """One piece of long work that a person started, with an account or without one."""

    class State(models.TextChoices):
        """What is happening to a job."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="jobs",
        help_text="Nobody: a visitor without an account, whose session remembers it.",
    )
    kind = models.CharField(max_length=50)
    title = models.CharField(max_length=200, help_text="What its owner reads: “Import Biology.apkg”.")
    arguments = models.JSONField(default=dict)
    language = models.CharField(
        max_length=16, default=get_language, help_text=_("The language in which its owner reads what came of it.")
    )
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    cancel_requested = models.BooleanField(default=False, help_text="Its owner pressed cancel while it was running.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0: not known yet.")
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True, help_text="A sentence on what came of it.")
    link = models.TextField(blank=True, help_text="The page of this site on which to go on.")
    result = models.CharField(max_length=200, blank=True, help_text="The name of its file, for the download.")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True, help_text="The last sign of life of the worker that runs it.")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
                name="jobs_job_state_is_known",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="jobs_job_attempts_are_bounded"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="jobs_job_done_is_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False)
                | (~Q(state__in=["done", "failed", "cancelled"]) & Q(ended_at=None)),
                name="jobs_job_ends_when_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(state="running", heartbeat_at__isnull=False, started_at__isnull=False)
                | (~Q(state="running") & Q(heartbeat_at=None)),
                name="jobs_job_beats_while_it_runs",
            ),
            models.CheckConstraint(condition=Q(result="") | Q(state="done"), name="jobs_job_result_when_done"),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="jobs_of_a_person"),
            models.Index(fields=["state", "created_at", "id"], name="jobs_in_their_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def person(self) -> User | AnonymousUser:
        """Return who may see what it works on: its owner, or somebody without an account."""
        return self.owner or AnonymousUser()

    @property
    def is_open(self) -> bool:
        """Whether something will still happen to it."""
        return self.state in OPEN

    @property
    def kept_until(self) -> datetime | None:
        """Return the instant at which its file is thrown away; None without a file."""
        return self.ended_at + RESULT_KEPT if self.result and self.ended_at else None

    def keeps_result(self, now: datetime) -> bool:
        """Whether there is a file to fetch."""
        return self.kept_until is not None and now < self.kept_until


OPEN = (Job.State.WAITING, Job.State.RUNNING)
OVER = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
