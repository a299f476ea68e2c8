"""Mnemosyne's cards and XML, and SuperMemo's: the cards that those programs ask, with their pictures and tags."""

import zipfile
from datetime import date
from html import escape

import pytest

from apps.cards.kinds.registry import BASIC, CLOZE, MULTI_CARD, REVERSED
from apps.formats.problems import Code, ImportProblem
from apps.formats.readers import open_file
from apps.formats.records import ScheduleRecord

TAGS = '<log type="10" o_id="t1"><name>Latin verbs</name></log><log type="10" o_id="t0"><name>__UNTAGGED__</name></log>'


def fact(id_, fields, *views, tags="t1", learned=""):
    """Return the entries of a fact and of its cards."""
    texts = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    cards = "".join(
        f'<log type="6" o_id="{id_}{view}" fact="{id_}" fact_v="{view}" tags="{tags}" {learned}></log>'
        for view in views
    )
    return f'<log type="16" o_id="{id_}">{texts}</log>{cards}'


def log(*entries):
    return f'<openSM2sync number_of_entries="9">{TAGS}{"".join(entries)}</openSM2sync>\n'


def read_text(tmp_path, text, name="cards.xml"):
    """Return the notes of a text and its warnings."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with open_file(path, name) as source:
        return [each.note for each in source.notes()], list(map(str, source.warnings))


@pytest.mark.parametrize(
    ("fields", "views", "kind", "front", "back"),
    [
        pytest.param({"f": "amo", "b": "love"}, ["1.1"], BASIC, "amo", "love", id="front to back"),
        pytest.param({"f": "amo", "b": "love"}, ["2.2", "2.1"], REVERSED, "amo", "love", id="both ways"),
        pytest.param({"f": "amo", "b": "love"}, ["2.2"], BASIC, "love", "amo", id="only backwards"),
        pytest.param(
            {"f": "chien", "p_1": "ʃjɛ̃", "m_1": "dog"},
            ["3.1", "3.2"],
            MULTI_CARD,
            "chien\n\n===\n\ndog",
            "ʃjɛ̃\n\ndog\n\n===\n\nchien\n\nʃjɛ̃",
            id="vocabulary",
        ),
        pytest.param(
            {"f": "chien", "p_1": "", "m_1": "dog"},
            ["3.1", "3.2"],
            REVERSED,
            "chien",
            "dog",
            id="vocabulary without a pronunciation",
        ),
        pytest.param({"f": "amo", "b": "love"}, ["2::Latin.1", "2::Latin.2"], REVERSED, "amo", "love", id="a copy"),
        pytest.param(
            {"text": "The [cell:unit] has a [nucleus]."},
            ["5.1"],
            CLOZE,
            "The {{c1::cell::unit}} has a {{c2::nucleus}}.",
            "",
            id="cloze",
        ),
        pytest.param({"f": "a", "b": "b<br><b>c</b>\nd"}, ["1.1"], BASIC, "a", "b\\\n**c**\\\nd", id="HTML and lines"),
        pytest.param({"f": "<$>x^2</$>", "b": "<latex>y</latex>"}, ["1.1"], BASIC, "$x^2$", "$y$", id="formulas"),
        pytest.param({"loc": "Rome", "blank": "o", "marked": "x"}, ["4.1"], BASIC, "Rome\n\no", "x", id="a map"),
    ],
)
def test_a_fact_is_asked_as_mnemosyne_asks_it(tmp_path, fields, views, kind, front, back):
    [note], warnings = read_text(tmp_path, log(fact("f1", fields, *views)))
    assert (note.kind, note.front, note.back, note.tags) == (kind, front, back, ("Latin_verbs",))
    assert warnings == []


def test_a_sentence_is_a_card_and_one_with_blanks(tmp_path):
    fields = {"f": "Il [fait:faire] beau.", "p_1": "", "m_1": "The weather is nice."}
    notes, _warnings = read_text(tmp_path, log(fact("f1", fields, "6.1", "6.2")))
    assert [(note.kind, note.front, note.back or note.extra) for note in notes] == [
        (CLOZE, "Il {{c1::fait::faire}} beau.", "The weather is nice."),
        (BASIC, "Il fait beau.", "The weather is nice."),
    ]
    assert len({note.guid for note in notes}) == 2


def test_a_card_type_of_ones_own_asks_what_it_says(tmp_path):
    view = '<log type="19" o_id="own.1"><q_fact_keys>["year"]</q_fact_keys><a_fact_keys>["king"]</a_fact_keys></log>'
    [note], _warnings = read_text(tmp_path, log(view, fact("f1", {"king": "John", "year": "1199"}, "own.1")))
    assert (note.front, note.back) == ("1199", "John")


@pytest.mark.parametrize("keys", ["__import__('os')", "[" * 900, "1", "[1", ""])
def test_a_card_type_that_cannot_be_read_asks_for_its_first_field(tmp_path, keys):
    view = f'<log type="19" o_id="own.1"><q_fact_keys>{keys}</q_fact_keys><a_fact_keys>{keys}</a_fact_keys></log>'
    [note], _warnings = read_text(tmp_path, log(view, fact("f1", {"king": "John", "year": "1199"}, "own.1")))
    assert (note.front, note.back) == ("John", "1199")


def test_what_has_an_empty_side_is_left_out_and_named_once(tmp_path):
    empty = [fact(f"e{number}", {"f": f"word {number}", "b": " "}, "1.1") for number in range(5)]
    notes, warnings = read_text(tmp_path, log(fact("f1", {"f": "a", "b": "b"}, "1.1", tags="t0"), *empty))
    assert [(note.front, note.tags) for note in notes] == [("a", ())]
    assert warnings == ["5 notes have an empty side and were left out: “word 0”, “word 1”, “word 2”, …."]


def test_a_learned_card_has_its_schedule(tmp_path):
    learned = 'gr="4" e="2.36" l_rp="1700000000" n_rp="1700864000"'
    [note], _warnings = read_text(tmp_path, log(fact("f1", {"f": "a", "b": "b"}, "1.1", learned=learned)))
    assert note.schedules == (ScheduleRecord(date(2023, 11, 24), 10, 236),)


def test_pictures_and_sounds_come_from_the_file(tmp_path):
    texts = {
        "f": '<img src="maps/rome.png">',
        "b": '<audio src="roma.mp3"></audio> Roma <img src="https://x.org/a.png">',
    }
    path = tmp_path / "deck.cards"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("METADATA", "tags:\ncard_set_name:Rome\nauthor_name:Livia\n")
        archive.writestr("cards.xml", log(fact("f1", texts, "1.1")))
        archive.writestr("maps/rome.png", b"png")
        archive.writestr("roma.mp3", b"mp3")
        archive.writestr("../evil.png", b"png")
    with open_file(path, "deck.cards") as source:
        [note] = [each.note for each in source.notes()]
        assert (note.front, note.back) == ("![](maps_rome.png)", "![](roma.mp3) Roma")
        assert {name: read() for name, read in source.media.items()} == {"maps_rome.png": b"png", "roma.mp3": b"mp3"}
        assert (source.deck.title, source.deck.attribution) == ("Rome", "Livia")
        name = texts["f"].strip()[:40]
        assert [str(each) for each in source.warnings] == [f"1 remote image was left out: “{name}”."]


@pytest.mark.parametrize("name", ["deck.cards", "deck.zip", "pasted"])
def test_a_file_of_cards_is_recognized_by_what_is_in_it(tmp_path, name):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cards.xml", log(fact("f1", {"f": "a", "b": "b"}, "1.1")))
    with open_file(path, name) as source:
        assert source.count == 1


ITEMS = """<?xml version="1.0" encoding="UTF-8"?>
<mnemosyne core_version="1" time_of_start="1183431600">
<category active="1"><name>Latin verbs</name></category>
<item id="a1" gr="4" e="2.500" l_rp="10" n_rp="20"><cat>Latin verbs</cat><Q>amo</Q><A>love</A></item>
<item id="a1.inv" gr="0"><cat>Latin verbs</cat><Q>love</Q><A>amo</A></item>
<item id="b2"><cat>&lt;default&gt;</cat><Q>2 &lt; 3?</Q><A>yes</A></item>
</mnemosyne>"""


def test_version_1_has_pairs_and_schedules(tmp_path):
    [pair, single], warnings = read_text(tmp_path, ITEMS, "deck.xml")
    assert (pair.kind, pair.front, pair.back, pair.tags) == (REVERSED, "amo", "love", ("Latin_verbs",))
    assert pair.schedules == (ScheduleRecord(date(2007, 7, 23), 10, 250),)
    assert (single.kind, single.front, single.back, single.tags) == (BASIC, "2 < 3?", "yes", ())
    assert warnings == []


def test_supermemos_items_are_cards_wherever_they_are(tmp_path):
    content = "<Type>Item</Type><Content><Question>{}</Question><Answer>{}</Answer></Content>"
    item = f"<SuperMemoElement>{content}</SuperMemoElement>"
    topic = f"<SuperMemoElement><Type>Topic</Type>{item.format('a', '&lt;b&gt;c&lt;/b&gt;')}</SuperMemoElement>"
    text = f"<SuperMemoCollection><Count>3</Count>{topic}{item.format('d', 'e')}</SuperMemoCollection>"
    notes, _warnings = read_text(tmp_path, text, "deck.xml")
    assert [(note.front, note.back) for note in notes] == [("a", "**c**"), ("d", "e")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]><mnemosyne>&b;</mnemosyne>', Code.UNSAFE, id="entities"),
        pytest.param("<openSM2sync><log>", Code.DAMAGED, id="cut off"),
        pytest.param("<openSM2sync>&nbsp;</openSM2sync>", Code.DAMAGED, id="an entity of HTML"),
        pytest.param(f"<mnemosyne>{'<a>' * 200}{'</a>' * 200}</mnemosyne>", Code.TOO_LARGE, id="deep"),
        pytest.param(f"<mnemosyne>{'<a/>' * 2_000_001}</mnemosyne>", Code.TOO_LARGE, id="many tags"),
        pytest.param("<mnemosyne></mnemosyne>", Code.NOT_A_DECK, id="no card"),
        pytest.param("<rss><channel/></rss>", Code.NOT_A_DECK, id="other XML"),
        pytest.param("a\tb\n", Code.NOT_A_DECK, id="no XML"),
    ],
)
def test_xml_that_cannot_be_read_is_refused_with_a_sentence(tmp_path, text, code):
    with pytest.raises(ImportProblem) as refused:
        read_text(tmp_path, text, "deck.xml")
    assert refused.value.code == code
    assert str(refused.value.message).endswith(".")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        pytest.param({"METADATA": ""}, Code.NOT_A_PACKAGE, id="no cards.xml"),
        pytest.param({"cards.xml": "<openSM2sync>"}, Code.DAMAGED, id="damaged"),
        pytest.param({"cards.xml": " " * 51 * 1024 * 1024}, Code.TOO_LARGE, id="a bomb"),
    ],
)
def test_a_file_of_cards_that_cannot_be_read_is_refused(tmp_path, members, code):
    path = tmp_path / "deck.cards"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(ImportProblem) as refused, open_file(path, path.name):
        pass
    assert refused.value.code == code


def test_a_deck_is_named_after_its_only_category(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(log(fact("f1", {"f": "amo", "b": "love"}, "1.1"), fact("f2", {"f": "do", "b": "give"}, "1.1")))
    with open_file(path, path.name) as source:
        assert source.deck.title == "Latin verbs"


@pytest.mark.parametrize("tags", ["t0", "t2", "t1,t2"])
def test_of_several_categories_every_card_comes_with_its_own(tmp_path, tags):
    path = tmp_path / "export.xml"
    colors = '<log type="10" o_id="t2"><name>Colors</name></log>'
    other = fact("f2", {"f": "ruber", "b": "red"}, "1.1", tags=tags)
    path.write_text(log(colors, fact("f1", {"f": "amo", "b": "love"}, "1.1"), other))
    with open_file(path, path.name) as source:
        notes = [each.note for each in source.notes()]
        assert source.deck.title == "export"
    names = {"t1": "Latin_verbs", "t2": "Colors"}
    assert [note.tags for note in notes] == [("Latin_verbs",), tuple(names[t] for t in tags.split(",") if t in names)]


def test_items_of_version_1_are_named_after_their_only_category(tmp_path):
    path = tmp_path / "export.xml"
    items = "".join(f'<item id="{n}"><cat>Sea</cat><Q>q{n}</Q><A>a{n}</A></item>' for n in range(3))
    path.write_text(f'<mnemosyne core_version="1"><category active="1"><name>Sea</name></category>{items}</mnemosyne>')
    with open_file(path, path.name) as source:
        assert (source.deck.title, len(list(source.notes()))) == ("Sea", 3)
