"""Tables of several kinds as programs and people write them: what is no card, what goes on, what divides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.formats.problems import ImportProblem
from apps.formats.tables.table_reader import TableOptions, preview_table, read


def sides(text: str, name: str = "", **options) -> list[tuple[str, str]]:
    deck = read(text.encode(), TableOptions(**options), name)
    return [(note.front, note.back.replace("\\", "")) for note in deck.notes]


def warnings(text: str, name: str = "") -> list[str]:
    return [str(each) for each in read(text.encode(), name=name).warnings]


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("Zahl;Wert\npi;3,14\ne;2,71\n", [("Zahl", "Wert"), ("pi", "3,14"), ("e", "2,71")]),
        ('"a";"1,5"\n"b";"2,5"\n', [("a", "1,5"), ("b", "2,5")]),
        ("Preis;1.234,50 €\nMiete;900,00 €\n", [("Preis", "1.234,50 €"), ("Miete", "900,00 €")]),
        ("Was, wo?;hier, dort\nWer?;ich, du\n", [("Was, wo?", "hier, dort"), ("Wer?", "ich, du")]),
        ("a,1\nb,2\n", [("a", "1"), ("b", "2")]),
    ],
)
def test_semicolons_divide_what_holds_commas(text, cards):
    assert sides(text, "x.csv") == cards


@pytest.mark.parametrize("between", ["/////", ";;;", " == ", "|||", "~~", "@@", " => ", "%%"])
def test_separators_of_the_exporters_own_choosing_are_found_out(between):
    cards = [("gato", "cat"), ("perro", "dog"), ("pez", "fish")]
    assert sides("\n".join(between.join(card) for card in cards)) == cards


@pytest.mark.parametrize(("between", "behind"), [("/////", ";;;"), ("\t", "@@@"), (" - ", "|||")])
def test_rows_end_with_what_the_exporter_chose(between, behind):
    cards = [("gato", "cat\nor tomcat"), ("perro", "dog"), ("pez", "fish")]
    assert sides(behind.join(between.join(card) for card in cards)) == cards


@pytest.mark.parametrize(
    "text",
    [
        "a\tone\ntwo\nb\tthree\n",
        "a\tone\ntwo\nb\tthree",
        "a::one\ntwo\nb::three\nc::x\n",
        "a;one\ntwo\nb;three\nc;x\n",
    ],
)
def test_lines_without_a_separator_continue_the_cell_above(text):
    assert sides(text)[:2] == [("a", "one\ntwo"), ("b", "three")]
    assert any(
        "Lines without a separator were added to the last cell of 1 row: row 1." in each for each in warnings(text)
    )


def test_a_list_below_its_term_is_the_answer():
    assert sides("Bases?\tadenine\nguanine\n\nthymine\nStates?\tsolid\nliquid\n") == [
        ("Bases?", "adenine\nguanine\n\nthymine"),
        ("States?", "solid\nliquid"),
    ]


def test_whether_lines_continue_can_be_chosen():
    text = "a\tone\ntwo\nb\tthree\n"
    assert preview_table(text.encode()).options.continued
    assert sides(text, continued=False) == [("a", "one"), ("two", ""), ("b", "three")]
    assert sides("a,one\ntwo\nb,x\n", separator=",", continued=True)[0] == ("a", "one\ntwo")


def test_a_row_of_one_cell_in_a_spreadsheets_file_is_a_row():
    assert warnings("a,b\nc\nd,e\n", "x.csv") == ["1 row has no back and is not asked: row 2."]


@pytest.mark.parametrize(
    "text", ["# a comment\n\n#separator:tab\na\tb\n", "#\n#html:false\n# fields\na\tb\n", "# x: y\n#deck:D\n#\na\tb\n"]
)
def test_comments_around_the_head_are_no_cards(text):
    assert sides(text) == [("a", "b")]


def test_hashtags_are_cards():
    assert sides("#hashtag\tmeaning\n#include\tdirective\n") == [
        ("#hashtag", "meaning"),
        ("#include", "directive"),
    ]


@pytest.mark.parametrize("blank", [",\n", '"",""\n', "  ,  \n", "\n"])
def test_blank_rows_outvote_no_cards(blank):
    assert sides("front,back\n" + blank * 9 + "real,card\n") == [("real", "card")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\nC?,\nd,\n", "2 rows have no back and are not asked: rows 2, 3."),
        ("a,b\n,missing front\n", "1 row has no front and was left out: row 2."),
        ("a,b\n , \n,\nc,d\n", "2 rows are blank and were left out: rows 2, 3."),
        ("a,b\n" + "c,\n" * 7, "7 rows have no back and are not asked: rows 2, 3, 4, 5, 6, …."),
    ],
)
def test_each_sort_of_loss_is_one_warning(text, sentence):
    assert warnings(text, "x.csv") == [sentence]


@pytest.mark.parametrize(
    "text", ['He wrote "no\tx\na\t"b\nc\td\n', '"open\tx\na\tb\nc\tclose"\nd\te\n', 'a\tb\n"c\td\n' + "e\tf\n" * 300]
)
def test_a_lone_quotation_mark_swallows_no_rows(text):
    assert len(sides(text)) == text.count("\n")


def test_a_quoted_cell_of_a_tab_file_may_have_lines():
    assert sides('a\t"one\ntwo"\nb\t"x ""y"""\n') == [("a", "one\ntwo"), ("b", 'x "y"')]


