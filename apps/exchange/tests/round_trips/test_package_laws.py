"""Whatever a file holds: no empty question is asked, and `cards` is the number that will be."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.cards.rendering.visible import is_visible
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.formats import ditcards_json
from apps.formats.anki import write
from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tests.support.decks import decks
from apps.formats.tests.support.empty_texts import IN_HTML, IN_MARKDOWN
from apps.formats.tests.support.template_types import template_packages
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Subscription
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

FEW = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SOME = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def imported(path, owner):
    """Return the report of an import; None where the file is refused."""
    try:
        with open_file(path, path.name) as source:
            return import_decks(source, Target(owner=owner), now=NOW)
    except ImportProblem:
        return None


def number_asked(person):
    """Return how many cards are in the queue of somebody who studies everything, without limits."""
    today = person.study_day(NOW)
    for deck in Deck.objects.filter(owner=person):
        subscription = services.subscribe(person, deck, today=today, includes=Subscription.Includes.ALL)
        services.change_limits(subscription, new_limit=9_999, review_limit=9_999, today=today)
    return queue.counts(person, today).new


def asks_what_it_counts(path):
    """Check an import: of whoever studies everything in it, nothing empty is asked, and as much as it says."""
    User.objects.all().delete()
    owner = User.objects.create_user("owner@example.org")
    report = imported(path, owner)
    asked = Card.objects.in_use().filter(note__deck__owner=owner)
    shown = [(is_visible(card.front) or is_visible(card.context)) and is_visible(card.back) for card in asked]
    assert all(shown), [card.front for card in asked]
    assert (report.cards if report else 0) == number_asked(owner)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_package_asks_an_empty_question_and_its_cards_are_those_that_are_asked(tmp_path):
    @SOME
    @given(package=template_packages())
    def law(package):
        write(package, tmp_path / "deck.apkg")
        asks_what_it_counts(tmp_path / "deck.apkg")

    law()


def pairs(texts):
    """Pairs of texts, of which many show nothing."""
    some = st.sampled_from([*texts, *["a", "**b**", "$x$", "c?"] * 5])
    return st.lists(st.tuples(some, some), min_size=1, max_size=6)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_table_asks_an_empty_question(tmp_path):
    @FEW
    @given(rows=pairs(IN_HTML))
    def law(rows):
        path = tmp_path / "deck.tsv"
        path.write_text("#separator:tab\n#html:true\n" + "".join(f"{front}\t{back}\n" for front, back in rows))
        asks_what_it_counts(path)

    law()


@pytest.mark.slow
@pytest.mark.django_db
def test_no_markdown_asks_an_empty_question(tmp_path):
    @FEW
    @given(cards=pairs(IN_MARKDOWN))
    def law(cards):
        path = tmp_path / "deck.md"
        path.write_text("# Deck\n\n" + "".join(f"Q: {front}\nA: {back}\n\n" for front, back in cards))
        asks_what_it_counts(path)

    law()


@pytest.mark.slow
@pytest.mark.django_db
def test_no_deck_of_ours_asks_an_empty_question(tmp_path):
    @FEW
    @given(deck=decks())
    def law(deck):
        path = tmp_path / "deck.json"
        path.write_bytes(ditcards_json.write(deck))
        asks_what_it_counts(path)

    law()
