"""The time to find the next card of a learner with 100,000 cards, as a multiple of one with 1,000."""

import time
from functools import partial

from apps.reviews.day import queue
from benchmarks import site

ROUNDS = 400
LIMIT = 1.5


def main() -> None:
    """Measure and compare with the limit, for cards that are all due and for cards spread over months."""
    site.prepare()
    today = site.study_day()
    with site.limits() as check:
        for spread, words in ((False, "all due"), (True, "spread over 300 days")):
            few, many = (site.learner_with(number, today, due=not spread) for number in (1_000, 100_000))
            site.analyze()
            took = site.medians_in_turn(
                {
                    "few": partial(queue.next_schedule, few, today, "due"),
                    "many": partial(queue.next_schedule, many, today, "due"),
                },
                ROUNDS,
                time.perf_counter,  # the database may be another process
            )
            print(f"1,000 cards {took['few'] * 1000:.3f} ms, 100,000 cards {took['many'] * 1000:.3f} ms")
            check(f"the next card, {words}", took["many"] / took["few"], LIMIT)


if __name__ == "__main__":
    main()
