import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from apps.formats.anki import own_note_types, read, write
from apps.formats.anki.export_records import (
    ExportedCard,
    ExportedDeck,
    ExportedNote,
    ExportedPackage,
    ExportedReview,
    ExportedSchedule,
)
from apps.formats.anki.templates.rendering import CardMaker
from apps.formats.anki.writer import ids
from apps.formats.tests.support.packing import MEDIA, MODIFIED, NOTES, THEIRS, one_of_everything, packages
from apps.formats.tests.support.unpacking import back, expected
from apps.web.tests.support.examples import examples


def written(package):
    file = io.BytesIO()
    write(package, file)
    return file


def basic(guid="one", **values):
    return ExportedNote(guid, own_note_types.of_kind("basic"), ("front", "back", "", ""), "Deck", MODIFIED, **values)


@given(packages())
@settings(deadline=None, max_examples=examples(60), suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read(package):
    moments = [answer.at for note in package.notes for card in note.cards for answer in card.answers]
    with read(written(package)) as opened:
        found = back(opened)
        assert {name: media.read() for name, media in opened.media.items()} == package.media
        assert opened.warnings == []
    if len(moments) == len(set(moments)):  # else one of two comes a millisecond later
        assert found == {note.guid: expected(note) for note in package.notes}


def test_a_note_of_every_kind_is_read_with_its_own_note_type():
    with read(written(one_of_everything())) as package:
        assert back(package) == {note.guid: expected(note) for note in NOTES}
        assert {name: media.read() for name, media in package.media.items()} == MEDIA
        assert ("Latin", "Verbs") in {deck.path for deck in package.decks.values()}


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.guid)
def test_our_note_types_make_exactly_the_cards_that_are_written(note):
    with read(written(ExportedPackage([note]))) as package:
        [(found, cards)] = package.notes()
        maker = CardMaker(package.note_types[found.type])
        assert maker.ordinals(found) == [card.ordinal for card in cards]


def test_the_same_package_is_the_same_bytes(tmp_path):
    write(one_of_everything(), tmp_path / "deck.apkg")
    assert (tmp_path / "deck.apkg").read_bytes() == written(one_of_everything()).getvalue()


def test_ids_stay_when_other_notes_come():
    with read(written(ExportedPackage([basic("one")]))) as package:
        [(before, [card])] = package.notes()
    with read(written(ExportedPackage([basic("none"), basic("one"), basic("two")]))) as package:
        after = {note.guid: (note.id, cards[0].id) for note, cards in package.notes()}
    assert after["one"] == (before.id, card.id)


def test_notes_whose_ids_would_be_the_same_all_stay(monkeypatch):
    monkeypatch.setattr(ids, "stable_id", lambda name, created=None: 1_600_000_000_000)
    notes = [basic(f"note {number}", cards=(ExportedCard(0), ExportedCard(1))) for number in range(30)]
    file = written(
        ExportedPackage(
            [replace(note, type=own_note_types.of_kind("reversed"), fields=("a", "b", "")) for note in notes]
        )
    )
    with read(file) as package:
        assert [len(cards) for _note, cards in package.notes()] == [2] * 30


def test_answers_of_one_moment_all_stay():
    answer = ExportedReview(MODIFIED, 3, 10)
    notes = [
        basic(cards=(ExportedCard(answers=(answer,) * 5),)),
        basic("two", cards=(ExportedCard(answers=(answer,)),)),
    ]
    with read(written(ExportedPackage(notes))) as package:
        assert len(list(package.reviews())) == 6


def test_a_note_is_created_on_the_given_day():
    with read(written(ExportedPackage([basic(created=date(2024, 2, 29))]))) as package:
        [(note, _cards)] = package.notes()
    assert datetime.fromtimestamp(note.id / 1000, MODIFIED.tzinfo).date() == date(2024, 2, 29)


def test_new_cards_keep_the_order_of_the_notes():
    with read(written(ExportedPackage([basic(f"{number}") for number in range(20)]))) as package:
        due = {note.guid: cards[0].due for note, cards in package.notes()}
    assert sorted(due, key=due.__getitem__) == [f"{number}" for number in range(20)]


