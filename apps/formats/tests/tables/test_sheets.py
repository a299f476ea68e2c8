import datetime

import pytest

from apps.formats.problems import Code, ImportProblem
from apps.formats.tables.table_reader import TableOptions, preview_table, read
from apps.formats.tests.support.books import SHEET, packed, raw, workbook

CELLS = '<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c><c r="B1"><f>1+1</f><v>2</v></c></row>'


def test_the_first_sheet_is_read():
    book = workbook(("Words", [["Front", "Back", "Tags"], ["gato", "cat\nfeline", "a b"]]), ("Other", [["x", "y"]]))
    looked = preview_table(book, "Spanish.xlsx")
    assert (looked.sheets, looked.options.sheet, looked.options.title) == (("Words", "Other"), "Words", "Spanish")
    note = read(book).notes[0]
    assert (note.front, note.back, note.tags, str(note.place)) == ("gato", "cat\\\nfeline", ("a", "b"), "Row 2")


def test_another_sheet_can_be_chosen():
    book = workbook(("Words", [["a", "b"]]), ("Other", [["x", "y"]]))
    assert read(book, TableOptions(sheet="Other")).notes[0].front == "x"
    with pytest.raises(ImportProblem, match="one of the workbook"):
        read(book, TableOptions(sheet="Third"))


def test_sheets_that_nobody_chose_are_named():
    book = workbook(("Words", [["a", "b"]]), ("Empty", []), ("Other", [["x", "y"]]), ("More", [["v", "w"]]))
    assert [str(each) for each in read(book).warnings] == [
        "Only the sheet “Words” was read, not “Other”, “More”. Choose another sheet, or save each as a file of its own."
    ]
    assert read(book, TableOptions(sheet="Words")).warnings == ()


def test_numbers_dates_and_truths_are_texts():
    day, moment = datetime.date(1969, 7, 20), datetime.datetime(1969, 7, 20, 20, 17)  # noqa: DTZ001 - as in a sheet
    row = [3.0, 2.5, True, day, moment, datetime.time(8, 30)]
    (cells,) = preview_table(workbook(("One", [row]))).rows
    assert cells == ("3", "2.5", "TRUE", "1969-07-20", "1969-07-20 20:17:00", "8:30:00")


def test_a_formula_is_what_it_came_to():
    assert read(raw(SHEET % (CELLS % "one and one"))).notes[0].back == "2"


def test_a_row_far_below_is_counted():
    rows = CELLS % "a" + '<row r="40"><c r="A40"><v>7</v></c><c r="B40"><v>8</v></c></row>'
    assert [str(note.place) for note in read(raw(SHEET % rows)).notes] == ["Row 1", "Row 40"]


def refused(data: bytes) -> Code:
    with pytest.raises(ImportProblem) as caught:
        read(data, name="x.xlsx")
    return caught.value.code


def test_a_zip_that_is_no_workbook_is_refused():
    assert refused(packed({"content.xml": "<office/>"})) == Code.NOT_A_DECK


def test_an_old_workbook_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500) == Code.NOT_A_TEXT


def test_a_workbook_without_cells_is_refused():
    assert refused(workbook(("Empty", []))) == Code.NOTHING


def test_a_cell_that_is_too_long_is_refused_with_row_and_column():
    with pytest.raises(ImportProblem) as caught:
        read(raw(SHEET % (CELLS % ("x" * 70_000))))
    assert (caught.value.code, str(caught.value.place)) == (Code.TOO_LARGE, "Row 1, column 1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(raw(SHEET % (CELLS % ("x" * 30_000_000))), Code.TOO_LARGE, id="a text that inflates"),
        pytest.param(raw(SHEET % ("<row><c/></row>" * 300_000)), Code.TOO_LARGE, id="a flood of cells"),
        pytest.param(raw(SHEET % "", **{"xl/sharedStrings.xml": "<si/>" * 500_000}), Code.TOO_LARGE, id="of strings"),
        pytest.param(raw(SHEET % "", **{"xl/styles.xml": "<xf/>" * 500_000}), Code.TOO_LARGE, id="of styles"),
        pytest.param(packed({f"{number}": "" for number in range(3_000)}), Code.TOO_LARGE, id="of files"),
        pytest.param(
            raw('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SHEET % (CELLS % "&b;")),
            Code.UNSAFE,
            id="words that grow",
        ),
        pytest.param(
            raw('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + SHEET % (CELLS % "&a;")),
            Code.UNSAFE,
            id="a word from a file",
        ),
        pytest.param(raw(SHEET % '<row r="x"><c r="ZZZZ9"/></row>'), Code.DAMAGED, id="impossible cells"),
        pytest.param(raw("<worksheet>" + "<a>" * 200_000), Code.DAMAGED, id="tags that never close"),
        pytest.param(raw(SHEET % '<row r="9999999999"><c><v>1</v></c></row>'), Code.TOO_LARGE, id="a row far away"),
    ],
)
@pytest.mark.slow
def test_a_hostile_workbook_is_refused(data, code):
    assert refused(data) == code


def test_what_a_sheet_says_of_its_size_is_not_believed():
    sheet = (SHEET % (CELLS % "a")).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert len(read(raw(sheet)).notes) == 1
