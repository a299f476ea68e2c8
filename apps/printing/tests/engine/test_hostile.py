"""Cards that would break, stall or spy: each costs itself alone, and nothing is fetched or read."""

import base64
import io
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import product

import pytest
from PIL import Image

from apps.cards.models import Card
from apps.printing import make_print
from apps.printing.assembly import impose_pdf
from apps.printing.engine import printer
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.request.options import DUPLEX, FOLD, LIST, ONE_PER_PAGE, SHEET, PrintOptions
from apps.printing.tests.support.selections import all_flashcards
from apps.web.tests.support.examples import some_of

CANARY = "canary-that-sings-in-no-print"


@pytest.fixture
def listener():
    """Listen on a port of this machine; collect who asks for anything."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def spiteful(deck):
    """Put HTML on the back of the deck's second card that no author could save."""

    def put(html):
        card = Card.objects.filter(note__deck=deck).order_by("pk")[1]
        Card.objects.filter(pk=card.pk).update(back=html)
        return deck

    return put


def printed(deck, layout=ONE_PER_PAGE):
    target = io.BytesIO()
    made = make_print.print_to_file(layout_for(all_flashcards(deck), PrintOptions(layout=layout, attach=False)), target)
    return made, target.getvalue()


def spying(listener_url, path):
    """Return all the ways in which HTML, CSS and SVG can ask for something."""
    for url in (listener_url, listener_url.removeprefix("http:"), path.as_uri(), str(path)):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/s"/><use href="{url}/u#a"/></svg>'
        entity = (
            f'<!DOCTYPE s [<!ENTITY e SYSTEM "{url}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>'
        )
        yield f'<img src="{url}/i"><object data="{url}/o"></object><iframe src="{url}/f"></iframe>'
        yield f'<style>@import "{url}/c"; @font-face {{ font-family: X; src: url({url}/t) }} p {{ font: 1em X }}'
        yield "</style>"
        yield f'<link rel="stylesheet" href="{url}/l"><link rel="attachment" href="{url}/a">'
        yield f'<p style="background:url({url}/b)">x</p>'
        yield f'<a rel="attachment" href="{url}/n">x</a><embed src="{url}/e"><video poster="{url}/v"></video>'
        for text in (svg, entity):
            yield f'<img src="data:image/svg+xml;base64,{base64.b64encode(text.encode()).decode()}">'
            yield text


def test_nothing_is_fetched_and_nothing_is_read(spiteful, listener, tmp_path, paper, capfd):
    url, asked = listener
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    made, pdf = printed(spiteful("<p>Listen.</p>" + "".join(spying(url, canary)) + "<p>Over.</p>"))
    assert asked == []
    assert CANARY not in paper(pdf).text
    assert CANARY.encode() not in pdf
    assert not paper(pdf).objects.attachments
    assert "Over." in paper(pdf).text
    assert made.pages >= 3
    capfd.readouterr()


def bomb_picture():
    """Return a picture of few bytes and a hundred million pixels."""
    file = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(file, "PNG")
    return f'<img src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}">'


def laughs():
    """Return an SVG whose entities grow a thousandfold with each line."""
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    svg = f'<!DOCTYPE s [<!ENTITY a0 "ha">{lines}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a8;</text></svg>'
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


HIDING = "<style>.print-card { color: #fff !important; left: -5000px; position: absolute !important }</style>x"
REACHING = [
    "<script>",
    "<textarea>",
    "<!--",
    "<plaintext>",
    "<math><mi>x",
    "</div></article></div>",
    "<a" * 5_000,
    HIDING,
]
HOSTILE = {
    "nested elements": lambda: "<div>" * 3_000 + "deep" + "</div>" * 3_000,
    "a very wide cell": lambda: '<table><tbody><tr><td colspan="1000000000">x</td></tr></tbody></table>',
    "a very high cell": lambda: '<table><tbody><tr><td rowspan="1000000000">x</td></tr></tbody></table>',
    "a huge letter": lambda: '<p style="font-size: 1000000pt">x</p>',
    "page breaks": lambda: '<p style="break-after: page">x</p>' * 5_000,
    "a long word": lambda: f"<p>{'w' * 1_000_000}</p>",
    "a picture of many pixels": bomb_picture,
    "an SVG of a billion laughs": laughs,
    "many floats": lambda: '<span style="float: left; width: 99%">x</span>' * 20_000,
}