def test_numbers_that_anki_cannot_keep_become_the_nearest_that_it_can():
    schedule = ExportedSchedule(date(9999, 12, 31), 10**12, 10**6, 10**10, 10**10)
    answer = ExportedReview(MODIFIED, 3, 10**12, -(10**12), 10**12, 1, 10**12)
    with read(
        written(ExportedPackage([basic(cards=(ExportedCard(schedule=schedule, answers=(answer,)),))]))
    ) as package:
        [(_note, [card])] = package.notes()
        [review] = package.reviews()
    assert (card.interval, card.ease, card.reps, card.lapses) == (2**31 - 1, 2**16 - 1, 2**31 - 1, 2**31 - 1)
    assert (review.interval, review.interval_before, review.taken_ms) == (2**31 - 1, -(2**31 - 1), 2**31 - 1)


def test_two_note_types_of_one_id_both_stay():
    other = replace(THEIRS, fields=("Word", "Reading"), templates=THEIRS.templates[:1])
    notes = [NOTES[-1], ExportedNote("other", other, ("a", "b"), "Deck", MODIFIED)]
    with read(written(ExportedPackage(notes))) as package:
        found = {note.guid: package.note_types[note.type] for note, _cards in package.notes()}
    assert found["theirs"] == THEIRS
    assert replace(found["other"], id=THEIRS.id) == other
    assert found["other"].id != THEIRS.id


def test_decks_whose_names_differ_only_in_case_are_one():
    notes = [basic("one"), replace(basic("two"), deck="DECK::Sub"), replace(basic("three"), deck=" deck :: ")]
    with read(written(ExportedPackage(notes, [ExportedDeck("Deck", "text")]))) as package:
        paths = {note.guid: package.decks[cards[0].deck].path for note, cards in package.notes()}
    assert paths == {"one": ("Deck",), "two": ("Deck", "Sub"), "three": ("Deck", "blank")}


def test_media_come_as_bytes_from_a_path_or_when_they_are_asked_for(tmp_path):
    (tmp_path / "b").write_bytes(b"two")
    media = {"a.png": b"one", "b.png": tmp_path / "b", "e\u0301.png": lambda: b"three"}
    with read(written(ExportedPackage([basic()], media=media))) as package:
        assert {name: each.read() for name, each in package.media.items()} == {
            "a.png": b"one",
            "b.png": b"two",
            "é.png": b"three",
        }


def test_what_is_ours_comes_along_and_is_no_media():
    file = written(ExportedPackage([basic()], own=[b"{}", b"[]"]))
    assert zipfile.ZipFile(file).read("ditcards.json") == b"{}"
    with read(file) as package:
        assert package.own == [b"{}", b"[]"]
        assert (package.note_count, package.media, package.warnings) == (1, {}, [])


def test_a_deck_says_whose_it_is_as_plain_words():
    file = written(ExportedPackage([], [ExportedDeck("Knots", "By <the> course\nCC BY 4.0")]))
    with read(file):
        pass
    assert json.dumps("By &lt;the&gt; course<br>CC BY 4.0").encode() in zipfile.ZipFile(file).read("collection.anki2")


def _broken_notes():
    yield basic()
    raise RuntimeError("the database went away")


@pytest.mark.parametrize(
    "package",
    [
        pytest.param(lambda: ExportedPackage(_broken_notes()), id="the notes end in an error"),
        pytest.param(lambda: ExportedPackage([replace(basic(), fields=("a",))]), id="a note has too few fields"),
        pytest.param(
            lambda: ExportedPackage([basic()], media={"a.png": Path("/nowhere/a.png")}), id="a picture is gone"
        ),
        pytest.param(lambda: ExportedPackage([basic()], media={"../a.png": b""}), id="a name is a path"),
    ],
)
def test_where_writing_fails_nothing_is_left_and_the_old_file_stays(tmp_path, package):
    path = tmp_path / "deck.apkg"
    path.write_bytes(b"old")
    with pytest.raises((RuntimeError, ValueError, OSError)):
        write(package(), path)
    assert path.read_bytes() == b"old"
    assert {each.name for each in tmp_path.iterdir()} == {"deck.apkg", "temporary"}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<b>a</b> &amp; b", "a & b"),
        ('<img alt="x" src="cat 1.png">?', " cat 1.png ?"),
        ("<img src=a.png><img src='b.png'>", " a.png  b.png "),
        ("a<br>b [sound:x.mp3]", "ab [sound:x.mp3]"),
    ],
)
def test_anki_sorts_by_the_words_of_the_first_field(field, text):
    assert ids.sort_text(field) == text
