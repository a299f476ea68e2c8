"""In which order the waiting jobs are run: each person in turn, and of one person the short ones first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from apps.jobs import registry
from apps.jobs.models import MAX_RUNNING, Job

TURN_TTL = timedelta(minutes=10)  # who had a turn lets others go first for so long

MAX_SPANS = 200  # of which it is found out who had enough running

type Owner = int | None  # all visitors together are None
type Span = tuple[datetime, datetime | None]  # from when to when a job ran


def in_turn(jobs: Iterable[Job], turns: Mapping[Owner, int]) -> list[Job]:
    """Return the waiting jobs as they are run, given how many turns their owners had.

    The first of each person comes before the second of anybody. In one round, short kinds go first, then the oldest.
    """
    rounds: Counter[Owner] = Counter(turns)
    keys = {}
    for job in sorted(jobs, key=_seniority):
        keys[job] = (rounds[job.owner_id], *_seniority(job))
        rounds[job.owner_id] += 1
    return sorted(keys, key=keys.__getitem__)


def _seniority(job: Job) -> tuple[bool, datetime, str]:
    return not registry.is_short(job.kind), job.created_at, str(job.pk)


def runnable(now: datetime, *, with_long: bool) -> list[Job]:
    """Return the jobs that a worker may claim, in their order: their owners have not enough running."""
    jobs, turns, running = _waiting(now)
    free = (job for job in jobs if running[job.owner_id] < MAX_RUNNING)
    return in_turn((job for job in free if with_long or not job.is_long), turns)


def longest_wait(now: datetime) -> timedelta:
    """Return for how long a job has waited for a worker, at most; zero if none does.

    What waits until its owner has not enough running waits for them; afterwards it counts from then on.
    """
    jobs = runnable(now, with_long=True)
    spans = _recent_spans({job.owner_id for job in jobs}, min(job.queued_at for job in jobs)) if jobs else {}
    since = (max(job.queued_at, _free_since(spans[job.owner_id]) or job.queued_at) for job in jobs)
    return max((now - each for each in since), default=timedelta(0))


def count_before(job: Job, now: datetime) -> int:
    """Return how many jobs are run before a waiting one."""
    jobs, turns, _running = _waiting(now)
    order = in_turn(jobs, turns)
    return order.index(job) if job in order else 0


def _waiting(now: datetime) -> tuple[list[Job], Counter[Owner], Counter[Owner]]:
    """Return the waiting jobs, and of their owners the number of recent turns and of running jobs."""
    jobs = list(Job.objects.waiting().only("owner", "kind", "is_long", "created_at", "requeued_at"))
    turns: Counter[Owner] = Counter()
    running: Counter[Owner] = Counter()
    if jobs:
        for owner, had, has in _turns({job.owner_id for job in jobs}, now):
            turns[owner], running[owner] = had, has
    return jobs, turns, running


def _turns(owners: set[Owner], now: datetime) -> Iterable[tuple[Owner, int, int]]:
    is_running = Q(state=Job.State.RUNNING)
    return (
        Job.objects.filter(_is_of(owners))
        .filter(is_running | Q(started_at__gt=now - TURN_TTL))
        .order_by()
        .values_list("owner")
        .annotate(had=Count("pk"), has=Count("pk", filter=is_running))
    )


def _recent_spans(owners: set[Owner], since: datetime) -> dict[Owner, list[Span]]:
    """Return from when to when jobs ran that ended since then, or still run; the last of each owner."""
    spans: dict[Owner, list[Span]] = defaultdict(list)
    recent = Job.objects.filter(_is_of(owners), Q(ended_at__gte=since) | Q(state=Job.State.RUNNING))
    latest = recent.order_by(F("started_at").desc(nulls_last=True))[:MAX_SPANS]
    for owner, begin, end in latest.values_list("owner", "started_at", "ended_at"):
        if begin:  # not canceled before it ran
            spans[owner].append((begin, end))
    return spans


def _free_since(spans: list[Span]) -> datetime | None:
    """Return when the owner of these last had as many running as they may; None if they never had."""
    ends = (end for _begin, end in spans if end and _running_before(end, spans) >= MAX_RUNNING)
    return max(ends, default=None)


def _running_before(moment: datetime, spans: list[Span]) -> int:
    return sum(begin < moment and (end is None or end >= moment) for begin, end in spans)


def _is_of(owners: set[Owner]) -> Q:
    of_owners = Q(owner__in=owners - {None})
    return of_owners | Q(owner=None) if None in owners else of_owners
