"""The PDF is the deck: what is printed comes back by an import."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Deck, DeckMedia, Note
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import picture
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.formats import anki
from apps.formats.readers import open_file
from apps.printing import make_print
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.worksheets import Worksheet
from apps.printing.make_print import Print
from apps.printing.request.options import PrintOptions
from apps.printing.request.selection import Selection
from apps.printing.tests.support.selections import all_flashcards
from apps.web.tests.support.storages import storages_in

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def deck_of(course):
    """Make a deck of the course with two questions."""

    def make(slug, **about):
        deck = make_deck(course, slug, **about)
        section = deck.sections.create(kind="flashcards", title=f"Cards of {slug}", position=1)
        for number in (1, 2):
            make_note(deck, f"{slug} {number}?", "**Yes.**", section=section, tags="hard")
        return deck

    return make


def selected(*decks, notes=None):
    cards = [card.pk for deck in decks for card in deck.flashcards() if notes is None or card.note in notes]
    return Selection("Some cards", "some-cards", "en", list(decks), cards)


def printed(selection, **options):
    target = io.BytesIO()
    make_print.print_to_file(OnePerPage(selection, PrintOptions(**options)), target)
    return target.getvalue()


def imported(content, owner, tmp_path):
    path = tmp_path / "print.pdf"
    path.write_bytes(content)
    with open_file(path, "print.pdf") as incoming:
        return import_decks(incoming, Target(owner=owner), now=NOW)


def texts(deck):
    return [(note.section.title, note.front, note.back, note.tags) for note in deck.notes.order_by("position", "pk")]


def test_an_import_of_a_print_gives_the_deck_back(deck_of, stranger, tmp_path):
    deck = deck_of("tokens", licence="CC BY 4.0", attribution="Ada")
    imported(printed(all_flashcards(deck)), stranger, tmp_path)
    (copy,) = Deck.objects.filter(owner=stranger)
    assert (copy.title, copy.licence, copy.attribution) == ("Tokens", "CC BY 4.0", "Ada")
    assert texts(copy) == texts(deck)


def test_a_print_of_some_cards_carries_their_notes_only(deck_of, stranger, tmp_path):
    deck = deck_of("tokens")
    one = deck.notes.get(front="tokens 2?")
    content = printed(selected(deck, notes=[one]))
    imported(content, stranger, tmp_path)
    assert [note.front for note in Note.objects.filter(deck__owner=stranger)] == ["tokens 2?"]
    package = tmp_path / "tokens.apkg"
    with pikepdf.open(io.BytesIO(content)) as document:
        package.write_bytes(document.attachments["tokens.apkg"].get_file().read_bytes())
    with open_file(package, package.name) as incoming:
        assert [arriving.note.front for arriving in incoming.notes()] == ["tokens 2?"]


def test_a_print_of_several_decks_gives_all_of_them_back(deck_of, stranger, tmp_path):
    first, second = deck_of("tokens", attribution="Ada"), deck_of("patches", attribution="Grace", language="de")
    content = printed(selected(first, second))
    imported(content, stranger, tmp_path)
    copies = {deck.title: deck for deck in Deck.objects.filter(owner=stranger)}
    assert [copies[title].attribution for title in ("Tokens", "Patches")] == ["Ada", "Grace"]
    assert texts(copies["Tokens"]) == texts(first)
    assert texts(copies["Patches"]) == texts(second)
    assert copies["Patches"].sections.count() == 1
    report = imported(content, stranger, tmp_path)
    assert (report.added, report.changed) == (0, 0)


def show(deck, **pictures):
    """Let a deck hold these pictures, and show that called `a` on its first card."""
    add_to_deck(deck, {f"{name}.png": store_media(verify(data)) for name, data in pictures.items()})
    note = deck.notes.order_by("position").first()
    note.back = "See ![it](a.png)."
    save_note(note)


def pictures_of(deck):
    """Return the pictures that a deck holds, by their names."""
    return dict(DeckMedia.objects.filter(deck=deck).values_list("name", "media__sha256"))


def shown_on_cards(deck):
    return [card.back for card in Card.objects.filter(note__deck=deck) if "media:" in card.back]


def test_the_pictures_come_back_with_the_deck(deck_of, stranger, tmp_path, settings):
    deck = deck_of("tokens")
    show(deck, a=picture(), b=picture(size=(3, 3)), unused=picture(size=(4, 4)))
    deck.sections.update(introduction="Look at ![this](b.png) first.")
    content = printed(all_flashcards(deck))
    held = pictures_of(deck)
    deck.delete()
    settings.STORAGES = settings.STORAGES | storages_in(tmp_path / "elsewhere")
    report = imported(content, stranger, tmp_path)
    (copy,) = Deck.objects.filter(owner=stranger)
    assert pictures_of(copy) == {name: held[name] for name in ("a.png", "b.png")}
    assert report.media == 2
    assert len(shown_on_cards(copy)) == 1
    assert imported(content, stranger, tmp_path).changed == 0


@pytest.mark.slow
def test_each_deck_of_a_print_gets_its_own_picture_of_a_name(deck_of, stranger, tmp_path):
    first, second = deck_of("tokens"), deck_of("patches")
    show(first, a=picture())
    show(second, a=picture(size=(5, 5)))
    imported(printed(selected(first, second)), stranger, tmp_path)
    copies = {deck.title: deck for deck in Deck.objects.filter(owner=stranger)}
    assert pictures_of(copies["Tokens"]) == pictures_of(first)
    assert pictures_of(copies["Patches"]) == pictures_of(second)
    assert shown_on_cards(copies["Patches"]) == shown_on_cards(second)


@pytest.mark.slow
def test_a_print_of_some_cards_carries_their_pictures_only(deck_of):
    deck = deck_of("tokens")
    show(deck, a=picture())
    for note, names in zip(deck.notes.order_by("position", "pk"), (["a.png"], []), strict=True):
        with pikepdf.open(io.BytesIO(printed(selected(deck, notes=[note])))) as document:
            attached = document.attachments["tokens.apkg"].get_file().read_bytes()
        with anki.read(io.BytesIO(attached)) as package:
            assert list(package.media) == names


def test_the_attached_deck_is_compressed(deck_of):
    with pikepdf.open(io.BytesIO(printed(all_flashcards(deck_of("tokens"))))) as document:
        stream = document.attachments["ditcards.json"].obj.EF.F
        assert len(stream.read_raw_bytes()) < len(stream.read_bytes()) == stream.Params.Size


def test_attachments_are_named_as_pdf_ua_wants_it(deck_of):
    with pikepdf.open(io.BytesIO(printed(all_flashcards(deck_of("tokens"))))) as document:
        files = list(document.Root.AF)
        assert [str(file.UF) for file in files] == ["ditcards.json", "tokens.apkg"]
        assert [file.AFRelationship for file in files] == ["/Source", "/Data"]
        assert all(file.F == file.UF and str(file.Desc) and "/ModDate" not in file.EF.F.Params for file in files)
        assert document.check_pdf_syntax() == []


def test_nothing_is_attached_where_it_is_not_wanted(deck_of):
    with pikepdf.open(io.BytesIO(printed(all_flashcards(deck_of("tokens")), attach=False))) as document:
        assert list(document.attachments) == []


def test_a_worksheet_does_not_carry_its_answers(lesson):
    target = io.BytesIO()
    make_print.print_to_file(Worksheet(lesson, PrintOptions(layout="worksheet")), target)
    with pikepdf.open(target) as document:
        assert list(document.attachments) == []


def test_an_edit_that_is_not_on_the_cards_makes_a_new_print(deck_of):
    deck = deck_of("tokens")
    before = Print(OnePerPage(all_flashcards(deck), PrintOptions())).key
    deck.notes.update(tags="easy")
    assert Print(OnePerPage(all_flashcards(deck), PrintOptions())).key != before
