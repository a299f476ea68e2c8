"""How a table is read is shown first, and can be changed."""

import pytest

from apps.cards.models import Card, Deck, Note
from apps.exchange.tests.support.imports import CSV, IMPORT, confirm, page_of, read, send, words
from apps.formats.tables import table_reader
from apps.formats.tests.support.books import workbook
from apps.web.tests.support.htmx import HTMX


def test_a_table_shows_its_first_rows_and_what_its_columns_hold(me):
    page = send(me, CSV, "words.csv")
    assert [role for role, _ in page.context["columns"]] == ["front", "back"]
    assert page.context["rows"] == [("gato", "cat"), ("perro", "dog")]
    assert not Deck.objects.exists()


def test_a_table_becomes_a_deck_with_the_chosen_columns(me):
    plan = read(me, send(me, CSV, "words.csv"), column=["back", "front"], go_on="yes")
    assert "2 added" in words(plan)
    confirm(me, plan)
    assert list(Note.objects.values_list("front", "back")) == [("cat", "gato"), ("dog", "perro")]
    assert Deck.objects.get().title == "words"


def test_another_separator_detects_the_columns_and_the_header_again(me):
    page = send(me, "Front;Back\na,b;c\nd,e;f\n", "words.csv")
    wrong = read(me, page, separator=",")
    assert wrong.context["rows"][0] != ("a,b", "c")
    right = read(me, wrong, separator=";")
    assert right.context["rows"] == [("a,b", "c"), ("d,e", "f")]
    assert [role for role, _ in right.context["columns"]] == ["front", "back"]


def test_a_paste_with_signs_of_its_own(me):
    page = me.post(IMPORT, {"text": "gato ~> cat @@ perro ~> dog"}, follow=True)
    signs = {"other_separator": " ~> ", "other_row_separator": " @@ "}
    page = read(me, page, separator="other", row_separator="other", **signs)
    assert page.context["rows"] == [("gato", "cat"), ("perro", "dog")]
    confirm(me, read(me, page, kind="reversed", go_on="yes"))
    assert Card.objects.count() == 4


def test_the_encoding_can_be_chosen(me):
    page = send(me, "слово;word\nкот;cat\n".encode("cp1251"), "words.csv")
    page = read(me, page, encoding="cp1251")
    assert page.context["rows"][-1] == ("кот", "cat")


def test_a_damaged_encoding_can_still_be_chosen_by_hand(me):
    damaged = "é,è\nü,ö\n".encode() * 3 + b"\xe9,x\n"
    page = send(me, damaged, "words.csv")
    assert page.status_code == 422
    assert "another encoding" in words(page)
    page = read(me, page, encoding="latin-1")
    assert page.status_code == 200
    assert page.context["rows"][0] == ("Ã©", "Ã¨")


def test_the_first_row_can_be_a_note(me):
    page = read(me, send(me, CSV, "words.csv"), header="no")
    assert page.context["rows"][0] == ("Front", "Back")


def test_texts_can_be_html(me):
    page = read(me, send(me, "a,x <b>y</b>\n", "words.csv"), form="plain")
    confirm(me, read(me, page, form="html", go_on="yes"))
    assert Note.objects.get().back == "x **y**"


def test_another_sheet_of_a_workbook(me):
    book = workbook(("One", [["a", "b"]]), ("Two", [["c", "d"], ["e", "f"]]))
    page = send(me, book, "book.xlsx")
    assert page.context["rows"] == [("a", "b")]
    page = read(me, page, sheet="Two")
    assert page.context["rows"] == [("c", "d"), ("e", "f")]
    confirm(me, read(me, page, go_on="yes"))
    assert Note.objects.count() == 2


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"column": ["back", "back"]}, "Choose the column that holds the fronts."),
        ({"column": ["front", "front"]}, "Two columns hold the same."),
        ({"column": ["front", "nonsense"]}, "from the list"),
        ({"encoding": "nonsense"}, "Select a valid choice"),
        ({"was": "[" * 5_000, "go_on": ""}, ""),
    ],
)
def test_choices_that_make_no_sense_are_refused(me, chosen, message):
    page = read(me, send(me, CSV, "words.csv"), **{"go_on": "yes", **chosen})
    assert page.status_code in (422, 200)
    assert message in words(page)
    assert not Deck.objects.exists()


def test_htmx_gets_the_preview_alone(me):
    page = send(me, CSV, "words.csv")
    fragment = me.post(page_of(page), {"header": "no"}, headers=HTMX).content.decode()
    assert fragment.lstrip().startswith('<div id="preview"')


def test_what_is_in_a_table_is_text_on_the_page(me):
    page = send(me, "<script>alert(1)</script>,b\n", "words.csv")
    assert "<script>alert" not in page.content.decode()


def test_a_table_that_was_read_can_be_read_another_way(me):
    page = send(me, CSV, "words.csv")
    plan = read(me, page, column=["back", "front"], go_on="yes")
    again = me.get(page_of(page))
    assert f'href="{page_of(page)}"' in plan.content.decode()
    assert [role for role, _ in again.context["columns"]] == ["back", "front"]


def test_only_the_beginning_of_a_long_table_is_read_for_its_options(me, monkeypatch):
    monkeypatch.setattr(table_reader, "PREVIEW_BYTES", 100)
    page = send(me, "gato,cat\n" * 20 + "café,coffee\n" * 20, "words.csv")
    assert page.context["form"]["encoding"].value() == ""
    plan = read(me, page, go_on="yes")
    assert "40 added" in words(plan)
    confirm(me, plan)
    assert Note.objects.filter(front="café").count() == 20


def test_the_options_of_a_table_take_no_more_of_it_than_its_beginning(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("gato,cat\n" * 500_000)
    with path.open("rb") as file:
        assert table_reader.preview_beginning(file, "words.csv", table_reader.TableOptions()).options.separator == ","
        assert file.tell() <= table_reader.PREVIEW_BYTES + 1
