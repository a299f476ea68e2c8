"""Metrics that are read from the database when Prometheus asks: jobs and workers, of all nodes together."""

from collections.abc import Iterator

from django.db import Error
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.jobs import queue
from apps.jobs.models import Job, Worker


class SiteCollector(Collector):
    """Reads the site; where the database is away, it says only that."""

    def describe(self) -> list[Metric]:
        """Name nothing: it would read the database to find out."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield what the database tells."""
        try:
            found = [_jobs(), _oldest_job(), _workers()]
        except Error:
            found = []
        yield GaugeMetricFamily("ditcards_database_up", "Whether the database answered.", value=float(bool(found)))
        yield from found


def _jobs() -> Metric:
    metric = GaugeMetricFamily("ditcards_jobs", "Background jobs of the last 30 days.", labels=["kind", "state"])
    for kind, state, number in Job.objects.order_by().values_list("kind", "state").annotate(number=Count("pk")):
        metric.add_metric([kind, state], number)
    return metric


def _oldest_job() -> Metric:
    seconds = queue.longest_wait(timezone.now()).total_seconds()
    return GaugeMetricFamily(
        "ditcards_jobs_oldest_seconds", "How long a job has waited for a worker, at most.", value=seconds
    )


def _workers() -> Metric:
    metric = GaugeMetricFamily("ditcards_workers", "Workers that have shown themselves lately.", labels=["for"])
    alive = Worker.objects.alive(timezone.now())
    metric.add_metric(["short"], alive.filter(is_short=True).count())
    metric.add_metric(["any"], alive.filter(is_short=False).count())
    return metric
