from pathlib import Path

import pytest
from django.conf import settings

from apps.search.grammar import parse, to_text
from apps.search.manual import COMBINED, as_markdown
from apps.search.search import search_cards
from apps.search.terms.registry import BY_NAME, GROUPS, NAMES
from apps.web.tests.support.clock import NOW

EXAMPLES = [example.query for group in GROUPS for operator in group.operators for example in operator.examples]
EXAMPLES += [example.query for example in COMBINED]


def test_the_manual_in_docs_is_that_of_the_operators():
    """What is above “Inside” is printed by: .venv/bin/python manage.py search_manual"""
    written = (Path(settings.BASE_DIR) / "docs" / "search.md").read_text(encoding="utf-8")
    assert written.partition("\n## Inside\n")[0] == as_markdown()


@pytest.mark.parametrize("query", EXAMPLES)
@pytest.mark.slow
def test_every_example_of_the_manual_can_be_searched(learner, subscription, query):
    search_cards(learner, query, now=NOW).count()
    assert parse(to_text(parse(query, NAMES)), NAMES) == parse(query, NAMES)


def test_no_two_operators_have_one_name():
    operators = [operator for group in GROUPS for operator in group.operators]
    assert len(BY_NAME) == sum(1 + len(operator.aliases) for operator in operators)
