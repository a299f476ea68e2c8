"""The recipes of CONTRIBUTING.md work: all are done, step by step, in a copy of the project, whose tests then pass."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "data", "node_modules")  # but not compiled modules: they save half of the time
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

KIND = '''"""Spelling notes: one card, whose back is to be written."""

from apps.cards.kinds import basic
from apps.cards.kinds.anki_type import AnkiField, AnkiType, answer_below
from apps.cards.kinds.kind import NoteKind, sides_problems
from apps.formats.messages import gettext as _

ANKI_TYPE = AnkiType(
    id=1_577_851_200_999,
    name="Ditcards Spelling",
    fields=(AnkiField("Front", "front"), AnkiField("Back", "back"), AnkiField("Extra", "extra")),
    sides=(answer_below("{{Front}}", "{{Back}}"),),
)
KIND = NoteKind(
    name="spelling",
    label=_("Spelling"),
    description=_("Spelling: write the back"),
    fields=("front", "back", "extra"),
    cards=basic.cards,
    problems=lambda note, _in_exercise: sides_problems(note),
    anki_type=lambda _parts: ANKI_TYPE,
    spelling="spelling",
    note_type="Spelling",
)
'''
FORMAT = '''"""Decks in a format of their own: our JSON, backwards."""

from apps.formats import ditcards_json
from apps.formats.problems import Code, ImportProblem
from apps.formats.messages import gettext as _
from apps.formats.records import DeckRecord


def write(deck: DeckRecord) -> bytes:
    """Return the deck as a file."""
    return ditcards_json.write(deck)[::-1]


def read(data: bytes) -> DeckRecord:
    """Return the deck of a file. Raises ImportProblem."""
    if not data.rstrip().startswith((b"}", b"\\n}")):
        raise ImportProblem(Code.NOT_A_DECK, _("This is not a backwards deck."))
    return ditcards_json.read(data[::-1])
'''
LAYOUT = '''"""Poster: cards on A4, one per page."""

from apps.printing.layouts.flashcards import OnePerPage


class Poster(OnePerPage):
    """Cards, each on a page of its own, without the deck attached."""

    @property
    def attached(self) -> None:
        """Return nothing: a poster has no deck."""
        return None
'''
LAYOUT_TEST = '''"""Posters."""

from apps.printing.layouts.layout_registry import layout_for
from apps.printing.request.options import PrintOptions
from apps.printing.tests.support.selections import all_flashcards


def test_a_poster_is_on_a4(deck, on_paper):
    paper = on_paper(layout_for(all_flashcards(deck), PrintOptions(layout="poster")))
    assert len(paper.pages) == 3


def test_the_print_page_offers_it(client, deck):
    page = client.get(f"/decks/{deck.slug}/print/?layout=poster").content.decode()
    assert "Poster: one card on a large page" in page
'''
QUERY = '''

def best_known(user: User) -> QuerySet[Schedule]:
    """Return the learner's cards, the best known first."""
    return user.schedules.filter(due_on__isnull=False).select_related("card__note").order_by("-interval_days", "pk")
'''
VIEW = '''"""The cards that a learner knows best."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.reviews.day import queue
from apps.web.http import LearnerRequest


@require_safe
@login_required
def best_known(request: LearnerRequest) -> HttpResponse:
    """Show the learner's cards, the best known first."""
    return render(request, "reviews/best_known.html", {"schedules": queue.best_known(request.user)[:20]})
