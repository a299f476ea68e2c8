"""Runs in the real Anki: prints the milliseconds that its deck tree takes, in JSON. anki_deck_tree.py CARDS DAYS

The deck has CARDS learned cards, which are due over DAYS days.
"""

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection

FIRST_ID = 1_600_000_000_000
ROUNDS = 10
NO_LIMIT = 9999


def main() -> None:
    """Make the collection and measure."""
    cards, days = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "collection.anki2")
        _fill(path, cards, days)
        collection = Collection(str(path))
        print(json.dumps(min(_milliseconds(collection) for _ in range(ROUNDS))))
        collection.close()


def _fill(path: Path, cards: int, days: int) -> None:
    collection = Collection(str(path))
    deck = collection.decks.id("Many")
    config = collection.decks.config_dict_for_deck_id(deck)
    config["rev"]["perDay"] = NO_LIMIT
    collection.decks.update_config(config)
    today = collection.sched.today
    collection.close()
    rows = ((FIRST_ID + number, FIRST_ID + number, deck, today + number % days) for number in range(cards))
    database = sqlite3.connect(path)
    database.executemany("INSERT INTO cards VALUES (?, ?, ?, 0, 0, 0, 2, 2, ?, 15, 2500, 3, 0, 0, 0, 0, 0, '')", rows)
    database.execute("ANALYZE cards")
    database.commit()
    database.close()


def _milliseconds(collection: Collection) -> float:
    started = time.process_time()
    collection.sched.deck_due_tree()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
