"""Kindle's clippings: a highlight with a note is a card, in whatever language the device is."""

import pytest

from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file

BOOK = "The Cell (Alberts, Bruce)"
QUOTE = "Mitochondria make most of the cell's ATP."
DATE = "Added on Sunday, March 15, 2015 10:12:13 PM"
HIGHLIGHT = f"- Your Highlight on page 12 | Location 123-125 | {DATE}"
NOTE = f"- Your Note on page 12 | Location 125 | {DATE}"


def entry(about, text, book=BOOK):
    return f"{book}\r\n{about}\r\n\r\n{text}\r\n==========\r\n"


def read(tmp_path, *entries, name="My Clippings.txt", encoding="utf-8-sig"):
    """Return the cards of a file by their decks, and its warnings."""
    path = tmp_path / name
    path.write_bytes("".join(entries).encode(encoding))
    with open_file(path, name) as source:
        titles = {"": source.deck.title} | {path: deck.title for path, deck in source.others.items()}
        cards = [(titles[each.note.deck], each.note.front, each.note.back) for each in source.notes()]
        return cards, list(map(str, source.warnings))


@pytest.mark.parametrize(
    ("highlight", "note"),
    [
        pytest.param(HIGHLIGHT, NOTE, id="English"),
        pytest.param("- Highlight Loc. 1254-56  | Added on Monday", "- Note Loc. 1256  | Added on Monday", id="old"),
        pytest.param("- Highlight on Page 5 | Added on Monday", "- Note on Page 5 | Added on Monday", id="pages only"),
        pytest.param(
            "- Ihre Markierung auf Seite 3 | bei Position 123-125 | Hinzugefügt am Sonntag, 15. März 2015",
            "- Ihre Notiz auf Seite 3 | bei Position 125 | Hinzugefügt am Sonntag, 15. März 2015",
            id="German",
        ),
        pytest.param(
            "- Votre surlignement sur la page 6 | Emplacement 36-40 | Ajouté le lundi",
            "- Votre note sur la page 6 | Emplacement 40 | Ajouté le lundi",
            id="French",
        ),
        pytest.param(
            "- La subrayado en la página 6 | posición 36-40 | Añadido el lunes",
            "- La nota en la página 6 | posición 40 | Añadido el lunes",
            id="Spanish",
        ),
        pytest.param(
            "- La tua evidenziazione a pagina 6 | posizione 36-36 | Aggiunto in data lunedì",
            "- La tua nota a pagina 6 | posizione 36 | Aggiunto in data lunedì",
            id="Italian",
        ),
        pytest.param(
            "- Seu destaque ou posição 36-40 | Adicionado: segunda-feira",
            "- Sua nota ou posição 40 | Adicionado: segunda-feira",
            id="Portuguese",
        ),
        pytest.param(
            "- Je highlight op pagina 1 t/m 10 | locatie 2 t/m 20 | Toegevoegd op maandag",
            "- Je notitie op pagina 10 | locatie 20 | Toegevoegd op maandag",
            id="Dutch",
        ),
        pytest.param(
            "– Ваш выделенный отрывок на странице 6 | Место 53–55 | Добавлено: воскресенье",
            "– Ваша заметка на странице 6 | Место 55 | Добавлено: воскресенье",
            id="Russian",
        ),
        pytest.param(
            "- 12ページ|位置No. 36-40のハイライト |作成日: 2019年9月30日",
            "- 12ページ|位置No. 40のメモ |作成日: 2019年9月30日",
            id="Japanese",
        ),
        pytest.param(
            "- 您在第 7 页（位置 #114-116）的标注 | 添加于 2019年9月30日",
            "- 您在第 7 页（位置 #116）的笔记 | 添加于 2019年9月30日",
            id="Chinese",
        ),
        pytest.param("- Üks kaks 7-9 | kolm", "- Neli 9 | kolm", id="a language that is not known"),
    ],
)
def test_a_highlight_with_a_note_is_a_card_of_its_book(tmp_path, highlight, note):
    cards, warnings = read(tmp_path, entry(highlight, QUOTE), entry(note, "ATP synthase does it."))
    assert cards == [("The Cell", QUOTE, "ATP synthase does it.")]
    assert warnings == []


