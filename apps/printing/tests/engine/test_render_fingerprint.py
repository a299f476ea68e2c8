"""Cached prints are made again when the code that decides how they look has changed."""

import shutil

import pytest

from apps.printing.engine import render_fingerprint as module
from apps.printing.engine.render_fingerprint import render_fingerprint


@pytest.fixture
def printing(tmp_path, monkeypatch):
    """Copy the code of printing, so that a test can change it."""
    copy = shutil.copytree(
        module.PRINTING, tmp_path / "printing", ignore=shutil.ignore_patterns("tests", "__pycache__")
    )
    monkeypatch.setattr(module, "PRINTING", copy)
    return copy


@pytest.fixture(autouse=True)
def read_again():
    render_fingerprint.cache_clear()
    yield
    render_fingerprint.cache_clear()


@pytest.mark.parametrize(
    "path",
    ["layouts/cut_sheets.py", "engine/fitting.py", "engine/paper_html/card_html.py", "assembly/cut_marks.py"],
)
def test_changed_code_is_another_print(printing, path):
    before = render_fingerprint()
    with (printing / path).open("a") as file:
        file.write("\nMORE = 1\n")
    render_fingerprint.cache_clear()
    assert render_fingerprint() != before


def test_the_same_code_in_another_folder_is_the_same_print(printing, monkeypatch):
    copied = render_fingerprint()
    monkeypatch.undo()
    render_fingerprint.cache_clear()
    assert render_fingerprint() == copied
