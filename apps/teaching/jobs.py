"""What a worker does for those who run courses: the rooms register it."""

from apps.teaching.copying import jobs as copying_jobs
from apps.teaching.goals import jobs as goal_jobs
from apps.teaching.insight import jobs as insight_jobs
from apps.teaching.paper import jobs as paper_jobs
from apps.teaching.room.services import presenting

__all__ = ["copying_jobs", "goal_jobs", "insight_jobs", "paper_jobs", "presenting"]
