"""Grades of eight learners while one person does something large: their p99 beside it, as a multiple of that alone.

Each learner presses a button, and thinks. What is large runs as the worker runs it: niced, in a process of its own.
CARDS=2000 measures beside smaller things.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from io import StringIO

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.tests.support.factory import make_deck
from apps.jobs.management.commands.work import NICENESS
from benchmarks import served_site, site
from benchmarks.locks import acts, presses
from benchmarks.locks.acts import Act

ALONE_SECONDS, MAX_SECONDS = 20, 120
PRINTED = min(acts.CARDS, 5_000)
GOAL = 3
BESIDE = ("import_notes", "import_answers", "export", "print_cards", "delete_deck")


def main() -> None:
    """Measure alone, then beside each act; or do the act that is named."""
    site.prepare()
    if len(sys.argv) > 1:
        os.nice(NICENESS[connection.vendor])
        _act(sys.argv[1])()
        return
    learners = presses.learners_for(MAX_SECONDS * len(BESIDE) + ALONE_SECONDS)
    User.objects.create_superuser("person@example.org", "a long password")
    site.analyze()
    connections.close_all()
    with served_site.served() as (_, port), site.limits() as check:
        press = partial(presses.press, port, learners)
        alone = presses.p99(press(presses.for_seconds(ALONE_SECONDS)))
        print(f"alone: p99 {alone * 1000:.0f} ms")
        for name in BESIDE:
            took = press(_beside(name))
            p99 = presses.p99(took)
            print(f"beside {name}: {len(took)} presses, p99 {p99 * 1000:.0f} ms, longest {max(took)[0]:.2f} s")
            check(f"errors beside {name}", sum(not acknowledged for _, acknowledged in took), 0)
            check(f"a grade beside {name}, beside one alone", p99 / alone, GOAL)


def _beside(name: str) -> Callable[[], bool]:
    """Begin the act in a process of its own; return what tells whether it goes on."""
    return presses.while_running([sys.executable, "-m", "benchmarks.locks.bench_grades_beside", name], MAX_SECONDS)


def _act(name: str) -> Act:
    """Return what is done in a process of its own."""
    person = User.objects.get(email="person@example.org")
    if name == "import_notes":
        return partial(acts.import_notes, person, range(acts.CARDS))
    deck = Deck.objects.get(title="Large")
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    others: dict[str, Act] = {
        "import_answers": partial(acts.import_answers, person, deck),
        "export": partial(acts.export, deck.slug),
        "print_cards": partial(_print_cards, person),
        "delete_deck": acts.press(client, "library:delete", deck.slug),
    }
    return others[name]


def _print_cards(person: User) -> None:
    deck = Deck.objects.filter(title="Printed").first()
    if deck is None:
        deck = make_deck(owner=person, slug="printed", title="Printed")
        site.add_notes(deck, PRINTED)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        call_command("print_deck", deck.slug, output=file.name, stdout=StringIO())


if __name__ == "__main__":
    main()
