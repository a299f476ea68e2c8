from datetime import UTC, date, datetime

import genanki
import pytest

from apps.formats.anki import read
from apps.formats.anki.records import AnkiCard, AnkiDeck, AnkiNoteType, CardTemplate
from apps.formats.tests.support.making import BASIC, CLOZE, DECK, Collection, message, package, zipped

BOTH_FORMS = pytest.mark.parametrize("modern", [pytest.param(False, id="old"), pytest.param(True, id="new")])


def collection(modern=False, **options):
    made = Collection(modern=modern, **options)
    made.note(10, "What is a cell?", "A unit of life", tags=" bio  first::week ")
    made.note(11, "{{c1::DNA}} is in the {{c2::nucleus::where}}", "", type_=CLOZE, guid="a,b}c")
    made.card(100, 10, 0, state=(2, 2, 14, 30, 2350, 6, 1), flags=10)
    made.card(101, 10, 1, state=(2, -1, 20, 12, 1300, 3, 0))
    made.card(103, 11, 1)
    made.card(102, 11, 0)
    return made.review(1_700_000_000_123, 101, grade=1, interval=-600).review(1_700_100_000_000, 100, interval=30)


@BOTH_FORMS
def test_notes_come_with_their_cards(modern):
    with read(collection(modern).package()) as opened:
        pairs = list(opened.notes())
    (first, first_cards), (second, second_cards) = pairs
    assert (first.guid, first.type, first.fields) == ("guid10", BASIC, ("What is a cell?", "A unit of life"))
    assert first.tags == ("bio", "first::week")
    assert first.modified == datetime(2023, 11, 15, 4, tzinfo=UTC)
    assert second.guid == "a,b}c"
    assert [card.ordinal for card in first_cards] == [card.ordinal for card in second_cards] == [0, 1]
    assert opened.warnings == []


@BOTH_FORMS
def test_a_card_keeps_its_schedule_its_flag_and_whether_it_is_suspended(modern):
    with read(collection(modern).package()) as opened:
        [learned, suspended] = next(opened.notes())[1]
    assert learned == AnkiCard(100, 10, 0, DECK, 2, 2, 14, 30, 2350, 6, 1, flag=2)
    assert not learned.suspended
    assert suspended.suspended


@BOTH_FORMS
def test_note_types_and_decks_are_read(modern):
    with read(collection(modern).package()) as opened:
        templates = (CardTemplate("Card 1", "{{Front}}", "{{Back}}"), CardTemplate("Card 2", "{{Back}}", "{{Front}}"))
        assert opened.note_types[BASIC] == AnkiNoteType(
            BASIC, "Basic and back", ("Front", "Back"), templates, ".card {}", is_cloze=False
        )
        assert opened.note_types[CLOZE].is_cloze
        assert opened.decks[DECK] == AnkiDeck(DECK, ("Biology", "Cells"))
        assert (opened.note_count, opened.card_count, opened.review_count) == (2, 4, 2)


@BOTH_FORMS
def test_reviews_come_by_card_and_time(modern):
    with read(collection(modern).review(1_600_000_000_000, 101).package()) as opened:
        reviews = list(opened.reviews())
    assert [review.card for review in reviews] == [100, 101, 101]
    last = reviews[-1]
    assert last.at == datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC)
    assert (last.grade, last.interval, last.interval_before, last.ease, last.kind, last.taken_ms) == (
        1,
        -600,
        -600,
        2500,
        1,
        4321,
    )


@BOTH_FORMS
def test_media_are_inflated_when_they_are_asked_for(modern):
    file = collection(modern).package({"cell.png": b"picture" * 1000, "Zo\u0308e.mp3": b"sound"})
    with read(file) as opened:
        assert sorted(opened.media) == ["Zöe.mp3", "cell.png"]
        assert opened.media["cell.png"].read() == b"picture" * 1000
        assert opened.media["cell.png"].read() == b"picture" * 1000
        assert opened.media["Zöe.mp3"].read() == b"sound"


