"""What we write, imported by the real Anki, which runs in a process of its own where `make setup-anki` installed it."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from apps.exchange.tests.support.oracle import INSTALLED, NOT_INSTALLED, anki
from apps.formats.anki import own_note_types, read, write
from apps.formats.anki.conversion import to_anki
from apps.formats.anki.export_records import ExportedCard, ExportedNote, ExportedPackage
from apps.formats.anki.fields import markdown_to_html
from apps.formats.anki.writer import ids
from apps.formats.records import NoteRecord
from apps.formats.tests.support.examples import STABLE_MARKDOWN
from apps.formats.tests.support.packing import DECKS, MEDIA, MODIFIED, NOTES, THEIRS, one_of_everything
from apps.formats.tests.support.unpacking import back, expected

MATERIAL = Path(__file__).resolve().parents[5] / "shared" / "material" / "apkg"
WEST_AND_EAST = ("UTC", "Pacific/Honolulu", "Pacific/Kiritimati")

pytestmark = [pytest.mark.skipif(not INSTALLED, reason=NOT_INSTALLED), pytest.mark.slow]


@pytest.fixture
def written(tmp_path):
    """Return what writes packages, each to a path of its own."""

    def write_package(package, name="deck.apkg"):
        write(package, tmp_path / name)
        return tmp_path / name

    return write_package


def counted(result, index=0):
    return {name: count for name, count in result["imports"][index].items() if count and name != "seconds"}


def test_anki_has_every_note_as_it_was_written(written):
    result = anki(written(one_of_everything()))
    assert counted(result) == {"new": len(NOTES)}
    assert result["contents"]["check"] == ""
    contents = {note["guid"]: note for note in result["contents"]["notes"]}
    for note in NOTES:
        found = contents[note.guid]
        assert (found["type"], tuple(found["fields"]), tuple(found["tags"])) == (note.type.name, note.fields, note.tags)
        assert (found["type_id"], found["modified"]) == (note.type.id, int(note.modified.timestamp()))
        assert found["csum"] == ids.checksum(ids.sort_text(note.fields[0]))
        assert found["sort"] == ids.sort_text(note.fields[0])
    assert contents["basic"]["created"] == "2025-06-01"


@pytest.mark.parametrize("zone", WEST_AND_EAST)
def test_anki_has_every_card_with_its_schedule_wherever_the_learner_is(written, zone):
    contents = anki(written(one_of_everything()), zone=zone)["contents"]
    cards = {(card["guid"], card["ordinal"]): card for card in contents["cards"]}
    assert len(cards) == sum(len(note.cards) for note in NOTES)
    for position, note in enumerate(NOTES, start=1):
        for card in note.cards:
            found = cards[note.guid, card.ordinal]
            assert (found["deck"], found["flag"]) == (card.deck or note.deck, card.flag)
            assert (found["queue"] == -1) == card.suspended
            assert_schedule(found, card.schedule, position)


def assert_schedule(found, schedule, position):
    numbers = [found[name] for name in ("type", "interval", "ease", "reps", "lapses")]
    if schedule is None:
        assert (found["due"], numbers) == (position, [0, 0, 0, 0, 0])
        return
    assert numbers == [schedule.type, schedule.interval_days, schedule.ease, schedule.reps, schedule.lapses]
    moment = schedule.type == 1
    assert found["due"] == (int(schedule.due.timestamp()) if moment else schedule.due.isoformat())


def test_anki_has_the_history_the_media_and_the_decks(written):
    contents = anki(written(one_of_everything()))["contents"]
    expected = [
        (each.grade, each.interval, each.interval_before, each.ease, each.taken_ms, each.kind)
        for each in NOTES[0].cards[0].answers
    ]
    moments = [ids.milliseconds(each.at) for each in NOTES[0].cards[0].answers]
    assert [tuple(answer[3:]) for answer in contents["answers"]] == expected
    assert [answer[:3] for answer in contents["answers"]] == [["basic", 0, moment] for moment in moments]
    assert contents["media"] == {name: hashlib.sha256(contents).hexdigest() for name, contents in MEDIA.items()}
    assert contents["decks"] == {
        "Default": "",
        "Latin": "",
        DECKS[0].path: "Licence: CC BY 4.0<br>By &lt;the&gt; rope course",
        "日本語": "",
    }


def test_importing_again_adds_nothing(written):
    path = written(one_of_everything())
    result = anki(path, path, path)
    assert counted(result, 1) == counted(result, 2) == {"duplicate": len(NOTES)}
    assert (result["notes"], result["answers"]) == (len(NOTES), 5)
    assert result["cards"] == sum(len(note.cards) for note in NOTES)


def test_a_note_that_was_changed_is_updated_and_its_card_keeps_its_schedule(written):
    before = NOTES[0]
    after = replace(before, fields=("new front", *before.fields[1:]), modified=MODIFIED + timedelta(days=1))
    result = anki(written(one_of_everything()), written(one_of_everything(basic=after), "changed.apkg"))
    assert counted(result, 1) == {"updated": 1, "duplicate": len(NOTES) - 1}
    [note] = [note for note in result["contents"]["notes"] if note["guid"] == "basic"]
    [card] = [card for card in result["contents"]["cards"] if card["guid"] == "basic"]
    assert (note["fields"][0], card["interval"], card["due"]) == ("new front", 30, "2026-12-24")


def test_anki_shows_our_cards(written):
    contents = anki(written(one_of_everything()))["contents"]
    shown = {(card["guid"], card["ordinal"]): (card["question"], card["answer"]) for card in contents["cards"]}
    assert shown["basic", 0][0].endswith('What is <strong>this</strong>? <img src="cat.png" alt="a cat">')
    assert shown["reversed", 1][0].startswith("canis")
    assert '<span class="cloze" data-ordinal="2">\\(\\frac{1}{x_{2} }\\)</span>' in shown["cloze", 1][1]
    assert "<li>BEND</li>" in shown["choice", 0][0]
    assert '<div class="right">BEND</div>' in shown["choice", 0][1]
    assert shown["several", 1] == ("two", 'two\n\n<hr id="answer">\n\nduo\n<div class="extra">numbers</div>')


def test_anki_keeps_the_html_that_we_make(written):
    fields = [markdown_to_html.html(markdown) for markdown in STABLE_MARKDOWN]
    notes = [
        ExportedNote(f"g{index}", own_note_types.of_kind("basic"), (field, "", "", ""), "Deck", MODIFIED)
        for index, field in enumerate(fields)
    ]
    contents = anki(written(ExportedPackage(notes)))["contents"]
    assert {note["guid"]: note["fields"][0] for note in contents["notes"]} == {
        f"g{index}": field for index, field in enumerate(fields)
    }


def test_what_anki_exports_is_read_and_written_back_as_it_was(written, tmp_path):
    path = tmp_path / "from-anki.apkg"
    first = anki(written(one_of_everything()), "--export", path)["contents"]
    with read(path) as package:
        notes = back(package)
    for note in NOTES:
        assert notes[note.guid] == expected(note)
    again = anki(written(ExportedPackage(list(notes.values()), DECKS, MEDIA), "again.apkg"))["contents"]
    for part in ("notes", "answers", "media", "decks", "note_types"):
        assert without(again[part], "created") == without(first[part], "created")
    assert schedules(again["cards"]) == schedules(first["cards"])


@pytest.mark.parametrize("name", ["anki_media", "ankidroid_update3", "parser_legacy_deck", "parser_new_deck"])
def test_a_real_package_goes_back_as_it_came(written, name):
    path = MATERIAL / f"{name}.apkg"
    if not path.exists():
        pytest.skip(f"{path.name} lies beside the repository, and is not there")
    with read(path) as package:
        notes = list(back(package).values())
        media = {name: each.read() for name, each in package.media.items()}
        first, again = anki(path)["contents"], anki(written(ExportedPackage(notes, media=media)))["contents"]
    for part in ("notes", "answers", "media"):  # of two types of one name, Anki now renames the one, now the other
        assert without(again[part], "created", "type") == without(first[part], "created", "type")
    assert schedules(again["cards"]) == schedules(first["cards"])


def test_anki_opens_our_masks_in_its_own_editor(written):
    note = NoteRecord("Rivers\n\n![](map.png)", "c1 rect 0.1 0.2 0.3 0.1 45deg always", kind="occlusion", extra="Look.")
    fields = to_anki.fields_of(note)
    exported = ExportedNote("masks", to_anki.note_type_of(note), fields, "Maps", MODIFIED, cards=(ExportedCard(0),))
    contents = anki(written(ExportedPackage([exported], media={"map.png": b"png"})))["contents"]
    [[shape, values]] = contents["masks"]["masks"]["shapes"]
    assert contents["masks"]["masks"]["picture"] == "map.png"
    assert (shape, values["left"], values["width"], values["angle"]) == ("rect", "0.1", "0.3", "1250")
    assert contents["check"] == ""


def test_templates_that_a_person_changed_in_anki_stay(written):
    note = ExportedNote("theirs", THEIRS, ("a", "b", ""), "Deck", MODIFIED, cards=(ExportedCard(0),))
    older = replace(THEIRS, css=".card { color: red }")
    second = replace(note, type=older, fields=("c", "b", ""), modified=MODIFIED + timedelta(days=1))
    result = anki(written(ExportedPackage([note])), written(ExportedPackage([second]), "older.apkg"))
    assert counted(result, 1) == {"updated": 1}
    assert result["contents"]["css"]["Vocabulary"] == THEIRS.css


def without(records, *names):
    """Return records without some of their values."""
    if not isinstance(records, list):
        return records
    return [
        {key: value for key, value in each.items() if key not in names} if isinstance(each, dict) else each
        for each in records
    ]


def schedules(cards):
    """Return cards, of new ones without their places and the ease that some old programs give them."""
    return [card | {"due": 0, "ease": 0} if card["type"] == 0 else card for card in cards]
