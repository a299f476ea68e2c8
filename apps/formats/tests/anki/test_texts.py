from apps.formats.tables.table_reader import preview_table, read
from apps.formats.tests.support.examples import ANKI_TEXT


def test_all_of_ankis_head_is_obeyed():
    deck = read(ANKI_TEXT.encode(), name="Exported.txt")
    assert [(note.guid, note.kind, note.deck) for note in deck.notes] == [
        ("g1", "basic", "Latin::Verbs"),
        ("#g2", "reversed", "Latin::Nouns"),
        ("g3", "cloze", "Latin::Verbs"),
    ]
    assert deck.notes[0].front == "**sum**"
    assert deck.notes[0].back == "I am\\\nwe are"
    assert deck.notes[0].tags == ("verb", "irregular")
    assert deck.notes[1].back == "house & home"


def test_one_deck_in_the_column_is_the_deck():
    deck = read(b"#separator:tab\n#deck column:1\nA::B\tx\ty\nA::B\tz\tw\n", name="file.txt")
    assert (deck.title, {note.deck for note in deck.notes}) == ("A::B", {""})


def test_the_head_names_deck_kind_and_tags_of_all():
    deck = read(b"#separator:;\n#deck:Latin\n#notetype:Basic (and reversed card)\n#tags:a b\nx;y\n")
    assert (deck.title, deck.notes[0].kind, deck.notes[0].tags) == ("Latin", "reversed", ("a", "b"))


def test_the_fields_follow_the_order_of_the_other_columns():
    looked = preview_table(b"#separator:comma\n#guid column:2\n#tags column:4\nf,g,b,t,more\n")
    assert looked.options.columns == ("front", "guid", "back", "tags", "extra")


def test_without_html_the_signs_of_html_are_text():
    assert read(b"#html:false\n#separator:tab\n<b>\tx\n").notes[0].front == "\\<b>"


def test_a_card_about_hashtags_is_a_card():
    assert [note.front for note in read(b"#hashtag;a word\n#include;C\n").notes] == ["#hashtag", "#include"]


def test_rows_are_counted_with_the_head():
    assert str(read(b"#separator:tab\n#html:false\na\tb\n").notes[0].place) == "Row 3"


def test_columns_that_name_each_field():
    deck = read(b"#separator:tab\n#columns:Answer\tQuestion\nyes\tno?\n")
    assert (deck.notes[0].front, deck.notes[0].back) == ("no?", "yes")
