import json

import pytest

from apps.formats import ditcards_json
from apps.formats.problems import Code, ImportProblem


def problem(whole: object) -> ImportProblem:
    data = whole if isinstance(whole, bytes) else json.dumps(whole).encode()
    with pytest.raises(ImportProblem) as caught:
        ditcards_json.read(data)
    return caught.value


def deck(**parts: object) -> dict[str, object]:
    return {"format": "ditcards-deck", "version": 1, **parts}


def test_what_a_file_does_not_say_is_as_usual():
    found = ditcards_json.read(
        json.dumps(deck(notes=[{"front": "a"}], sections=[{"title": "S"}], later={"x": 1})).encode()
    )
    assert (found.notes[0].kind, found.notes[0].tags, found.sections[0].kind) == ("basic", (), "flashcards")


def test_a_newer_version_is_refused_with_a_sentence():
    found = problem(deck(version=2))
    assert (found.code, "Update Ditcards" in str(found.message)) == (Code.TOO_NEW, True)


@pytest.mark.parametrize("whole", [[], 1, {}, {"version": 1}, deck(version="1"), deck(version=0), deck(version=True)])
def test_other_json_is_no_deck(whole):
    assert problem(whole).code == Code.NOT_A_DECK


@pytest.mark.parametrize(
    ("parts", "where"),
    [
        ({"notes": {}}, "notes"),
        ({"notes": [1]}, "notes[0]"),
        ({"notes": [{"front": 1}]}, "notes[0].front"),
        ({"notes": [{"tags": "a"}]}, "notes[0].tags"),
        ({"notes": [{"kind": "riddle"}]}, "notes[0].kind"),
        ({"notes": [{"kind": []}]}, "notes[0].kind"),
        ({"notes": [{"section": 1}]}, "notes[0].section"),
        ({"notes": [{"section": -1}]}, "notes[0].section"),
        ({"notes": [{"archived": 0}]}, "notes[0].archived"),
        ({"sections": [{"labels": [1]}]}, "sections[0].labels"),
        ({"deck": {"title": None}}, "deck.title"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(parts, where):
    found = problem(deck(**parts))
    assert (found.code, str(found.place)) == (Code.DAMAGED, where)


def test_broken_json_is_refused_with_line_and_column():
    assert str(problem(b'{\n "format": }').place) == "Line 2, column 12"


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b'{"a":' * 100_000, b'{"version": ' + b"9" * 10_000 + b"}", b'"\\ud800', b"nul", b'{"a": 1e999'],
)
def test_hostile_json_is_refused(data):
    assert problem(data).code in (Code.DAMAGED, Code.NOT_A_DECK)


def test_a_flood_of_values_is_refused_before_it_is_read():
    assert problem(b"[" + b"0," * 4_000_000).code == Code.TOO_LARGE


def test_halves_of_signs_are_left_out():
    assert ditcards_json.read(json.dumps(deck(notes=[{"front": "a\ud800\0b"}])).encode()).notes[0].front == "ab"


@pytest.mark.slow
@pytest.mark.parametrize(
    "parts",
    [
        {"notes": [{"front": "x" * 64_001}]},
        {"notes": [{"front": "x", "tags": ["y" * 501]}]},
        {"notes": [{"front": "x", "guid": "y" * 65}]},
        {"notes": [{}] * 100_001},
        {"sections": [{}] * 1_001},
        {"deck": {"title": "x" * 201}},
    ],
)
def test_more_than_we_keep_is_refused(parts):
    assert problem(deck(**parts)).code == Code.TOO_LARGE
