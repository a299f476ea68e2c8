"""Broken texts of every kind: each gives a deck or a Problem, and what was read is written and read again."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from apps.exchange.formats import carding, delimited, markdown, own, tables
from apps.exchange.problems import Problem
from apps.exchange.records import Deck
from apps.exchange.tests.mutants import files, mutants

READ: dict[str, Callable[..., Deck]] = {"md": markdown.read, "mdx": markdown.read, "json": own.read}
SEEDS = {
    name: (data, READ.get(name.partition(".")[2], tables.read))
    for name, data in files().items()
    if not name.endswith(".apkg")
}


@pytest.mark.parametrize("kind", SEEDS)
def test_a_broken_file_gives_a_deck_or_a_problem(kind):
    data, read = SEEDS[kind]
    for broken in mutants(data, 500, seed=4):
        with suppress(Problem):
            deck = read(broken)
            assert own.read(own.write(deck)) == deck
            assert len(markdown.read(carding.write(deck)).notes) == len(deck.notes)
            assert delimited.write_csv(deck)


@pytest.mark.parametrize("kind", SEEDS)
def test_a_file_of_another_kind_gives_a_deck_or_a_problem(kind):
    for read in (tables.look, tables.read, markdown.read, own.read):
        with suppress(Problem):
            read(SEEDS[kind][0])
        with suppress(Problem):
            read(SEEDS[kind][0][::-1])
