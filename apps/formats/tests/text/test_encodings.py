import pytest

from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tables.table_reader import preview_table, read
from apps.formats.text import decode

WORDS = {
    "shift-jis": [
        ("学校へ行きます", "to school"),
        ("犬がいる", "dog"),
        ("コーヒー", "coffee"),
        ("猫,犬", "cat, dog"),
        ("ﾈｺ", "cat"),
        ("ｻｶﾅ", "fish"),
    ],
    "euc-jp": [("日本語を話します", "speak"), ("りんごと水", "apple")],
    "gb18030": [
        ("你好吗", "how are you"),
        ("苹果和香蕉", "apple and banana"),
        ("我喜欢喝茶", "tea"),
        ("老师", "teacher"),
    ],
    "big5": [("你好嗎", "how are you"), ("我們喜歡喝茶", "tea"), ("老師在學校", "teacher"), ("蘋果", "apple")],
    "euc-kr": [("학교", "school"), ("고양이", "cat"), ("안녕하세요", "hello"), ("물을 마십니다", "drink")],
    "cp1251": [("Дом", "house"), ("кошка", "cat"), ("я читаю книгу", "I read"), ("Привіт", "hello")],
    "koi8-r": [("Дом", "house"), ("кошка", "cat"), ("я читаю книгу", "I read")],
    "cp1250": [("żółw", "turtle"), ("książka", "book"), ("kůň", "horse"), ("řeka", "river"), ("źródło", "spring")],
    "cp1253": [("γάτα", "cat"), ("σκύλος", "dog"), ("Άνθρωπος", "human"), ("το βιβλίο", "book")],
    "iso8859-7": [("γάτα", "cat"), ("Άνθρωπος", "human"), ("το βιβλίο", "book")],
    "cp1254": [("ağaç", "tree"), ("kuş", "bird"), ("ışık", "light"), ("şeker", "sugar")],
    "cp1252": [("Straße", "rue"), ("élève", "Schüler"), ("garçon", "Junge"), ("œuf", "Ei"), ("10 €", "ça coûte")],
    "mac-roman": [("élève", "pupil"), ("garçon", "boy"), ("être", "be"), ("à côté", "beside")],
}


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("between", [";", "\t"])
def test_encodings_are_distinguished(encoding, between):
    rows = WORDS[encoding]
    data = "\n".join(between.join(row) for row in rows).encode(encoding)
    assert [note.front for note in read(data).notes] == [front for front, back in rows]


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("count", [1, 2])
def test_few_words_are_enough(encoding, count):
    rows = [*WORDS[encoding][-count:], ("plain", "words")]
    data = "\n".join("\t".join(row) for row in rows).encode(encoding)
    assert [note.front for note in read(data).notes] == [front for front, back in rows]


@pytest.mark.parametrize(
    "words", ["über schön", "niño año", "façade", "naïve", "Ærø", "hå", "mañana – “sí”", "Größe", "l’été", "déjà vu"]
)
def test_western_words_stay_western(words):
    assert read(f"{words}\tx\nplain\ty\n".encode("cp1252")).notes[0].front == words


@pytest.mark.parametrize(
    "words", ["őszi fű", "čaj a žena", "łódź", "în şcoală", "žena", "příliš žluťoučký kůň", "čokoláda"]
)
def test_words_of_central_europe_are_found(words):
    assert read(f"{words}\tx\nplain\ty\n".encode("cp1250")).notes[0].front == words


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        pytest.param("don’t – it’s “here”", "cp1252", id="only quotation marks, of English"),
        pytest.param("l’acqua è buona, perché no", "cp1252", id="Italian"),
        pytest.param("vés-hi tranquil·lament, això és ací", "cp1252", id="Catalan"),
        pytest.param("sláðu inn jákvæða tölu", "cp1252", id="Icelandic"),
        pytest.param("hiszpański", "cp1250", id="Polish, one letter"),
        pytest.param("necesară", "cp1250", id="Romanian, one letter"),
        pytest.param("kettő", "cp1250", id="Hungarian, one letter"),
        pytest.param("stečaj i kuća", "cp1250", id="Croatian"),
        pytest.param("сніў пра ніву", "cp1251", id="Belarusian: its bytes could be half a character"),
        pytest.param(
            "これは日本語の文章です。正しく読まれます。東京へ行きました。", "euc-jp", id="a sentence of Japanese"
        ),
        pytest.param("élève près de là", "mac-roman", id="French of an old Mac"),
    ],
)
def test_single_letters_are_read_where_they_belong(words, encoding):
    assert read(f"{words}\tx\nplain\ty\n".encode(encoding)).notes[0].front == words


def test_damaged_utf_8_is_no_other_encoding():
    with pytest.raises(ImportProblem, match="damaged"):
        read("größe\tsize\nälter\tolder\nüber\tover\n".encode() + b"a\xed\xa0\xbdb\tc\n")


@pytest.mark.parametrize("name", ["x.csv", "x.txt"])
def test_the_encoding_of_a_file_can_be_chosen(name, tmp_path):
    path = tmp_path / name
    path.write_bytes("ж;x\n".encode("koi8-r"))
    with open_file(path, name, encoding="koi8-r") as source:
        assert [each.note.front for each in source.notes()] == ["ж"]
        assert ["Cyrillic (KOI8-R): ж." in str(each) for each in source.warnings] == [True]


def test_the_encoding_of_markdown_is_guessed_with_a_warning(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes("Q: собака?\nA: кошка и дерево\n".encode("cp1251"))
    with open_file(path, "x.md") as source:
        assert [each.note.front for each in source.notes()] == ["собака?"]
        assert ["Cyrillic (Windows)" in str(each) for each in source.warnings] == [True]


def test_a_guess_is_a_warning_with_some_letters():
    deck = read("кошка;cat\n".encode("cp1251"))
    assert [str(each) for each in deck.warnings] == [
        "This file is not in Unicode. It was read as Cyrillic (Windows): кошка. "
        "If letters are wrong, choose another encoding."
    ]
    assert read("кошка;cat\n".encode()).warnings == ()
    assert preview_table("кошка;cat\n".encode("cp1251")).options.encoding == "cp1251"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "shift-jis", "gb18030"])
@pytest.mark.parametrize("size", range(40, 56))
def test_the_first_lines_of_a_text_are_whole(encoding, size):
    text = "漢字\t日本\n" * 50
    head = decode.first_lines(text.encode(encoding), size).decode(encoding)
    assert text.startswith(head)
    assert head.endswith("\n")


def test_a_short_text_is_all_of_its_first_lines():
    assert decode.first_lines(b"a\nb", 10) == b"a\nb"
