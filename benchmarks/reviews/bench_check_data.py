"""Measures `manage.py check_data`: the CPU time for each of 200,000 answers."""

from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from apps.accounts.models import User
from apps.reviews.services.load.seed import SeededLoad, seed_load
from benchmarks import site

LOAD = SeededLoad(learners=50, cards=400, reviews=10, seed=1)
LIMIT_MICROSECONDS = 25


def main() -> None:
    """Measure the second run of the check."""
    site.prepare()
    seed_load(LOAD, today=User().study_day(timezone.now()), progress=lambda _learners: None)
    site.analyze()
    clock = site.cpu_clock()
    call_command("check_data", stdout=StringIO())
    started = clock()
    call_command("check_data", stdout=StringIO())
    answers = LOAD.learners * LOAD.cards * LOAD.reviews
    with site.limits(" µs") as check:
        check("check_data, an answer", (clock() - started) / answers * 1e6, LIMIT_MICROSECONDS)


if __name__ == "__main__":
    main()
