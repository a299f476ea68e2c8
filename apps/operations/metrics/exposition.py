"""The text that Prometheus reads: the counts of all processes together, and the site as it is now."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from apps.operations.metrics.site_collector import SiteCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST


def metrics_text() -> bytes:
    """Return all metrics, of every process on this machine."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(SiteCollector())
    return generate_latest(registry)
