"""Broken files of every kind: each gives a deck or a Problem."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from apps.exchange.formats import carding, delimited, markdown, own, tables
from apps.exchange.problems import Problem
from apps.exchange.records import Deck
from apps.exchange.tests.books import workbook
from apps.exchange.tests.test_anki_texts import FILE
from apps.exchange.tests.test_round_trips import DECK

PAGE = b"# T\n\n## Self-check\n\n**1. What?**\n\n<details>\n<summary>Show answer</summary>\n\nThis.\n\n</details>\n"
SEEDS: dict[str, tuple[bytes, Callable[..., Deck]]] = {
    "csv": (delimited.write_csv(DECK), tables.read),
    "tsv": (delimited.write_tsv(DECK), tables.read),
    "anki": (FILE.encode(), tables.read),
    "utf-16": ("a;ä\n\"b\";c\n".encode("utf-16"), tables.read),
    "paste": (b"a - b\n\nc - d - e\n\n\"f\" - g\n", tables.read),
    "xlsx": (workbook(("S", [["Front", "Back"], ["a", "b"], [1.5, True]])), tables.read),
    "markdown": (carding.write(DECK) + b"\na :: b\n\nx\n?\ny\n\n```\nQ: no\n```\n", markdown.read),
    "page": (PAGE, markdown.read),
    "json": (own.write(DECK), own.read),
}  # fmt: skip
PIECES = [
    b'"',
    b"\n",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"<",
    b"#",
    b"{",
    b"}}",
    b"[",
    b"Q: ",
    b"---\n",
    b"\xed\xa0\x80",
    b"\r",
]
PIECES += [
    b"<!-- note {} -->",
    b"```\n",
    b"#separator:",
    b"-1",
    b"9" * 30,
    b"\\u0000",
    b"<details>",
    b"\\(",
    b"<b>",
    b"&",
]


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few places changed, cut out, doubled or filled with what readers stumble over."""
    for _change in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([0, 1, 1, 3, 40]))
        middle = chance.choice([b"", data[start:end] * 2, chance.choice(PIECES), bytes([chance.randrange(256)])])
        data = data[:start] + middle + data[end:]
    return data


@pytest.mark.parametrize("kind", SEEDS)
def test_a_broken_file_gives_a_deck_or_a_problem(kind):
    data, read = SEEDS[kind]
    chance = random.Random(4)  # noqa: S311 - the same mutants each time
    for _each in range(500):
        with suppress(Problem):
            deck = read(mutant(data, chance))
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
