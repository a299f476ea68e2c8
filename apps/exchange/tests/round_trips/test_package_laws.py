"""Whatever the templates of a package are: no empty question is asked, and `cards` is the number that will be."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.formats.anki import write
from apps.formats.detect import open_file
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.template_types import template_packages
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Subscription
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

SEEN = re.compile(r"<(?:img|audio|svg|math)\b")
SOME = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def is_visible(html):
    return bool(SEEN.search(html) or unescape(re.sub(r"<[^>]*>", "", html)).strip())


def imported(package, path, owner):
    """Return the report of an import; None where the package is refused."""
    write(package, path)
    try:
        with open_file(path, "deck.apkg") as source:
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


@pytest.mark.slow
@pytest.mark.django_db
def test_no_package_asks_an_empty_question_and_its_cards_are_those_that_are_asked(tmp_path):
    @SOME
    @given(package=template_packages())
    def law(package):
        User.objects.all().delete()
        owner = User.objects.create_user("owner@example.org")
        report = imported(package, tmp_path / "deck.apkg", owner)
        asked = Card.objects.in_use().filter(note__deck__owner=owner)
        assert [card.front for card in asked if not (is_visible(card.front) and is_visible(card.back))] == []
        assert (sum(deck.cards for deck in report.decks) if report else 0) == number_asked(owner)

    law()
