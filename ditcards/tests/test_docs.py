"""What the README and the other documents say is so."""

import hashlib
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.lessons.services import demo
from conftest import NOW
from scripts import draw_tables

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]


def test_the_two_commands_are_targets_of_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert [command for command in COMMANDS if command.startswith("make")] == ["make run", "make test"]
    assert {"run", "test", "dev", "setup", "lint", "bench", "test-postgres"} <= targets


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command in COMMANDS if "manage.py" in command])
def test_the_readmes_commands_work(db, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)  # what a command writes shall not lie about here
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    demo.fill(NOW)
    call_command(*shlex.split(command.split("manage.py ")[1]), stdout=StringIO())


def test_the_demo_people_are_those_of_the_readme(db):
    demo.fill(NOW)
    rows = dict(re.findall(r"^\| (\S+@example\.org) \| (.+) \|$", README, re.MULTILINE))
    assert rows == dict(demo.people())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_folders_on_the_map_exist():
    for name in re.findall(r"`([a-z/]+/)`", README.split("## The map")[1]):
        assert (ROOT / name).is_dir(), name


def test_the_picture_of_the_tables_is_that_of_the_models():
    assert draw_tables.PICTURE.read_text(encoding="utf-8") == draw_tables.svg(), "Run `make tables`."


@pytest.mark.parametrize("folder", ["vendor", "fonts"])
def test_vendored_files_are_the_ones_recorded(folder):
    recorded = (ROOT / "static" / folder / "README.md").read_text(encoding="utf-8")
    files = [file for file in (ROOT / "static" / folder).iterdir() if file.suffix in (".js", ".woff2")]
    assert files
    for file in files:
        assert hashlib.sha256(file.read_bytes()).hexdigest() in recorded, file.name
