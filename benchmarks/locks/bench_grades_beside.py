"""Grades of eight learners while one person does something large: their p99 beside it, as a multiple of that alone.

Each learner presses a button, and thinks. What is large runs as the worker runs it: niced, in a process of its own.
CARDS=2000 measures beside smaller things.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO
from statistics import quantiles

from django.core.management import call_command
from django.db import connections
from django.test import Client

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.tests.support.factory import make_deck
from apps.jobs.management.commands.work import NICENESS
from benchmarks import served_site, site
from benchmarks.locks import acts
from benchmarks.locks.acts import Act

LEARNERS, ALONE_SECONDS, MAX_SECONDS, THOUGHT_SECONDS = 8, 20, 120, 0.25
PRINTED = min(acts.CARDS, 5_000)
GOAL = 3
BESIDE = ("import_notes", "import_answers", "export", "print_cards", "delete_deck")

type Presses = list[tuple[float, bool]]  # seconds that each took, and whether it was acknowledged


def main() -> None:
    """Measure alone, then beside each act; or do the act that is named."""
    site.prepare()
    if len(sys.argv) > 1:
        os.nice(NICENESS)
        _act(sys.argv[1])()
        return
    presses = LEARNERS * int((MAX_SECONDS * len(BESIDE) + ALONE_SECONDS) / THOUGHT_SECONDS)
    learners = [served_site.new_learner(presses // LEARNERS + number) for number in range(LEARNERS)]
    remaining = [(cookie, iter(cards)) for cookie, cards in learners]
    User.objects.create_superuser("person@example.org", "a long password")
    site.analyze()
    connections.close_all()
    with served_site.served() as (_, port), site.limits() as check:
        press = partial(_press, port, remaining)
        deadline = time.monotonic() + ALONE_SECONDS
        alone = _p99(press(lambda: time.monotonic() < deadline))
        print(f"alone: p99 {alone * 1000:.0f} ms")
        for name in BESIDE:
            took = press(_while_running(name))
            print(f"beside {name}: {len(took)} presses, p99 {_p99(took) * 1000:.0f} ms, longest {max(took)[0]:.2f} s")
            check(f"errors beside {name}", sum(not acknowledged for _, acknowledged in took), 0)
            check(f"a grade beside {name}, beside one alone", _p99(took) / alone, GOAL)


def _while_running(name: str) -> Callable[[], bool]:
    """Begin the act in a process of its own; return what tells whether it goes on."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.locks.bench_grades_beside", name])
    deadline = time.monotonic() + MAX_SECONDS

    def goes_on() -> bool:
        running = process.poll() is None
        if not running:
            assert process.returncode == 0, f"{name} failed"
        elif time.monotonic() > deadline:
            process.kill()
            process.wait()
        return running and time.monotonic() <= deadline

    return goes_on


def _press(port: int, learners: list[tuple[str, Iterator[int]]], goes_on: Callable[[], bool]) -> Presses:
    """Let all learners press and think as long as it goes on."""
    took: Presses = []

    def learn(cookie: str, cards: Iterator[int]) -> None:
        while running:
            began = time.perf_counter()
            acknowledged = not served_site.answer(port, cookie, next(cards))
            took.append((time.perf_counter() - began, acknowledged))
            time.sleep(THOUGHT_SECONDS)

    running = True
    with ThreadPoolExecutor(LEARNERS) as pool:
        ended = [pool.submit(learn, *learner) for learner in learners]
        try:
            while goes_on():
                time.sleep(0.05)
        finally:
            running = False
        for each in ended:
            each.result()
    return took


def _p99(presses: Presses) -> float:
    return quantiles((seconds for seconds, _ in presses), n=100)[98]


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
