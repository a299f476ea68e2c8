"""Pieces become one PDF that is as good as one that was laid out in one go."""

import base64
import io
from dataclasses import replace

import pikepdf
from PIL import Image

from apps.printing.assembly.embedded_files import EmbeddedFile
from apps.printing.assembly.merge import merge
from apps.printing.assembly.rendered_group import RenderedGroup
from apps.printing.engine.weasyprint_door import SheetGroup, render


def piece(*sheets):
    laid = render(SheetGroup("Diffusion", "en", "Ada", sheets=[each.html() for each in sheets]))
    return RenderedGroup(laid.pdf, laid.pages, chapters=[each.chapter for each in sheets])


def merged(*pieces, files=()):
    target = io.BytesIO()
    merge(pieces, target, files)
    return target.getvalue()


def titles(items):
    return [(item.title, titles(item.children)) if item.children else item.title for item in items]


def test_bookmarks_are_below_their_lesson_and_section(sheet, paper):
    chapters = [("Tokens", "Flashcards"), ("Tokens", "Exercise"), ("Patches",), (), ("Tokens", "Flashcards")]
    sheets = [replace(sheet(f"Q{n}"), bookmark=f"Q{n}", chapter=each) for n, each in enumerate(chapters)]
    content = merged(piece(*sheets[:2]), piece(*sheets[2:]))
    with pikepdf.open(io.BytesIO(content)) as document, document.open_outline() as outline:
        below = [("Flashcards", ["Q0", "Q4"]), ("Exercise", ["Q1"])]
        assert titles(outline.root) == [("Tokens", below), ("Patches", ["Q2"]), "Q3"]
        assert document.check_pdf_syntax() == []
    pages = dict(paper(content).bookmarks)
    assert [pages[f"Q{n}"] for n in range(5)] == [0, 1, 2, 3, 4]
    assert pages["Tokens"] == 0


def test_text_that_looks_like_a_part_of_a_pdf_stays_as_it_is(sheet, paper):
    odd = replace(sheet("What does 12 0 R (mean\\) /StructParents 3 here?"), bookmark="1 0 R (oops\\) é ✓")
    made = paper(merged(piece(sheet("First")), piece(odd), piece(odd)))
    assert [title for title, _ in made.bookmarks] == ["Question", *["1 0 R (oops\\) é ✓"] * 2]
    assert "12 0 R (mean" in made.pages[1]
    assert made.objects.check_pdf_syntax() == []


def test_a_picture_of_many_pieces_is_written_once(sheet):
    with_picture = sheet("Q")
    png = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(png, "PNG")
    picture = base64.b64encode(png.getvalue()).decode()
    object.__setattr__(with_picture, "front", f'<p>Q <img src="data:image/png;base64,{picture}" alt="A dot"></p>')
    with pikepdf.open(io.BytesIO(merged(piece(with_picture), piece(with_picture, sheet("R"))))) as document:
        images = [each for each in document.objects if isinstance(each, pikepdf.Stream) and "/Width" in each]
        assert len(images) == 1


def test_a_file_goes_along_byte_by_byte(sheet):
    data = bytes(range(256)) * 1_000
    files = [EmbeddedFile("data.bin", "Some data.", "application/octet-stream", "Data", io.BytesIO(data), len(data))]
    with pikepdf.open(io.BytesIO(merged(piece(sheet("Q")), files=files))) as document:
        assert document.attachments["data.bin"].get_file().read_bytes() == data
