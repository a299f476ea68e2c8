"""Files of other people, where they are at hand."""

from pathlib import Path

import pytest

from apps.formats import ditcards_json
from apps.formats.markdown import deck_file, markdown_writer
from apps.formats.tables import table_reader
from apps.formats.tables.delimited_text import csv_writer

MATERIAL = Path(__file__).resolve().parents[4] / "shared" / "material"


def material(path: str) -> bytes:
    if not (MATERIAL / path).exists():
        pytest.skip("The files of other people are not part of the project.")
    return (MATERIAL / path).read_bytes()


def test_a_vocabulary_as_excel_saves_it():
    data = material("text/made_excel_semicolon_bom_crlf.csv")
    looked = table_reader.preview_table(data, "vocabulary.csv")
    assert (looked.options.separator, looked.options.encoding, looked.options.header) == (";", "utf-8", True)
    assert looked.options.columns == ("front", "back", "tags")
    deck = table_reader.read(data)
    assert (len(deck.notes), deck.warnings) == (62, ())
    assert deck.notes[0].back == 'die Schule\\\n(Zeile 2; "Beispiel 0")'
    assert {note.tags for note in deck.notes} == {("Latein::Vocabularium",)}


def test_a_public_list_of_questions_goes_through_every_format():
    deck = deck_file.read(material("markdown/lydiahallie_en.md"))
    assert len(deck.notes) == 155
    assert deck_file.read(markdown_writer.write(deck)) == deck
    assert ditcards_json.read(ditcards_json.write(deck)) == deck
    assert [note.back for note in table_reader.read(csv_writer.write_csv(deck)).notes] == [
        note.back for note in deck.notes
    ]
