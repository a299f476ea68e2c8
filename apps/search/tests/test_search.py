import re

import pytest
from django.db import connection

from apps.cards.models import Card, Deck
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.search.context import MAX_LISTED
from apps.search.ordering import SORTS
from apps.search.search import search_cards, search_notes, search_within
from apps.search.terms import texts
from apps.web.tests.support.clock import NOW

SEARCHES = ["", "question", "-zzz", "question or zzz", "re:question", "deck:*", "is:new", "-is:due", "flag:0"]


def fronts(person, query="", **order):
    return [card.note.front for card in search_cards(person, query, now=NOW, **order).select_related("note")]


@pytest.mark.parametrize("query", SEARCHES)
@pytest.mark.slow
def test_nobody_finds_the_cards_of_a_deck_that_they_neither_study_nor_own_nor_teach(world, classmate, stranger, query):
    assert fronts(stranger, query) == []
    assert fronts(classmate, query) == []


def test_the_decks_that_a_person_studies_owns_or_teaches_are_searched(world, instructor, classmate):
    assert len(fronts(world)) == 13
    assert fronts(instructor) == ["Question 1?", "Question 2?", "Question 3?"]
    make_note(make_deck(owner=classmate, slug="mine"), "Mine", "My own.")
    assert fronts(classmate) == ["Mine"]


def test_an_owner_finds_cards_of_a_deck_that_they_do_not_study(stranger):
    make_note(make_deck(owner=stranger, slug="mine"), "Mine", "My own.")
    assert fronts(stranger, "is:new flag:0 prop:lapses=0") == ["Mine"]


def test_another_learners_schedule_is_not_searched(world, classmate, deck):
    services.subscribe(classmate, deck, today=NOW.date())
    world.schedules.update(flag=3)
    assert fronts(classmate, "flag:3") == []


def test_a_private_course_that_others_teach_is_not_searched(instructor):
    other = Course.objects.create(slug="other", title="Other", visibility=Course.Visibility.PRIVATE)
    make_note(make_deck(other, "hidden"), "Hidden", "Yes.")
    assert fronts(instructor, "hidden") == []
    Enrolment.objects.create(user=instructor, course=other, role=Enrolment.Role.LEARNER)
    assert fronts(instructor, "hidden") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads all of so small a table.")
@pytest.mark.parametrize("query", ["", "deck:diffusion", "-deck:diffusion"])
def test_cards_are_counted_without_a_look_at_their_rows(world, query):
    plan = search_cards(world, query, now=NOW).order_by().values("pk").explain()
    assert "COVERING INDEX cards_note_of_a_deck" in plan
    assert "COVERING INDEX cards_card_of_a_note" in plan


def test_cards_come_in_the_order_in_which_their_notes_were_added(world):
    found = [(card.note_id, card.pk) for card in search_cards(world, "", now=NOW)]
    assert found == sorted(found)
    assert [pk for _note, pk in found[::-1]] == [card.pk for card in search_cards(world, "", now=NOW, descending=True)]


@pytest.mark.parametrize(
    ("query", "looks_at_notes"),
    [
        ("", True),
        ("is:new", True),
        ("-is:new", False),
        ("-(is:new or flag:0)", False),
        ("question is:due", False),
        ("is:due or flag:1", False),
        ("is:due or question", True),
        ("-is:due", True),
        ("prop:lapses>3", False),
        ("prop:lapses<3", True),
        ("rated:7", True),
    ],
)
@pytest.mark.slow
def test_where_all_have_schedules_their_decks_are_those_of_the_schedules(world, query, looks_at_notes):
    searched = re.search(r'"cards_note"."deck_id" IN', str(search_cards(world, query, now=NOW).query))
    assert bool(searched) == looks_at_notes


def test_a_card_that_was_learned_is_not_found_in_a_deck_that_is_no_longer_studied(world, deck):
    Schedule.objects.filter(user=world, deck=deck).update(due_on=NOW.date(), interval_days=1)
    assert "Question 2?" in fronts(world, "-is:new")
    world.subscriptions.filter(deck=deck).delete()
    assert "Question 2?" not in fronts(world, "-is:new")


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.slow
def test_every_order_has_all_cards_and_all_notes_once(world, sort, descending):
    order = {"sort": sort, "descending": descending}
    assert sorted(fronts(world, **order)) == sorted(fronts(world))
    notes = [note.pk for note in search_notes(world, "", now=NOW, **order)]
    assert sorted(notes) == sorted(set(notes))
    assert len(notes) == 12


def test_cards_are_sorted_by_their_texts_and_their_schedules(world):
    greek = "deck:greek kind:basic"
    assert fronts(world, greek, sort="front")[:3] == ["alpha", "beta", "delta"]
    assert fronts(world, greek, sort="interval", descending=True)[:2] == ["gamma", "beta"]
    assert fronts(world, greek, sort="due")[0] == "epsilon"
    assert fronts(world, greek, sort="due", descending=True)[-1] == "alpha"  # it has no date


@pytest.mark.parametrize(("query", "statements"), [("", 3), ("a -b", 3), ("is:due or tag:x", 3), ("re:a", 4)])
def test_a_page_and_its_total_need_few_statements(world, django_assert_num_queries, query, statements):
    with django_assert_num_queries(statements):
        rows = search_cards(world, query, now=NOW, sort="due")
        list(rows.select_related("note__deck")[:5])
        rows.count()


def test_many_decks_are_searched_in_one_statement(stranger, django_assert_num_queries):
    Deck.objects.bulk_create(Deck(owner=stranger, slug=f"deck{n}", title="Deck") for n in range(MAX_LISTED))
    make_note(make_deck(owner=stranger, slug="last"), "The last", "One.")
    with django_assert_num_queries(2):
        assert fronts(stranger, "deck:*") == ["The last"]


def test_a_search_within_a_deck_reads_no_text_of_another(world, monkeypatch):
    own, read = Deck.objects.get(slug="own"), []
    monkeypatch.setattr(texts, "matcher", lambda *_: lambda text: read.append(text) or text.startswith("alpha"))
    cards = Card.objects.filter(note__deck=own)
    assert search_within(cards, own, world, "re:x deck:*", now=NOW).get().note.front == "alpha"
    assert len(read) == own.notes.count()
