import codecs

import pytest

from apps.formats.problems import Code, ImportProblem
from apps.formats.tables.table_reader import TableOptions, preview_table, read


def sides(text: str | bytes, name: str = "", **options) -> list[tuple[str, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(note.front, note.back) for note in read(data, TableOptions(**options), name).notes]


CARDS = [("gato", "cat"), ("perro", "dog"), ("pájaro", "bird")]


@pytest.mark.parametrize(
    "between",
    ["\t", ";", ",", "|", " - ", " – ", " :: ", "::", " = ", ": ", " -> ", " : "],
)
def test_what_separates_the_cells_is_found_out(between):
    assert sides("\n".join(between.join(card) for card in CARDS)) == CARDS


@pytest.mark.parametrize(
    ("between", "behind"),
    [(" - ", "\n\n"), (",", ";"), ("\t", "\n\n"), (" - ", "\n---\n"), ("::", ";")],
)
def test_what_separates_the_cards_of_a_paste_is_found_out(between, behind):
    assert sides(behind.join(between.join(card) for card in CARDS)) == CARDS


def test_any_separators_can_be_chosen():
    pasted = "gato ~> cat @@ perro ~> dog @@ pájaro ~> bird"
    assert sides(pasted, separator=" ~> ", row_separator=" @@ ") == CARDS


def test_a_definition_may_hold_the_separator_of_a_list():
    assert sides("a - b - c\nd - e, f\n") == [("a", "b - c"), ("d", "e, f")]


def test_a_card_of_several_lines_between_blank_lines():
    assert sides("a - one\ntwo\n\nb - x\n\nc - y\nz") == [("a", "one\\\ntwo"), ("b", "x"), ("c", "y\\\nz")]


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(str.encode, id="UTF-8"),
        pytest.param(lambda text: codecs.BOM_UTF8 + text.encode(), id="with a byte order mark"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16 with its mark"),
        pytest.param(lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), id="big-endian"),
        pytest.param(lambda text: text.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(lambda text: text.encode("utf-16-be"), id="big-endian without a mark"),
        pytest.param(lambda text: text.encode("cp1252"), id="Windows"),
        pytest.param(lambda text: text.encode("latin-1"), id="Latin-1"),
    ],
)
def test_the_encoding_is_found_out(encode):
    assert sides(encode("gato\tcat\nperro\tdog\r\npájaro\tbird\n")) == CARDS


def test_the_euro_of_windows_and_the_controls_of_latin_1():
    assert preview_table("a;5 €\nb;ß\n".encode("cp1252")).options.encoding == "cp1252"
    assert preview_table(b"a;\xe9\x81\nb;c\n").options.encoding == "latin-1"


def test_another_encoding_can_be_chosen():
    data = "дом;house\nкот;cat\n".encode("cp1251")
    assert sides(data, encoding="cp1251") == [("дом", "house"), ("кот", "cat")]


def test_damaged_letters_are_no_other_encoding():
    with pytest.raises(ImportProblem) as caught:
        read("ä;ö\nü;ß\né;ñ\n".encode() + b"\xff;x\n")
    assert (caught.value.code, str(caught.value.place)) == (Code.ENCODING, "Line 4")


def test_quotation_marks_hold_separators_and_line_ends():
    text = 'front,back\r\n"a, b","say ""x""\r\nagain"\r\nc,d\r\n'
    assert sides(text) == [("a, b", 'say "x"\\\nagain'), ("c", "d")]


def test_words_in_quotation_marks_are_no_quoted_cell():
    assert sides('"to be" or not\tsein\n5" disk\tx\n') == [('"to be" or not', "sein"), ('5" disk', "x")]


def test_a_tab_file_with_a_lone_quotation_mark_is_read_as_it_is():
    assert sides('"a\tb\nc\td\n') == [('"a', "b"), ("c", "d")]


def test_a_quotation_mark_that_never_closes_is_refused_with_row_and_column():
    with pytest.raises(ImportProblem) as caught:
        read(b'front,back\na,b\nc,"d\ne,f\n')
    assert (caught.value.code, str(caught.value.place)) == (Code.QUOTES, "Row 3, column 2")


def test_quotation_marks_can_be_chosen_to_be_text():
    assert sides('a,"b\nc,d\n', quoted=False) == [("a", '"b'), ("c", "d")]


def test_a_row_with_too_many_cells_is_read_with_a_warning():
    deck = read(b"a,b\nc,d,e\nf,g\n")
    assert [(note.front, note.back) for note in deck.notes][1] == ("c", "d,e")
    assert [str(warned) for warned in deck.warnings] == [
        "1 row has more cells than the others; the rest was put into the last one: row 2."
    ]


def test_empty_rows_are_none_and_are_counted():
    deck = read(b"a;b\n;\n\nc;d\n")
    assert [(note.front, str(note.place)) for note in deck.notes] == [("a", "Row 1"), ("c", "Row 4")]


