"""What the README and the other documents say is so."""

import hashlib
import pkgutil
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.formats.practice_page import page_reader
from apps.lessons.services import demo
from apps.web.tests.support.clock import NOW
from scripts import draw_tables

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
SUBJECTS = [path for path in (ROOT / "docs").glob("*.md") if path.stem not in ("architecture", "glossary")]
SUFFIXES = "css|html|in|js|md|py|sh|svg|toml|txt"
FOLDERS = {path.name for path in [*ROOT.glob("[!.]*/"), *(ROOT / "apps").glob("*/")]} - {"data"}
EXAMPLES = {  # files that are nowhere here: those of the recipes, of other programs, and what nobody shall write
    "Clippings.txt",
    "apps/cards/kinds/spelling.py",
    "apps/formats/backwards.py",
    "apps/printing/layouts/poster.py",
    "apps/reviews/views/best_known.py",
    "templates/reviews/best_known.html",
    "utils.py",
}
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
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
    text = re.sub(r"`[^`\n]+`", "", document.read_text(encoding="utf-8"))  # code links nowhere
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / target).exists(), target


@pytest.fixture(scope="module")
def tails():
    """Every file and folder of the tree, by each end of its path: `cards/models.py` is as good as `models.py`."""
    hidden = {".git", ".venv", ".tools", ".anki", "data", "__pycache__"}
    paths = []
    for folder, folders, files in ROOT.walk():
        folders[:] = [name for name in folders if name not in hidden]  # which are not walked through
        paths += [(*folder.relative_to(ROOT).parts, name) for name in (*folders, *files)]
    return {"/".join(parts[start:]) for parts in paths for start in range(len(parts))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_a_document_names_exist(document, tails):
    text = document.read_text(encoding="utf-8")
    names = re.findall(rf"(?<![\w./:<>*-])([\w-]+(?:/[\w-]+)*\.(?:{SUFFIXES}))(?![\w./-])", text)
    folders = re.findall(r"`([a-z_]+/[a-z_/]*)`", text)
    wrong = [name for name in names if name not in tails | EXAMPLES]
    wrong += [name for name in folders if name.split("/")[0] in FOLDERS and name.rstrip("/") not in tails]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_code_that_a_document_names_exists(document):
    for name in re.findall(r"(?<![\w/.])(apps(?:\.\w+)+)", document.read_text(encoding="utf-8")):
        pkgutil.resolve_name(name)


@pytest.mark.parametrize("document", SUBJECTS, ids=lambda path: path.name)
def test_a_subject_is_described_for_users_and_then_from_inside(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == ["Use", "Inside"]


def test_the_map_names_every_app():
    folders = {name.rstrip("/") for name in re.findall(r"`(apps/[a-z_]+/)`", README.split("## The map")[1])}
    assert folders == {f"apps/{path.parent.name}" for path in (ROOT / "apps").glob("*/__init__.py")}


def test_the_readmes_practice_page_has_ten_lines_and_can_be_imported():
    [text] = re.findall(r"```markdown\n(.*?)```", README, re.DOTALL)
    page = page_reader.read("practice.md", text.encode())
    assert len(text.splitlines()) == 10
    assert page.warnings == ()
    assert [len(part.items) for part in page.parts] == [1, 2]


def test_each_code_name_of_the_glossary_exists():
    rows = [line.split("|")[2] for line in GLOSSARY.splitlines() if re.match(r"\| (?!term|---)", line)]
    for row in rows:
        [name] = re.findall(r"`(apps\.[A-Za-z_.0-9]+)`", row)
        pkgutil.resolve_name(name)


def test_the_picture_of_the_tables_is_that_of_the_models():
    assert draw_tables.PICTURE.read_text(encoding="utf-8") == draw_tables.svg(), "Run `make tables`."


@pytest.mark.parametrize("folder", ["vendor", "fonts"])
def test_vendored_files_are_the_ones_recorded(folder):
    recorded = (ROOT / "static" / folder / "README.md").read_text(encoding="utf-8")
    files = [file for file in (ROOT / "static" / folder).iterdir() if file.suffix in (".js", ".woff2")]
    assert files
    for file in files:
        assert hashlib.sha256(file.read_bytes()).hexdigest() in recorded, file.name
