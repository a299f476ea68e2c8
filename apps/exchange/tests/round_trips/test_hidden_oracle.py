"""What the real Anki, in a real browser, does not show on a front is not on ours."""

import re
from itertools import count

import pytest
from playwright.sync_api import sync_playwright

from apps.exchange.tests.support.oracle import INSTALLED, NOT_INSTALLED, anki
from apps.formats.anki import write
from apps.formats.anki.export_records import ExportedCard, ExportedNote, ExportedPackage
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.readers import open_file
from apps.formats.tests.support.hiding.fronts import HIDDEN, SEEN, UNCERTAIN
from apps.formats.tests.support.packing import MODIFIED

pytestmark = [pytest.mark.skipif(not INSTALLED, reason=NOT_INSTALLED), pytest.mark.browser, pytest.mark.slow]

FIELDS = ("Q", "A", "Hint")
WORDS = ("whereabouts", "answerword", "hintword")
OTHERS = [
    ("{{Q}} {{hint:Hint}}", ""),
    ("{{Q}} {{hint:A}} <b>{{hint:Hint}}</b>", ""),
    ("{{Q}} {{type:A}}", ""),
    ("{{Q}} {{tts en_US:A}}", ""),
    ("{{Q}} {{#Hint}}<i hidden>{{Hint}}</i>{{/Hint}}", ""),
    ("{{^Hint}}{{A}}{{/Hint}}{{Q}}", ""),
    ("{{Q}}<details><summary>More</summary>{{A}}</details>", ""),
    ("{{Q}}<template>{{A}}</template><noscript>{{Hint}}</noscript>", ""),
    ("{{Q}}<textarea style='display:none'>{{A}}</textarea>", ""),
    ("{{Q}}<div style='content-visibility:hidden'>{{A}}</div>", ""),
    ("{{Q}}<p><b>{{A}}</b></p>", "p { display: none } b { visibility: visible }"),
]
DISCLOSED = re.compile(r"<details>.*?</details>", re.DOTALL)  # closed, as Anki's hints are
NUMBERS = count(1_600_000_000_000)


def types():
    fronts = [tuple(each.values) for each in (*HIDDEN, *UNCERTAIN, *SEEN)] + OTHERS
    for number, (front, css) in zip(NUMBERS, fronts, strict=False):
        template = CardTemplate("Card 1", front, "{{FrontSide}}<hr id=answer>{{A}} {{Hint}}")
        yield AnkiNoteType(number, f"Type {number}", FIELDS, (template,), css, False)


@pytest.fixture
def path(tmp_path):
    """A package with a note of each of these types."""
    notes = [ExportedNote(each.name, each, WORDS, "Deck", MODIFIED, cards=(ExportedCard(0),)) for each in types()]
    write(ExportedPackage(notes), tmp_path / "hidden.apkg")
    return tmp_path / "hidden.apkg"


def shown_by_anki(path, chromium):
    """Return the words that a browser shows of Anki's questions, by their notes."""
    contents, shown = anki(path)["contents"], {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for card in contents["cards"]:
            css = contents["css"][card["guid"]]
            page.set_content(f'<style>{css}</style><body class="card">{card["question"]}</body>')
            shown[card["guid"]] = page.inner_text("body")
        browser.close()
    return shown


def test_what_anki_hides_on_a_front_is_not_on_ours(path, chromium):
    shown = shown_by_anki(path, chromium)
    with open_file(path, path.name) as source:
        ours = {each.note.guid: DISCLOSED.sub("", each.note.front) for each in source.notes()}
    leaks = [
        (guid, word) for guid, front in ours.items() for word in WORDS if word in front and word not in shown[guid]
    ]
    assert leaks == []
    assert sum(WORDS[1] not in text for text in shown.values()) > len(OTHERS)  # the browser hides them
    assert len(ours) == len(shown)
