"""The counts of a learner's decks on Home and on “Decks”, with 100,000 cards, beside the real Anki's deck tree."""

from functools import partial
from pathlib import Path

from apps.reviews.day import decks_today
from benchmarks import real_anki, site

CARDS = 100_000
GOAL = 1 / 20
ROUNDS = 40
DECK_TREE = Path(__file__).with_name("anki_deck_tree.py")


def main() -> None:
    """Measure and compare with the goal, for cards spread over months and for cards that are all due."""
    site.prepare()
    today = site.study_day()
    clock = site.cpu_clock()
    with site.limits("x") as check:
        for days, words in ((300, "spread over 300 days"), (1, "all due")):
            learner = site.learner_with(CARDS, today, due=days == 1)
            site.analyze()
            took = (
                site.medians_in_turn({"": partial(decks_today.subscriptions, learner, today)}, ROUNDS, clock)[""] * 1000
            )
            print(f"{CARDS:,} cards, {words}: {took:.2f} ms")
            anki = real_anki.run(DECK_TREE, str(CARDS), str(days))
            if anki:
                check(f"the counts of decks, {words}, beside Anki's {anki:.1f} ms", took / anki, GOAL)


if __name__ == "__main__":
    main()
