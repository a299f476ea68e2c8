"""What a worker does for the reviews between two jobs."""

from apps.jobs.registry import chore, piecework
from apps.reviews.services.settle import settle_broken_off
from apps.reviews.services.tally import tally_changed_days

chore(tally_changed_days)
piecework(settle_broken_off)
