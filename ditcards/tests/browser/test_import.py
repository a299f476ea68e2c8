"""Decks through the pages of an import, in a real browser."""

import base64
import re

import genanki
import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.jobs.tests.support.working_client import run_waiting
from ditcards.tests.support.accessibility import look

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("send_worker_home")]

CSV = 'Word;Meaning;Remark\ngato;cat;"purrs; a lot"\nperro;dog;\n'
DROP = """async ([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const dragged = new DataTransfer();
  dragged.items.add(new File([bytes], name));
  const area = document.querySelector("[data-drop]");
  for (const type of ["dragenter", "dragover", "drop"]) {
    area.dispatchEvent(new DragEvent(type, { dataTransfer: dragged, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def package(tmp_path):
    """A package of two decks, as other programs make them."""
    fields = [{"name": "Front"}, {"name": "Back"}]
    templates = [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]
    model = genanki.Model(1_607_392_319, "Simple", fields=fields, templates=templates)
    decks = [genanki.Deck(number, title) for number, title in ((11, "Biology::Cells"), (12, "Biology::Tissues"))]
    for deck in decks:
        for front in ("What is it?", "What does it do?"):
            deck.add_note(genanki.Note(model, [f"{deck.name}: {front}", "<b>Live</b>"]))
    path = tmp_path / "biology.apkg"
    genanki.Package(decks).write_to_file(path)
    return path


def upload(page, name, data):
    page.get_by_label("Choose a file").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Continue").click()


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name).click()


def test_a_table_by_way_of_its_columns_to_a_deck(log_in):
    page = log_in(url="/")
    page.get_by_role("link", name="Decks", exact=True).click()
    page.get_by_role("link", name="Import a deck").click()
    upload(page, "words.csv", CSV.encode())
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(3)
    page.wait_for_load_state()  # the preview follows the choices once the page's scripts have run
    page.get_by_label("Separator", exact=True).select_option("Commas")
    expect(page.get_by_role("combobox", name="Column 1")).to_be_visible()
    expect(page.get_by_role("cell", name="gato;cat", exact=False)).to_be_visible()
    page.get_by_label("Separator", exact=True).focus()
    page.get_by_label("Separator", exact=True).select_option("Semicolons")
    expect(page.get_by_role("cell", name="purrs; a lot")).to_be_visible()
    expect(page.get_by_label("Separator", exact=True)).to_be_focused()
    page.get_by_label("Column 1 (Word) contains").select_option("Back")
    expect(page.get_by_role("status")).to_have_text("Choose the column that holds the fronts.")
    page.get_by_label("Column 2 (Meaning) contains").select_option("Front")
    expect(page.get_by_role("status")).to_have_text("")
    press(page, "Preview the changes")
    expect(page.get_by_text("2 added")).to_be_visible()
    press(page, "Import")
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    page.get_by_role("link", name="words", exact=True).click()
    expect(page.get_by_role("heading", name="words")).to_be_visible()
    deck = Deck.objects.get(title="words")
    assert deck.owner.email == "learner@example.org"
    assert list(deck.notes.values_list("front", "back", "extra")) == [
        ("cat", "gato", "purrs; a lot"),
        ("dog", "perro", ""),
    ]


def test_a_package_is_dropped_onto_the_page(log_in, package):
    page = log_in(url="/import/")
    page.evaluate(DROP, [base64.b64encode(package.read_bytes()).decode(), "biology.apkg"])
    press(page, "Continue")
    expect(page.get_by_text("4 added")).to_be_visible()
    expect(page.get_by_text("Biology::Tissues", exact=True)).to_be_visible()
    press(page, "Import")
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    page.get_by_role("link", name="Biology::Cells").click()
    expect(page.get_by_text("Biology::Cells: What is it?")).to_be_visible()


def test_a_file_that_is_too_large_does_not_travel(log_in):
    page = log_in(url="/import/")
    page.get_by_label("Choose a file").evaluate("element => { element.dataset.maxBytes = 1048576 / 2 }")
    page.get_by_label("Choose a file").set_input_files({"name": "a.csv", "mimeType": "", "buffer": b"a,b\n" * 200_000})
    expect(page.get_by_role("alert")).to_have_text("This file is larger than 0.5 MiB. Split it.")
    press(page, "Continue")
    assert page.url.endswith("/import/")


def test_without_javascript(new_context, log_in, site, package):
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(log_in(url="/import/").context.cookies())
    page = plain.new_page()
    page.goto(f"{site}/import/")
    page.get_by_label("Or paste text").fill("gato - cat\nperro - dog")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("The first row").select_option("Names the columns")
    page.get_by_role("button", name="Update the preview").click()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.get_by_label("The first row").select_option("Is a note")
    page.get_by_role("button", name="Preview the changes").click()
    expect(page.get_by_text("2 added")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    assert Note.objects.filter(deck__owner__isnull=False).count() == 2


def test_a_file_that_waits_for_the_worker_leads_on_when_it_is_read(log_in, package, send_worker_home):
    send_worker_home()
    page = log_in(url="/import/")
    upload(page, "biology.apkg", package.read_bytes())
    expect(page.get_by_role("heading", name="Reading biology.apkg")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Queued. Yours is next.")
    run_waiting()
    expect(page.get_by_text("4 added")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Choose a file")).to_be_visible()


def test_a_file_that_cannot_be_read_leads_back_to_its_field(log_in):
    page = log_in(url="/import/")
    upload(page, "biology.apkg", b"")
    field = page.get_by_label("Choose a file")
    expect(field).to_have_accessible_description(re.compile("This file is empty. Choose another one.$"))


def test_a_deck_of_ones_own_is_renamed_and_deleted(log_in, site):
    owner = User.objects.get(email="learner@example.org")
    owner.decks.create(slug="mine", title="Mine")
    page = log_in(url="/decks/")
    page.get_by_role("link", name="Mine", exact=True).click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Edit this deck").click()
    page.get_by_label("Title").fill("Ours")
    press(page, "Save")
    page.get_by_text("More", exact=True).click()
    press(page, "Delete this deck")
    expect(page.get_by_role("status")).to_have_text("Deleted “Ours”. You can undo this for a day.")
    expect(page.get_by_role("link", name="Ours", exact=True)).to_have_count(0)


@pytest.mark.slow
class TestEverythingIsReadable:
    """Nothing for axe to find, nothing wider than the window."""

    def test_the_form_and_its_refusal(self, log_in):
        page = log_in("instructor", "/import/?course=multimodal-ai")
        look(page, "form")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("Choose a file or paste text.")).to_be_visible()
        look(page, "refused")

    def test_a_table_its_plan_and_its_report(self, log_in):
        wide = CSV + "x" * 300 + ";" + "word " * 60 + ";" + "https://example.org/" * 10 + "\n"
        page = log_in(url="/import/")
        upload(page, "a-long-name-" * 10 + ".csv", wide.encode())
        expect(page.get_by_role("table")).to_be_visible()
        look(page, "table")
        page.get_by_label("Separator", exact=True).select_option("Something else")
        expect(page.get_by_label("Other text between cells")).to_be_visible()
        look(page, "something else")
        page.get_by_label("Separator", exact=True).select_option("Semicolons")
        expect(page.get_by_role("combobox", name="Column 3")).to_be_visible()
        press(page, "Preview the changes")
        page.get_by_role("heading", name="What will change").wait_for()
        look(page, "plan")
        press(page, "Import")
        page.get_by_role("heading", name="Imported").wait_for()
        look(page, "report")

    def test_decks_of_ones_own(self, log_in, site):
        page = log_in(url="/decks/")
        look(page, "none")
        owner = User.objects.get(email="learner@example.org")
        owner.decks.create(slug="mine", title="Biology::" * 20)
        for url in ("/decks/", "/decks/mine/", "/decks/mine/edit/", "/decks/new/"):
            page.goto(site + url)
            look(page, url)
