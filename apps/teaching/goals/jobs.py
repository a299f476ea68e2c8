"""What a worker does for goals between two jobs."""

from apps.jobs.registry import piecework
from apps.teaching.goals.services.count import count_goals

piecework(count_goals)
