"""Tables that people reported, where they are at hand: each asks what its author meant."""

import json
import re
from pathlib import Path

import pytest

from apps.formats.readers import open_file

REPORTED = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
NAMES = [
    "T07.txt",
    "T69.txt",
    "T70.txt",
    "T21.csv",
    "R18.csv",
    "R08.tsv",
    "T44.txt",
    "T54.csv",
    "T28.txt",
    "T24.csv",
    "T25.csv",
    "T26.csv",
    "T27.csv",
    "T46.txt",
    "R10.csv",
    "X01.xlsx",
    "X02.xlsx",
    "T59.md",
    "T60.html",
]


def _plain(text: str) -> str:
    """Return the lines that a field shows."""
    return re.sub("\n+", "\n", text.replace("\\", ""))


@pytest.mark.parametrize("name", NAMES)
def test_a_reported_table_asks_what_its_author_meant(name):
    path = REPORTED / name
    if not path.exists():
        pytest.skip("The files of other people are not part of the project.")
    expected = json.loads((REPORTED / "EXPECTED.json").read_text())[name]
    with open_file(path, name) as source:
        notes = [each.note for each in source.notes()]
    found = [[_plain(note.front), _plain("\n".join(filter(None, (note.back, note.extra))))] for note in notes]
    assert expected.get("shown_in_excel", {}).items() <= {(front, back) for front, back in found}
    asked = expected.get("asked", [pair for pair in found if pair[1]])
    assert [pair for pair in found if pair[1]] == [list(map(_plain, pair)) for pair in asked]
    if "tags" in expected:
        assert [list(note.tags) for note in notes] == expected["tags"]
    if "deck" in expected:
        assert source.deck.title == expected["deck"]
    assert source.reading.encoding.replace("-", "_") == expected.get("encoding", source.reading.encoding).replace(
        "-", "_"
    )
    warnings = list(map(str, source.warnings))
    for wanted in expected.get("warnings_wanted", ()):
        row, what = re.split(" (?:has|is) ", wanted)
        assert any(what in each and each.endswith(f": {row}.") for each in warnings)