@BOTH_FORMS
def test_media_that_are_not_there_or_have_a_path_for_a_name_are_left_out_with_a_warning(modern):
    file = collection(modern).package({"../../etc/passwd": b"x", "a\\b.png": b"x", "new\nline": b"x", "good.png": b"x"})
    with read(file) as opened:
        assert list(opened.media) == ["good.png"]
        assert list(map(str, opened.warnings)) == [
            "3 files have names that can’t be used. They were left out: ../../etc/passwd, a\\b.png, new\nline."
        ]


def test_a_listed_file_that_is_missing_is_warned_of():
    with read(package(collection().bytes, media_map=b'{"7": "lost.png", "collection.anki2": "all.png"}')) as opened:
        assert not opened.media
        assert [str(warning).partition(". In")[0] for warning in opened.warnings] == [
            "The package does not hold 2 of its files: lost.png, all.png"
        ]


def test_the_newest_collection_in_a_package_is_read():
    newer, older = collection().bytes, Collection().note(1, "Please update Anki").bytes
    with read(zipped({"collection.anki2": older, "collection.anki21": newer})) as opened:
        assert opened.note_count == 2


def test_a_package_without_a_list_of_media_is_read():
    with read(zipped({"collection.anki2": collection().bytes})) as opened:
        assert opened.note_count == 2


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "biology.colpkg"
    path.write_bytes(collection().package().getvalue())
    with read(path) as opened:
        assert len(list(opened.notes())) == 2


def test_a_file_that_was_given_open_stays_open():
    file = collection().package()
    read(file).close()
    assert not file.closed


@BOTH_FORMS
@pytest.mark.parametrize(
    ("offset", "day"),
    [
        pytest.param({"creationOffset": -240}, date(2023, 11, 15), id="east of Greenwich"),
        pytest.param({"creationOffset": 300}, date(2023, 11, 14), id="west: still the day before"),
        pytest.param({}, date(2023, 11, 15), id="unknown: where it was four in the morning"),
    ],
)
def test_due_days_count_from_the_day_on_which_the_collection_began(modern, offset, day):
    with read(collection(modern, conf=offset).package()) as opened:
        assert opened.began_on == day


@pytest.mark.parametrize(
    ("began", "day"), [(1_348_167_600, date(2012, 9, 21)), (1_375_902_000 + 6 * 3600, date(2013, 8, 8))]
)
def test_an_old_collection_began_at_four_wherever_that_was(began, day):
    file = collection().sql(f"UPDATE col SET crt = {began}").package()  # noqa: S608 - our own numbers
    with read(file) as opened:
        assert opened.began_on == day


def test_a_card_of_a_filtered_deck_is_in_its_own_deck():
    made = (
        Collection()
        .note(1, "Q", "A")
        .card(9, 1, deck=5, own_deck=DECK, own_due=33, state=(2, 2, -100_000, 9, 2500, 4, 0))
    )
    with read(made.package()) as opened:
        [card] = next(opened.notes())[1]
    assert (card.deck, card.due) == (DECK, 33)


def test_a_card_of_no_deck_is_in_the_default_one():
    with read(Collection(decks={}).note(1, "Q", "A").card(9, 1, deck=5).package()) as opened:
        [card] = next(opened.notes())[1]
        assert opened.decks[card.deck].path == ("Default",)


def test_cards_without_a_note_or_a_template_are_left_out_and_counted():
    made = Collection().note(5, "Q", "A").card(1, 5).card(2, 5, 2).card(3, 5, 0).card(4, 4).card(5, 6).card(6, 5, -1)
    with read(made.package()) as opened:
        [(_, cards)] = opened.notes()
        assert [card.id for card in cards] == [1]
        assert [str(warning.message) for warning in opened.warnings] == [
            "2 cards of notes that are not in the package were left out.",
            "2 cards of templates that their note types do not have were left out.",
            "1 card that another card of the same note repeats was left out.",
        ]