'''
TEMPLATE = """{% extends "base.html" %}
{% load i18n %}

{% block title %}{% translate "The cards you know best" %}{% endblock %}

{% block content %}
  <h1>{% translate "The cards you know best" %}</h1>
  <ul>
    {% for schedule in schedules %}
      <li dir="auto">{{ schedule.card }}</li>
    {% empty %}
      <li>{% translate "Review some cards first." %}</li>
    {% endfor %}
  </ul>
{% endblock %}
"""


class Copy:
    """A copy of the project, to change and to test."""

    def __init__(self, root):
        self.root = root

    def write(self, name, text):
        """Write a new file."""
        assert not (self.root / name).exists()
        (self.root / name).write_text(text, encoding="utf-8")

    def change(self, name, old, new):
        """Replace a text that a file has once."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def append(self, name, text):
        """Add to the end of a file."""
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def run(self, *command):
        """Run Python in the copy; it must succeed."""
        done = subprocess.run(  # noqa: S603 - the commands are those below
            [sys.executable, *command], cwd=self.root, capture_output=True, text=True, check=False, timeout=900
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    def test(self, *modules, only):
        """Run some tests in the copy, on a database in memory."""
        self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--create-db", *modules, "-k", only)


@pytest.fixture
def copy(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DITCARDS_DATA", str(tmp_path / "data"))
    shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT)
    return Copy(tmp_path / "copy")


@pytest.mark.parametrize(
    ("recipe", "files"),
    [
        ("a new kind of note", {"apps/cards/kinds/spelling.py", "apps/cards/kinds/registry.py"}),
        ("a new file format", {"apps/formats/file_kinds.py", "apps/formats/readers.py"}),
        ("a new layout", {"apps/printing/request/options.py", "apps/printing/layouts/layout_registry.py"}),
        ("a new page", {"apps/reviews/day/queue.py", "ditcards/tests/access/rows.py"}),
    ],
)
def test_a_recipe_names_its_files(recipe, files):
    text = CONTRIBUTING.split(f"## Recipe: {recipe}\n")[1].split("\n## ")[0]
    assert files <= set(re.findall(r"`([\w/]+\.\w+)`", text))


@pytest.mark.slow
def test_the_recipes_are_done_and_the_tests_pass(copy):
    for follow in (_new_kind, _new_format, _new_layout, _new_page):
        follow(copy)
    copy.run("manage.py", "makemigrations", "cards")
    copy.test(
        "apps/exchange/tests/round_trips/test_every_kind.py",
        "apps/formats/tests/test_purity.py",
        "apps/printing/tests/test_poster.py",
        "ditcards/tests/access/test_access.py",
        "ditcards/tests/test_pages.py",
        only="spelling or example or kced or purity or poster or best_known or row or pages",
    )


def _new_kind(copy):
    copy.write("apps/cards/kinds/spelling.py", KIND)
    registry = "apps/cards/kinds/registry.py"
    copy.change(registry, "multi_card, occlusion\n", "multi_card, occlusion, spelling\n")
    copy.change(registry, "occlusion.KIND)", "occlusion.KIND, spelling.KIND)")
    copy.change(registry, "OCCLUSION = NAMES", "OCCLUSION, SPELLING = NAMES")
    example = 'EXAMPLES = {\n    "spelling": {"front": "necessary", "back": "one c, *two* s", "extra": "Look."},'
    copy.change("apps/exchange/tests/round_trips/test_every_kind.py", "EXAMPLES = {", example)


def _new_format(copy):
    copy.write("apps/formats/backwards.py", FORMAT)
    copy.change(
        "apps/formats/file_kinds.py", '    JSON = (".json",)\n', '    JSON = (".json",)\n    BACKWARDS = (".kced",)\n'
    )
    readers = "apps/formats/readers.py"
    copy.change(readers, "formats import anki, ", "formats import anki, backwards, ")
    copy.change(readers, "FileKind.JSON: _json,\n", "FileKind.JSON: _json,\n    FileKind.BACKWARDS: backwards.read,\n")
    formats = "apps/exchange/export_formats.py"
    copy.change(formats, "import ditcards_json", "import backwards, ditcards_json")
    entry = 'Format("kced", _("Backwards"), _("JSON."), ".kced", "text/plain", _writer_of(backwards.write)),'
    copy.change(formats, "    for each in (\n", f"    for each in (\n        {entry}\n")


def _new_layout(copy):
    request, layouts = "apps/printing/request", "apps/printing/layouts"
    copy.write(f"{layouts}/poster.py", LAYOUT)
    copy.change(f"{request}/options.py", "\nLAYOUTS = (", '\nPOSTER = "poster"\nLAYOUTS = (POSTER, ')
    copy.change(
        f"{request}/print_request.py", "    LIST: CARD_OPTIONS,\n", '    LIST: CARD_OPTIONS, "poster": CARD_OPTIONS,\n'
    )
    label = '_("Poster: one card on a large page")'
    copy.change(f"{request}/form_fields.py", "LAYOUTS = {\n", f"LAYOUTS = {{\n    options.POSTER: {label},\n")
    registry, imported = f"{layouts}/layout_registry.py", "from apps.printing.layouts.poster import Poster\n"
    copy.change(registry, "\nCARD_LAYOUTS = {", f'\n{imported}CARD_LAYOUTS = {{"poster": Poster, ')
    symbol = '<symbol id="layout-poster" viewBox="0 0 32 24"><path d="M4 2h24v20H4z"/></symbol>'
    copy.change("templates/printing/_layout_symbols.html", "</svg>", f"  {symbol}\n</svg>")
    copy.write("apps/printing/tests/test_poster.py", LAYOUT_TEST)


def _new_page(copy):
    copy.append("apps/reviews/day/queue.py", QUERY)
    copy.write("apps/reviews/views/best_known.py", VIEW)
    urls, url = "apps/reviews/urls.py", 'path("review/best-known/", best_known.best_known, name="best_known")'
    copy.change(urls, "urlpatterns = [\n", f"urlpatterns = [\n    {url},\n")
    copy.change(urls, "from apps.reviews.views import ", "from apps.reviews.views import best_known, ")
    copy.write("templates/reviews/best_known.html", TEMPLATE)
    row = '    "reviews:best_known": [("get", {}, [LOGIN, 200, 200, 200, 200]), ("post", {}, [405] * 5)],\n'
    access, decks = "ditcards/tests/access", '        "library:decks": "/decks/",\n'
    copy.change(f"{access}/rows.py", "ROWS = {\n", f"ROWS = {{\n{row}")
    copy.change(f"{access}/conftest.py", decks, f'{decks}        "reviews:best_known": "/review/best-known/",\n')
    copy.change(
        "ditcards/tests/browser/every_page/pages.py", "LEARNER = [\n", 'LEARNER = [\n    Page("reviews:best_known"),\n'
    )
