"""The example on the page that imports practice pages."""

from django.template.loader import get_template
from django.utils.html import escape

from apps.formats.practice_page import page_reader, page_writer
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK


def test_the_example_is_read_without_a_warning_and_is_what_the_export_writes():
    example = get_template("exchange/page_example.md").template.source
    page = page_reader.read("bread.md", example.encode())
    assert [part.kind for part in page.parts] == [SELF_CHECK, EXERCISE, FLASHCARDS]
    assert page.parts[1].labels == ("FRESH", "OLD")
    assert not page.warnings
    assert page_writer.write(page) == example


def test_the_page_that_imports_shows_it(teaching):
    example = get_template("exchange/page_example.md").template.source
    assert escape(example) in teaching.get("/courses/multimodal/import/").content.decode()