def test_notes_without_a_type_are_left_out_with_a_warning():
    with read(Collection().note(1, "Q", "A").note(2, "Q", type_=99).card(5, 2).package()) as opened:
        assert [note.id for note, _ in opened.notes()] == [1]
        assert str(opened.warnings[0]) == "Note “Q”: Its note type is not in the package. The note was left out."


def test_many_notes_without_a_type_are_one_warning():
    made = Collection().note(1, "Q", "A")
    for number in range(2, 12):
        made.note(number, f"Question {number}", type_=99)
    with read(made.package()) as opened:
        list(opened.notes())
        assert opened.refused == 10
        assert [str(each) for each in opened.warnings] == [
            "10 notes were left out: “Question 2”, “Question 3”, “Question 4”, …. Its note type is not in the package."
        ]


def test_a_note_with_a_field_that_is_too_long_is_left_out_with_a_warning():
    with read(Collection().note(1, "Q", "A").note(2, "ä" * 40_000, "A").package()) as opened:
        assert [note.id for note, _ in opened.notes()] == [1]
        assert "64 KiB" in str(opened.warnings[0].message)


def test_a_note_has_as_many_fields_as_its_type():
    with read(Collection().note(1, "Q").note(2, "Q", "A", "more", "still").package()) as opened:
        assert [note.fields for note, _ in opened.notes()] == [("Q", ""), ("Q", "A; more; still")]


def test_values_of_the_wrong_kind_are_read_as_what_they_can_be():
    made = Collection().note(1, "Q\0", "A").card(9, 1, state=(2, "2", 1e300, None, "x", 2.7, b"3"))
    made.sql("UPDATE notes SET guid = 12.5, tags = NULL, mod = 9e18, flds = CAST(x'41ff1f42' AS TEXT)")
    with read(made.package()) as opened:
        [(note, [card])] = opened.notes()
    assert (note.guid, note.tags, note.fields) == ("12.5", (), ("A\ufffd", "B"))
    assert note.modified.year == 9999
    assert (card.queue, card.due, card.interval, card.ease, card.reps, card.lapses) == (2, 2**63 - 1, 0, 0, 2, 0)


def test_a_message_may_have_parts_that_we_do_not_know():
    unknown = message((9, b"later"), (1, 3)) + bytes([0x11]) + bytes(8) + bytes([0x15]) + bytes(4)
    file = collection(modern=True).package(meta=unknown)
    with read(file) as opened:
        assert opened.note_count == 2


def test_what_genanki_writes_is_read(tmp_path, temporary_folder):
    templates = [{"name": "Card 1", "qfmt": "{{Q}}", "afmt": "{{A}}"}]
    model = genanki.Model(1607392319, "Pair", fields=[{"name": "Q"}, {"name": "A"}], templates=templates)
    deck = genanki.Deck(2059400110, "Biology::Cells")
    deck.add_note(genanki.Note(model=model, fields=["What is <b>ATP</b>?", "Energy"], tags=["bio"]))
    deck.add_note(genanki.Note(model=genanki.CLOZE_MODEL, fields=["{{c1::a}} {{c2::b}}", ""]))
    picture = tmp_path / "atp.png"
    picture.write_bytes(b"png")
    genanki.Package(deck, media_files=[str(picture)]).write_to_file(tmp_path / "made.apkg")
    for left_by_genanki in temporary_folder.iterdir():
        left_by_genanki.unlink()
    with read(tmp_path / "made.apkg") as opened:
        [(pair, [card]), (gaps, gap_cards)] = opened.notes()
        assert opened.media["atp.png"].read() == b"png"
        assert opened.decks[card.deck].path == ("Biology", "Cells")
    assert (pair.fields, pair.tags) == (("What is <b>ATP</b>?", "Energy"), ("bio",))
    assert opened.note_types[gaps.type].is_cloze
    assert len(gap_cards) == 2
