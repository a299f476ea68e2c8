"""Packages that people reported to lose what formats their text, where they are."""

from pathlib import Path

import pytest

from apps.cards.rendering.markdown import render
from apps.formats.anki import read
from apps.formats.anki.conversion.from_anki import open_source

MATERIAL = Path(__file__).resolve().parents[4] / "shared" / "material" / "reported"
SHOWN = {
    "A33_inline_formats": (
        *("<u>", "<mark>", '<span class="green">', '<span class="red">', "<big>", "<small>", "<rt>", "<math>"),
        *("&nbsp;&nbsp;&nbsp;", "⟶"),
    ),
    "U_dark": (),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_reported_package_keeps_its_formats(name):
    path = MATERIAL / f"{name}.apkg"
    if not path.exists():
        pytest.skip(f"{path.name} is kept beside the repository, and is not there")
    with read(path) as package:
        notes = [each.note for each in open_source(package).notes()]
    rendered = [render(text) for note in notes for text in (note.front, note.back)]
    assert [problem for each in rendered for problem in each.problems] == []
    page = "\n".join(each.html for each in rendered)
    assert [shown for shown in SHOWN[name] if shown not in page] == []
    assert "&lt;" not in page
    assert ("class=" in page) == bool(SHOWN[name])  # black on white is what text is anyway
