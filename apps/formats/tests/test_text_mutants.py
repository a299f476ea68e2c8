"""Broken texts of every kind: each gives a deck or a Problem, and what was read is written and read again."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from apps.formats import ditcards_json
from apps.formats.markdown import deck_file, markdown_writer
from apps.formats.other_programs import kindle_clippings, mnemosyne_xml
from apps.formats.problems import ImportProblem
from apps.formats.records import DeckRecord
from apps.formats.tables import table_reader
from apps.formats.tables.delimited_text import csv_writer
from apps.formats.tests.support.mutants import files, mutants
from apps.formats.text import decode
from apps.web.tests.support.examples import examples

READ: dict[str, Callable[..., DeckRecord]] = {
    "deck.md": deck_file.read,
    "page.mdx": deck_file.read,
    "deck.json": ditcards_json.read,
    "cards.xml": lambda data: mnemosyne_xml.read(decode.to_text(data)),
    "clippings.txt": lambda data: kindle_clippings.read(decode.to_text(data))[0],
}
SEEDS = {
    name: (data, READ.get(name, table_reader.read))
    for name, data in files().items()
    if not name.endswith((".apkg", ".cards"))
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEDS)
def test_a_broken_file_gives_a_deck_or_a_problem(kind):
    data, read = SEEDS[kind]
    for broken in mutants(data, examples(100), seed=4):
        with suppress(ImportProblem):
            deck = read(broken)
            assert ditcards_json.read(ditcards_json.write(deck)) == deck
            assert len(deck_file.read(markdown_writer.write(deck)).notes) == len(deck.notes)
            assert csv_writer.write_csv(deck)


@pytest.mark.parametrize("kind", SEEDS)
def test_a_file_of_another_kind_gives_a_deck_or_a_problem(kind):
    for read in (table_reader.preview_table, table_reader.read, deck_file.read, ditcards_json.read):
        with suppress(ImportProblem):
            read(SEEDS[kind][0])
        with suppress(ImportProblem):
            read(SEEDS[kind][0][::-1])