def test_a_note_that_asks_is_the_front(tmp_path):
    cards, _warnings = read(tmp_path, entry(NOTE, "What makes ATP?"), entry(HIGHLIGHT, QUOTE))
    assert cards == [("The Cell", "What makes ATP?", QUOTE)]


def test_highlights_without_a_note_are_named_once(tmp_path):
    others = [entry(HIGHLIGHT.replace("123-125", f"{at}-{at + 1}"), "Only a quote.") for at in range(200, 900, 100)]
    cards, warnings = read(tmp_path, entry(HIGHLIGHT, QUOTE), entry(NOTE, "ATP"), *others)
    assert len(cards) == 1
    assert warnings == [
        "7 highlights have no note and are not asked: lines 11, 16, 21, 26, 31, …. "
        "Add your question or the answer as a note."
    ]


def test_notes_without_a_highlight_are_named_and_bookmarks_are_not(tmp_path):
    bookmark = entry(f"- Your Bookmark on page 3 | Location 40 | {DATE}", "")
    elsewhere = entry(f"- Your Note on page 90 | Location 900 | {DATE}", "Nice.")
    cards, warnings = read(tmp_path, bookmark, entry(HIGHLIGHT, QUOTE), entry(NOTE, "ATP"), elsewhere)
    assert len(cards) == 1
    assert warnings == ["1 note belongs to no highlight and is not asked: line 16."]


def test_a_changed_highlight_and_a_changed_note_are_there_once(tmp_path):
    longer = HIGHLIGHT.replace("123-125", "123-126")
    cards, warnings = read(
        tmp_path,
        entry(HIGHLIGHT, QUOTE),
        entry(NOTE, "ATP"),
        entry(longer, f"{QUOTE} And heat."),
        entry(NOTE, "ATP synthase"),
    )
    assert cards == [("The Cell", f"{QUOTE} And heat.", "ATP synthase")]
    assert warnings == []


def test_two_highlights_at_one_place_have_a_note_each(tmp_path):
    same = HIGHLIGHT.replace("123-125", "125-125")
    cards, _warnings = read(
        tmp_path, entry(same, "ubiquitous"), entry(NOTE, "everywhere"), entry(same, "scarce"), entry(NOTE, "rare")
    )
    assert [card[1:] for card in cards] == [("ubiquitous", "everywhere"), ("scarce", "rare")]


def test_each_book_is_a_deck_and_two_of_one_title_are_two(tmp_path):
    books = ["Poems (Heaney)", "Poems (Plath)", "No author"]
    entries = [part for book in books for part in (entry(HIGHLIGHT, QUOTE, book), entry(NOTE, "ATP", book))]
    cards, _warnings = read(tmp_path, *entries)
    assert [card[0] for card in cards] == ["Poems", "Poems (Plath)", "No author"]


def test_what_was_not_copied_any_more_is_no_card(tmp_path):
    limit = entry(HIGHLIGHT, "<You have reached the clipping limit for this item>")
    with pytest.raises(ImportProblem, match="nothing to ask"):
        read(tmp_path, limit, entry(NOTE, "ATP"))


def test_a_file_of_highlights_alone_says_what_to_do(tmp_path):
    with pytest.raises(ImportProblem, match="add notes to highlights"):
        read(tmp_path, entry(HIGHLIGHT, QUOTE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_recognized_without_a_name_and_in_any_unicode(tmp_path, encoding):
    cards, _warnings = read(tmp_path, entry(HIGHLIGHT, QUOTE), entry(NOTE, "ATP"), name="pasted", encoding=encoding)
    assert cards == [("The Cell", QUOTE, "ATP")]


@pytest.mark.parametrize("mark", ["\ufeff{}", "\ufeff\ufeff{}", "\r\n\ufeff{}", "{}\ufeff"])
def test_a_byte_order_mark_at_any_title_is_not_part_of_it(tmp_path, mark):
    cards, warnings = read(tmp_path, entry(HIGHLIGHT, QUOTE), mark.format(entry(NOTE, "ATP")))
    assert (cards, warnings) == ([("The Cell", QUOTE, "ATP")], [])


def test_text_in_it_shows_as_it_is(tmp_path):
    cards, _warnings = read(tmp_path, entry(HIGHLIGHT, "2 * 3 * 4 <b>"), entry(NOTE, "# not a heading"))
    assert cards == [("The Cell", r"2 * 3 * 4 \<b>", r"\# not a heading")]