@pytest.mark.parametrize(
    "header",
    [
        *("単語,意味", "问题,答案", "단어,뜻", "Pytanie,Odpowiedź", "Soru,Cevap", "ερώτηση,απάντηση", "سؤال,جواب"),
        *("Питання,Відповідь", "Otázka,Odpověď", "Fråga,Svar", "Question (FR),Answer (EN)", "**Front**,**Back**"),
        *("Français,Allemand", "Japanese,Meaning", "Kanji,Reading", "Front side,Back side", "Frage:,Antwort:"),
        *("Woorden,Vertalingen", "Mots,Traductions", "Palabras,Significados", "Wörter,Übersetzungen", "Kanji,Kana"),
        *("پرسش,پاسخ", "Forside,Bakside", "Въпрос,Отговор", "Питање,Одговор", "Klausimas,Atsakymas", "Ön,Arka"),
        *("Jautājums,Atbilde", "Küsimus,Vastus", "Vprašanje,Odgovor", "კითხვა,პასუხი", "Հարց,Պատասխան", "প্রশ্ন,উত্তর"),
        *("سوال,جواب", "கேள்வி,பதில்", "Soalan,Jawapan", "Swali,Jibu", "Demando,Respondo", "الكلمة,المعنى"),
        *("Fremdwort,Übersetzung", "Clue,Solution", "Galdera,Erantzuna", "Сұрақ,Жауап", "Nom,Définition", "名前,意味"),
    ],
)
def test_a_header_of_any_language_is_no_card(header):
    assert sides(f"{header}\ngato,cat\npez,fish\n") == [("gato", "cat"), ("pez", "fish")]


@pytest.mark.parametrize("header", ["Hanzi,Pinyin,English", "Spanish,Pronunciation,English", "#,Wort,Bedeutung"])
def test_a_header_of_three_columns_in_which_one_is_a_remark_is_no_card(header):
    rows = "1,gato,cat\n2,pez,fish\n" if header[0] == "#" else "gato,ga-to,cat\npez,peth,fish\n"
    assert sides(f"{header}\n{rows}") == [("gato", "cat"), ("pez", "fish")]


@pytest.mark.parametrize("title", ["Vocabulary\n", "Unit two,\n\n", "My words\nof this week\n"])
def test_a_title_above_the_header_is_no_card(title):
    text = f"{title}Front,Back\ngato,cat\n"
    assert sides(text) == [("gato", "cat")]
    assert "above the names of the columns" in warnings(text)[0]


@pytest.mark.parametrize(
    ("line", "title"),
    [("### Lesson 1", "Lesson 1"), ("== Verbs ==", "Verbs"), ("Unit 3: Food", "Unit 3: Food"), ("第1課", "第1課")],
)
def test_lines_between_rows_are_titles_of_sections(line, title):
    deck = read(f"{line}\na\tb\nc\td\n### Other\ne\tf\n".encode())
    assert [(note.front, deck.sections[note.section].title) for note in deck.notes] == [
        ("a", title),
        ("c", title),
        ("e", "Other"),
    ]


@pytest.mark.parametrize("between", [" = ", " - ", "\t", ": ", ";", " :: "])
@pytest.mark.parametrize("line", ["=== {} 1 ===", "== {} ==", "=== {}", "= {} =", "- {} -", "--- {} 1 ---", "[{}]"])
def test_lines_of_signs_between_pairs_are_titles_whatever_divides_these(line, between):
    lines = ["Katze", "Hund"], ["Haus", "Baum"]
    text = "".join(
        f"{line.format(title)}\n" + "".join(f"{word}{between}x\n" for word in words)
        for title, words in zip(("Tiere", "Dinge"), lines, strict=True)
    )
    deck = read(text.encode())
    assert [(note.front, note.back, note.section) for note in deck.notes] == [
        (word, "x", number) for number, words in enumerate(lines) for word in words
    ]


def test_a_row_that_asks_for_a_blank_is_no_title():
    deck = read(b"**Paris** is in **{{c1::France}}**\t\n**Rome** is in **{{c1::Italy}}**\t\n")
    assert [note.kind for note in deck.notes] == ["cloze", "cloze"]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ('"biology,cells"', ("biology", "cells")),
        ('"cell biology, plants"', ("cell-biology", "plants")),
        ("a;b", ("a", "b")),
        ("a b", ("a", "b")),
    ],
)
def test_tags_are_divided_by_commas_or_spaces(tags, found):
    assert read(f"front,back,tags\nx,y,{tags}\n".encode()).notes[0].tags == found


def test_tags_of_ankis_own_files_keep_their_commas():
    assert read(b"#separator:tab\n#tags column:3\nx\ty\ta,b\n").notes[0].tags == ("a,b",)


@pytest.mark.parametrize("text", ["a\vb\tc\vd\n", "a\vb;c\vd\ne;f\n", "a\vb,c\vd\ne,f\n"])
def test_soft_line_ends_stay_line_ends(text):
    note = read(text.encode()).notes[0]
    assert (note.front, note.back) == ("a\\\nb", "c\\\nd")


def test_a_cell_with_tags_leaves_the_line_ends_of_others():
    notes = read(b'a,<b>b</b>\nc,"one\ntwo"\nd,"x<br>y"\n').notes
    assert [note.back for note in notes] == ["**b**", "one\\\ntwo", "x\\\ny"]


rows = st.lists(
    st.lists(st.sampled_from(["", " ", "a", "b c", "# x", '"q"', "1,5"]), min_size=1, max_size=4), max_size=8
)


@given(rows, st.sampled_from(["\t", ",", ";", " - "]))
def test_no_table_asks_an_empty_question(table, between):
    text = "\n".join(between.join(row) for row in table)
    try:
        deck = read(text.encode() or b"\n")
    except ImportProblem:
        return
    assert all(note.front.strip() for note in deck.notes)
