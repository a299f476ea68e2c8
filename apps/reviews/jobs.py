"""What a worker does for the reviews between two jobs."""

from apps.jobs.registry import chore
from apps.reviews.services.tally import tally_changed_days

chore(tally_changed_days)