@pytest.fixture
def impatient(monkeypatch):
    """Let a group have few seconds, so that the tests end."""
    monkeypatch.setattr(printer, "MIN_SECONDS", 2)
    monkeypatch.setattr(printer, "MAX_SECONDS", 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", some_of(HOSTILE, step=3))
def test_a_hostile_card_costs_no_more_than_itself(spiteful, impatient, paper, capfd, name):
    made, pdf = printed(spiteful(HOSTILE[name]()))
    text = paper(pdf).text
    assert "Question 1?" in text
    assert "Question 3? Answer 3." in text
    assert made.failed in ((), ("Question 2?",))
    assert ("This card could not be printed." in text) == bool(made.failed)
    capfd.readouterr()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "layout"), some_of(product(REACHING, [ONE_PER_PAGE, SHEET, LIST])), ids=lambda text: text[:20]
)
def test_a_card_neither_swallows_nor_changes_its_neighbours(spiteful, paper, capfd, html, layout):
    made, pdf = printed(spiteful(html), layout)
    document = paper(pdf).document
    assert made.failed in ((), ("Question 2?",))
    for words in ("Question 1?", "Answer 1.", "Question 3?", "Answer 3."):
        assert any(is_seen(page, words) for page in document), words
    capfd.readouterr()


def is_seen(page, words):
    """Say whether the words stand on a page, in ink."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    if found is None:
        return False
    left, bottom, right, top = text.get_charbox(found[0])
    height = page.get_size()[1]
    picture = page.render(scale=4).to_pil().convert("L")
    return picture.crop([int(4 * at) for at in (left, height - top, right, height - bottom)]).getextrema()[0] < 100


@pytest.mark.slow
@pytest.mark.parametrize(
    "html", ["<a" * 5_000, "<math " * 20_000, "<" * 100_000, f"<{'b' * 100_000}"], ids=lambda html: html[:6]
)
def test_a_front_that_is_no_html_keeps_nobody_waiting(deck, client, impatient, paper, capfd, html):
    card = Card.objects.filter(note__deck=deck).order_by("pk")[1]
    Card.objects.filter(pk=card.pk).update(front=html)
    started = time.process_time()
    assert client.get("/decks/diffusion/print/").status_code == 200
    made, pdf = printed(deck)
    assert time.process_time() - started < 5
    assert "Question 3? Answer 3." in paper(pdf).text
    assert made.failed_count <= 1
    capfd.readouterr()


@pytest.mark.parametrize("layout", [DUPLEX, SHEET, FOLD, LIST])
def test_it_costs_no_more_in_any_layout(spiteful, impatient, paper, capfd, layout):
    made, pdf = printed(spiteful(HOSTILE["nested elements"]()), layout)
    text = paper(pdf).text
    assert all(answer in text for answer in ("Answer 1.", "Answer 3."))
    assert "could not be printed" in text
    assert made.failed == ("Question 2?",)
    capfd.readouterr()


def test_the_sides_of_each_card_stay_together_around_a_bad_one(spiteful, monkeypatch, paper, capfd):
    monkeypatch.setattr(impose_pdf, "BATCH_PAGES", 3)
    _, pdf = printed(spiteful(HOSTILE["nested elements"]()), DUPLEX)
    pages = paper(pdf).pages
    starts = [(page, pages[page].split(" Diffusion")[0]) for page in (0, 1, 4, 5)]
    assert starts == [(0, "Question 1?"), (1, "Answer 1."), (4, "Question 3?"), (5, "Answer 3.")]
    capfd.readouterr()
