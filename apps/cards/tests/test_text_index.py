"""What is searched of a note, and that it is in step with the note whatever writes or deletes it."""

from threading import Thread

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.kinds.registry import BASIC
from apps.cards.management.commands import index_texts
from apps.cards.media.verify_media import verify
from apps.cards.models import Deck, Note, NoteText
from apps.cards.services.archive_and_tags import change_tags
from apps.cards.services.delete_row import delete_row
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.notes import add_notes, save_note, save_notes
from apps.cards.services.text_index import store_texts
from apps.cards.siblings import RenderedCard
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import one_dot
from apps.cards.text_index.patterns import Pattern, Wildcard
from apps.cards.text_index.plain_text import fold, plain_text
from apps.cards.text_index.queries import containing
from apps.cards.text_index.schema import drop_index
from apps.cards.text_index.verify import index_follows_its_texts, texts_follow_their_notes
from apps.web import keyset
from apps.web.services.removal import remove


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("plain", "plain"),
        ("a *b* **c** ***d*** _e_ __f__ ~~g~~", "a b c d e f g"),
        ("snake_case_name 2 * 3", "snake_case_name 2 * 3"),
        ("# Title\n\n- one\n- two\n1. three\n> four", "Title one two three four"),
        ('[text](https://example.org/a_b "title") <https://x.org>', "text <https://x.org>"),
        ("![A map](map.png)", "A map"),
        (r"5\*3 \_x\_ 1\.", "5*3 _x_ 1."),
        ("`a_b *c*` and ``d``", "a_b *c* and d"),
        ("```python\nx = *y\n```", "python x = *y"),
        (r"$\frac{a_1}{b*c*d}$ and $$x$$", r"\frac{a_1}{b*c*d} and x"),
        ("It costs $5 or $6", "It costs $5 or $6"),
        ("The {{c1::capital::city}} of {{c2::{{c3::old}} France}}", "The capital of old France"),
        ("H<sub>2</sub>O a < b &amp; c", "H2O a < b & c"),
        ("| a | b |\n| --- | --- |\n| c | d |", "a b c d"),
        ("one\n\n===\n\ntwo", "one two"),
    ],
)
def test_marks_are_not_searched(markdown, words):
    assert " ".join(plain_text(markdown).split()) == words


@given(st.text(alphabet="ab *_`$[]()!<>{}|#\\~:-c1\n=&;", max_size=80))
def test_any_text_has_words(markdown):
    assert len(plain_text(markdown)) <= len(markdown)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Über  Straße", "uber strasse"),
        ("ÉCOLE e\u0301cole", "ecole ecole"),
        ("Łódź Ø æ", "lodz o ae"),
        ("ＦＵＬＬ ﬁn", "full fin"),
        ("한글 漢字 がぎ", "한글 漢字 がぎ"),
        ("ΆΛΦΑ ς", "αλφα σ"),
        ("שָׁלוֹם مَرْحَبًا", "שלום مرحبا"),
        ("हिंदी", "हिंदी"),
    ],
)
def test_capitals_accents_and_widths_do_not_matter(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=30))
def test_a_folded_text_folds_to_itself(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["a", "b", "ab", Wildcard.ANY, Wildcard.ONE]), max_size=6), st.text("ab", max_size=8))
def test_a_pattern_matches_what_its_regular_expression_does(parts, text):
    import re

    pattern = Pattern(tuple(parts))
    assert pattern.matches(text) == bool(re.fullmatch(pattern.regex(), text, re.DOTALL))


def found(*words):
    """Return the fronts of the notes that have the words in a text."""
    return set(Note.objects.filter(containing(Pattern(words))).values_list("front", flat=True))


def problems():
    return [*texts_follow_their_notes(), *index_follows_its_texts()]


