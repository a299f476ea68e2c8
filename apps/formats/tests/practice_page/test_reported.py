"""Pages that came out wrong once, where they are: what each asks is what is expected of it."""

import json
import re
from pathlib import Path

import pytest

from apps.formats.practice_page import page_reader
from apps.formats.readers import open_file

MATERIAL = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
NAMES = ("PR2.mdx", "PR3.md", "PR4.md", "PR7.md", "PR8.md", "PR10.qmd", "PR11.ipynb", "R06b.md")


def words(text):
    return re.sub(r"\s+", " ", re.sub(r"[*`\\]", "", text)).strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_reported_page_asks_what_it_should(name):
    path = MATERIAL / name
    if not path.exists():
        pytest.skip(f"{name} is kept beside the repository, and is not there")
    asked = json.loads((MATERIAL / "EXPECTED.json").read_text())[name]["asked"]
    expected = [(words(front), words(back)) for front, back in asked]
    page = page_reader.read(name, path.read_bytes())
    items = [item for part in page.parts for item in part.items]
    assert [(words(item.front), words(item.label or item.back)) for item in items][: len(expected)] == expected
    with open_file(path, name) as opened:
        notes = [incoming.note for incoming in opened.notes()]
    assert [(words(note.front), words(note.label or note.back)) for note in notes][: len(expected)] == expected
