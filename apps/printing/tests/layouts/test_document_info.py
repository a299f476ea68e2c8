import pytest

from apps.printing.layouts.document_info import css_content


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("Page %(page)s of %(pages)s", '"Page " counter(page) " of " counter(pages)'),
        ("%(pages)s中の%(page)s", 'counter(pages) "中の" counter(page)'),
        ('"%(page)s\\', '"\\22 " counter(page) "\\5c "'),
    ],
)
def test_a_translation_may_have_its_numbers_anywhere(sentence, content):
    assert css_content(sentence, page="counter(page)", pages="counter(pages)") == content