def test_a_note_is_found_as_it_is_now(deck):
    note = make_note(deck, "A *whale*", "Un orque", extra="Orcinus", tags="Sea")
    assert found("whale") == found("orq") == found("cinus") == found("or") == {"A *whale*"}
    note.front, note.back = "A seal", "Un phoque"
    save_note(note)
    assert found("whale") == found("orq") == set()
    assert found("phoque") == found("ph") == {"A seal"}
    assert note.text.tags == " sea "
    change_tags([note], add=["ICE"])
    assert NoteText.objects.get(pk=note.pk).tags == " sea ice "
    assert problems() == []


def test_wildcards_stay_within_one_text(deck):
    make_note(deck, "whale", "shark")
    assert found("wh", Wildcard.ANY, "le") == {"whale"}
    assert found("wh", Wildcard.ONE, "le") == {"whale"}
    assert found("wha", Wildcard.ANY, "ark") == set()
    assert found('"') == found("%") == found("wh%le") == set()


def test_many_notes_saved_at_once_are_found(deck):
    notes = [Note(deck=deck, section=deck.sections.get(), front=f"many{number}", back="x") for number in range(3)]
    save_notes(notes)
    save_notes([*Note.objects.filter(front="many1")])
    assert found("many") == {"many0", "many1", "many2"}
    assert problems() == []


def test_imported_notes_are_found(deck):
    about = {"deck_id": deck.pk, "section_id": deck.sections.get().pk, "archived": False, "label": "", "extra": ""}
    row = {"guid": "1", "kind": BASIC, "front": "Imported **note**", "back": "Yes", "tags": " A ", "position": 1}
    add_notes([row | about], [[RenderedCard(0, "<p>Imported note</p>", '<p><img src="media:x.png"></p>')]])
    text = NoteText.objects.get(front="imported note")
    assert (text.tags, text.has_picture, text.has_sound) == (" a ", True, False)
    assert found("imported note") == {"Imported **note**"}
    assert problems() == []


def test_pictures_are_known(deck):
    add_to_deck(deck, {"map.png": store_media(verify(one_dot()))})
    shown = make_note(deck, "Where?", "![](map.png)")
    missing = make_note(deck, "Where else?", "![](other.png)")
    covered = make_note(deck, "![](map.png)", "c1 rect 0.1 0.2 0.3 0.1", kind="occlusion")
    texts = NoteText.objects.in_bulk([shown.pk, missing.pk, covered.pk])
    assert [texts[note.pk].has_picture for note in (shown, missing, covered)] == [True, False, True]
    assert texts[covered.pk].back == ""


def test_deleted_notes_are_no_longer_found(deck, stranger):
    delete_row(make_note(deck, "whale", "orca"))
    own = make_deck(owner=stranger, slug="own")
    make_note(own, "whale", "orca")
    list(remove(Deck, [own.pk]))
    assert found("whale") == found("or") == set()
    assert not NoteText.objects.filter(front="whale").exists()
    assert problems() == []


def test_what_is_not_in_step_is_reported_and_repaired(deck):
    NoteText.objects.filter(note__front="Question 1?").delete()
    NoteText.objects.filter(note__front="Question 2?").update(back="other")
    assert len(problems()) == 2
    call_command("index_texts")
    assert problems() == []
    assert found("answer 1") == {"Question 1?"}


@pytest.mark.django_db(transaction=True)
def test_it_is_repaired_while_others_write(deck, monkeypatch):
    def write():
        Deck.objects.update(title="Another")
        connection.close()

    def store_beside(*texts):
        thread = Thread(target=write)
        thread.start()
        thread.join()
        store_texts(*texts)

    monkeypatch.setattr(keyset, "PIECE", 1)
    monkeypatch.setattr(index_texts, "store_texts", store_beside)
    NoteText.objects.all().delete()
    call_command("index_texts")
    assert problems() == []


def test_a_missing_index_of_postgresql_is_reported(db):
    def warned():
        return [each.id for each in run_checks(tags=["database"], databases=["default"])]

    assert warned() == []
    if connection.vendor == "postgresql":
        with connection.schema_editor() as editor:
            drop_index(None, editor)
        assert warned() == ["cards.W001"]
        call_command("index_texts")
        assert warned() == []
