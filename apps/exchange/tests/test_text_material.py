"""Files of other people, where they are at hand."""

from pathlib import Path

import pytest

from apps.exchange.formats import carding, delimited, markdown, own, tables

MATERIAL = Path(__file__).resolve().parents[4] / "shared" / "material"


def material(path: str) -> bytes:
    if not (MATERIAL / path).exists():
        pytest.skip("The files of other people are not part of the project.")
    return (MATERIAL / path).read_bytes()


def test_a_vocabulary_as_excel_saves_it():
    data = material("text/made_excel_semicolon_bom_crlf.csv")
    looked = tables.look(data, "vocabulary.csv")
    assert (looked.options.separator, looked.options.encoding, looked.options.header) == (";", "utf-8", True)
    assert looked.options.columns == ("front", "back", "tags")
    deck = tables.read(data)
    assert (len(deck.notes), deck.warnings) == (62, ())
    assert deck.notes[0].back == 'die Schule\\\n(Zeile 2; "Beispiel 0")'
    assert {note.tags for note in deck.notes} == {("Latein::Vocabularium",)}


def test_a_public_list_of_questions_goes_through_every_format():
    deck = markdown.read(material("markdown/lydiahallie_en.md"))
    assert len(deck.notes) == 155
    assert markdown.read(carding.write(deck)) == deck
    assert own.read(own.write(deck)) == deck
    assert [note.back for note in tables.read(delimited.write_csv(deck)).notes] == [note.back for note in deck.notes]
