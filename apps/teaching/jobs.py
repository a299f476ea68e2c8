"""What a worker does for those who run courses: the rooms register it."""

from apps.teaching.insight import jobs as insight_jobs

__all__ = ["insight_jobs"]
