"""Author's text in templates."""

import pytest
from django.template import Context, Template

from apps.cards.models import Deck


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        ("de", 'lang="de" dir="auto"'),
        ("", 'dir="auto"'),
        ('"><b>', 'lang="&quot;&gt;&lt;b&gt;" dir="auto"'),
    ],
)
def test_an_element_with_an_authors_text_names_its_language(language: str, attributes: str) -> None:
    template = Template("{% load cards %}<p {% lang_attrs deck %}>")
    assert template.render(Context({"deck": Deck(language=language)})) == f"<p {attributes}>"
