"""A PDF that carries a deck gives it back; any other is refused with a sentence."""

from io import BytesIO

import pikepdf
import pytest

from apps.exchange.formats import own, pdf
from apps.exchange.problems import Problem
from apps.exchange.tests.test_round_trips import DECK


def printed(attached=None, name=pdf.NAME):
    document = pikepdf.new()
    document.add_blank_page()
    if attached is not None:
        document.attachments[name] = attached
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_deck_that_is_attached_comes_back():
    assert own.read(pdf.decks_in(printed(own.write(DECK)))[0]) == DECK


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (printed(), "not-a-deck"),
        (printed(b"{}", name="other.json"), "not-a-deck"),
        (b"%PDF-1.7\nbroken", "damaged"),
        (printed(own.write(DECK))[:-200], "damaged"),
    ],
)
def test_any_other_is_refused(data, code):
    with pytest.raises(Problem) as caught:
        pdf.decks_in(data)
    assert caught.value.code == code


def test_an_attachment_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST", 1_000)
    with pytest.raises(Problem) as caught:
        pdf.decks_in(printed(bytes(5_000)))
    assert caught.value.code == "too-large"
