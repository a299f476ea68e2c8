"""Words that nobody would search for are in no code, page or document: docs/glossary.md has the right ones."""

import re
from pathlib import Path

import pytest

from translations.extract import template

ROOT = Path(__file__).resolve().parents[2]
CONSTANTS = r"\b(?:MOST|LEAST|FEWEST|LONGEST)_[A-Z]|AT_ONCE"  # MAX_, MIN_, BATCH_SIZE
WORDS = "said|told|brought|anew|besides|meanwhile|workbench|likeness"
STOPPED = re.compile(rf"{CONSTANTS}|(?<![A-Za-z])(?i:{WORDS})(?![A-Za-z])")
FOLDERS = ("apps", "benchmarks", "ditcards", "docs", "scripts", "static", "templates", "translations")
NOT_OURS = ("static/vendor/", "static/fonts/", "apps/formats/tests/practice_page/samples/")
STRAIGHT_APOSTROPHE = re.compile(r"(?<=\w)'|'(?=\w)")
SUFFIXES = {".css", ".html", ".js", ".md", ".py", ".sh", ".svg", ".toml"}


def files():
    """Yield the names of our own files."""
    for path in [
        *ROOT.glob("*.*"),
        ROOT / "Makefile",
        *(path for name in FOLDERS for path in (ROOT / name).rglob("*")),
    ]:
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and path.suffix in SUFFIXES | {""} and not name.startswith(NOT_OURS):
            yield name


def stopped_in(text):
    """Return the lines of a text with a stopped word, and the word."""
    lines = enumerate(text.splitlines(), start=1)
    return [(number, found[0]) for number, line in lines if (found := STOPPED.search(line))]


def test_nothing_is_written_in_words_that_nobody_searches_for():
    own = Path(__file__).relative_to(ROOT).as_posix()
    found = {name: stopped_in((ROOT / name).read_text(encoding="utf-8")) for name in files() if name != own}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("text", ["MOST_CARDS = 3", "CARDS_AT_ONCE", "what was told", "data-said", "def is_told_so():"])
def test_a_stopped_word_is_found(text):
    assert stopped_in(text)


@pytest.mark.parametrize("text", ["almost_all", "the most cards", "at once", "untold", "MAX_CARDS"])
def test_other_words_are_left_alone(text):
    assert not stopped_in(text)


def test_apostrophes_in_sentences_that_people_read_are_curly():
    forms = [message.id if message.pluralizable else [message.id] for message in template()]
    texts = [text for sentence in forms for text in sentence]
    assert [text for text in texts if STRAIGHT_APOSTROPHE.search(text)] == []
