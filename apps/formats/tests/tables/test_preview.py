"""The beginning of a text is read in a request: whatever it holds, that takes no more than a usual one does."""

import io
from contextlib import suppress

import pytest

from apps.formats.problems import ImportProblem
from apps.formats.tables import rows
from apps.formats.tables.table_reader import PREVIEW_BYTES, TableOptions, preview_beginning

USUAL = "What is a cell: a unit - of life; the smallest?,The unit = of life | see: page 5\n"
OPTIONS = [
    {},
    {"separator": ","},
    {"separator": "::", "row_separator": ";"},
    {"separator": " ", "continued": True},
    {"separator": "aaaaaaaaaaaaaaaaaaab", "row_separator": "aaaaaaaaaaaaaaaaaaac"},
]


@pytest.fixture
def cells_read(monkeypatch):
    """Return what counts the cells that are looked at to show the beginning of a text, however often."""
    counted = []
    cell = rows._cell
    monkeypatch.setattr(rows, "_cell", lambda *arguments: counted.append(1) or cell(*arguments))

    def cells_read(text, options):
        counted.clear()
        data = (text.encode() * (PREVIEW_BYTES // len(text.encode()) + 2))[: PREVIEW_BYTES + 1]
        with suppress(ImportProblem):
            preview_beginning(io.BytesIO(data), "words.txt", TableOptions(**options))
        return len(counted)

    return cells_read


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n", id="empty lines"),
        pytest.param("\r", id="empty lines of an old Mac"),
        pytest.param(" \n", id="lines of spaces"),
        pytest.param(";", id="semicolons"),
        pytest.param("#a:\n", id="comments"),
        pytest.param("#separator:;\n", id="directives"),
        pytest.param('"', id="quotation marks"),
        pytest.param('"a,b\n', id="quotation marks that never close"),
        pytest.param('a\t"b\n', id="quotation marks after tabs"),
        pytest.param(",,,,,,,,\n", id="empty cells"),
        pytest.param("a", id="one word"),
        pytest.param("::", id="colons"),
        pytest.param("a/////b;;;c***d%%%e&&&f\n", id="signs"),
        pytest.param("a,b;c|d\te - f :: g = h : i => j -> k\n", id="all separators"),
        pytest.param("a\tb\nccc\n\nddd\n", id="lines without a separator"),
        pytest.param("\n---\n", id="rules"),
    ],
)
def test_a_text_that_is_written_to_take_long_takes_no_longer_than_five_usual_ones(cells_read, text, options):
    assert cells_read(text, options) <= 5 * cells_read(USUAL, {})


def test_a_table_below_many_empty_lines_is_shown():
    data = b"\n" * 1_500 + b"gato,cat\nperro,dog\n"
    assert preview_beginning(io.BytesIO(data), "words.csv", TableOptions()).rows == (("gato", "cat"), ("perro", "dog"))