def test_excels_line_names_the_separator():
    assert sides("sep=|\na;b|c\n") == [("a;b", "c")]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Front,Back,Tags", ("front", "back", "tags")),
        ("Antwort,Frage", ("back", "front")),
        ("English,German", ("front", "back")),
        ("guid,Question,Answer,Extra,Deck", ("guid", "front", "back", "extra", "deck")),
        ("Term,Definition,Chapter,Color", ("front", "back", "section", "")),
        ("word,Wort", ("front", "back")),
    ],
)
def test_columns_are_mapped_by_their_names(header, columns):
    count = header.count(",")
    looked = preview_table(f"{header}\na{',b' * count}\nc{',d' * count}\n".encode())
    assert looked.options.columns == columns


def test_two_words_for_one_thing_are_a_card_and_no_header():
    assert sides("word,Wort\nquestion,Frage\n")[0] == ("word", "Wort")


def test_a_column_of_an_unknown_name_is_a_warning():
    deck = read(b"front,back,color\na,b,\nc,d,red\n")
    assert [str(warned).startswith("Row 3, column 3") and "“color”" in str(warned) for warned in deck.warnings] == [
        True
    ]


def test_columns_without_names_follow_their_order():
    note = read(b"a;b;c;d\ne;f;g;h\n").notes[0]
    assert (note.front, note.back, note.extra) == ("a", "b", "c\n\nd")


def test_a_look_shows_what_would_be_read_and_each_choice_can_be_changed():
    data = b"front;back;tags\na;b;x y\nc;d;z\n"
    looked = preview_table(data, "Some words.csv")
    assert (looked.names, looked.rows) == (("front", "back", "tags"), (("a", "b", "x y"), ("c", "d", "z")))
    assert looked.options.title == "Some words"
    changed = TableOptions(header=False, columns=("back", "front", "extra"), form="markdown")
    assert preview_table(data, "", changed).rows[0] == ("front", "back", "tags")
    assert [(note.front, note.back) for note in read(data, changed).notes][1] == ("b", "a")


def test_a_look_is_shown_even_where_nothing_separates():
    assert preview_table(b"one\ntwo\n").rows == (("one",), ("two",))
    with pytest.raises(ImportProblem, match="Choose what separates"):
        read(b"one\ntwo\n")


@pytest.mark.parametrize(
    "options",
    [
        TableOptions(encoding="ebcdic"),
        TableOptions(separator="x" * 30),
        TableOptions(separator='"'),
        TableOptions(separator=",", row_separator=","),
        TableOptions(columns=("back", "extra")),
        TableOptions(columns=("front", "front")),
        TableOptions(columns=("front", "nonsense")),
        TableOptions(form="pdf"),
        TableOptions(kind="riddle"),
    ],
)
def test_a_choice_that_is_none_is_refused(options):
    with pytest.raises(ImportProblem) as caught:
        read(b"a,b\nc,d\n", options)
    assert caught.value.code == Code.OPTIONS


def test_the_person_names_deck_kind_and_tags():
    deck = read(b"a,b\n", TableOptions(title="Mine", kind="reversed", tags=("new",)), "x.csv")
    assert (deck.title, deck.notes[0].kind, deck.notes[0].tags) == ("Mine", "reversed", ("new",))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a;<b>b</b>", "html"),
        ("a\tx&nbsp;y", "html"),
        ("a;**b**", "markdown"),
        ("a;$\\frac12$", "markdown"),
        ("a;x < y", "plain"),
        ("a;2 * 3 * 4", "plain"),
        ("a;5$ and 6$", "plain"),
    ],
)
def test_how_texts_are_written_is_found_out(text, form):
    assert preview_table(text.encode()).options.form == form


def test_plain_text_shows_as_it_is():
    assert sides("# of *stars*;1. _x_\na;b\n")[0] == ("\\# of \\*stars\\*", "1\\. \\_x\\_")


def test_a_cloze_and_a_label_make_their_kinds():
    notes = read(b"front,back,label\nThe {{c1::sun}},,\nThis,why,YES\nthat,because,NO\n").notes
    assert [note.kind for note in notes] == ["cloze", "choice", "choice"]


def test_clozes_need_no_second_column():
    assert read(b"The {{c1::sun}}\nA {{c1::moon}}\n").notes[1].kind == "cloze"


def test_sections_have_the_labels_of_their_choices():
    deck = read(b"front,back,section,label\na,b,One,\nc,d,Two,NO\ne,f,Two,YES\ng,h,One,\n")
    assert [(section.title, section.labels) for section in deck.sections] == [("One", ()), ("Two", ("NO", "YES"))]
    assert [note.section for note in deck.notes] == [0, 1, 1, 0]


def test_two_notes_with_one_guid_are_a_warning():
    deck = read(b"guid,front,back\nx,a,b\nx,c,d\n")
    assert [note.guid for note in deck.notes] == ["x", ""]
    [warning] = deck.warnings
    assert str(warning) == "1 note has the ID of an earlier one and is imported without it: Row 3 (“x”)."


def test_many_notes_with_one_guid_are_one_warning():
    [warning] = read(b"guid,front,back\n" + b"".join(b"x,front %d,back\n" % each for each in range(9))).warnings
    assert str(warning) == (
        "8 notes have the IDs of earlier ones and are imported without them: Row 3 (“x”), Row 4 (“x”), Row 5 (“x”), …."
    )
