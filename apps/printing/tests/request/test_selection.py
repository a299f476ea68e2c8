"""Which cards are printed, and in which order."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.cards.models import Card, Note
from apps.cards.tests.support.factory import archive_cards, make_deck, make_note, make_section
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.printing.request.card_filter import MAX_PICKED, BadCardFilter, CardFilter
from apps.printing.request.selection import select_visible
from apps.printing.services.due_day import build_day_if_due
from apps.printing.tests.support.selections import all_flashcards
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW

VISITOR = AnonymousUser()


def fronts(selection):
    return [card.note.front for card in selection.in_order()]


@pytest.fixture
def ten(deck, learner):
    """Ten cards of a deck that the learner studies, of which only what a test sets is known."""
    for number in range(4, 11):
        make_note(deck, f"Question {number}?", f"Answer {number}.")
    services.subscribe(learner, deck, today=learner.study_day(NOW))
    return list(deck.cards_in_use())


def known(learner, card, **fields):
    """Let the learner know a card, due tomorrow by default."""
    today = learner.study_day(NOW)
    due = {"due_on": today + timedelta(days=1), "queue_on": today + timedelta(days=1), "interval_days": 1}
    Schedule.objects.update_or_create(user=learner, card=card, deck=card.note.deck, defaults={**due, **fields})


def test_the_default_is_the_flashcards(lesson):
    selection = select_visible(CardFilter(), VISITOR, lesson.deck, NOW)
    assert fronts(selection) == ["What is a token?"]
    assert (selection.title, selection.file_name, selection.decks) == ("Backbones", "backbones", [lesson.deck])
    assert all_flashcards(lesson.deck) == selection


def test_a_deck_without_flashcards_sections_prints_all_its_cards(deck):
    make_section(deck, "self_check", "Self-check")
    deck.notes.update(section=deck.sections.get(kind="self_check"))
    assert len(select_visible(CardFilter(), VISITOR, deck, NOW)) == 3


def test_all_cards_are_those_of_every_section_in_the_order_of_the_page(lesson):
    selection = select_visible(CardFilter(mode="all"), VISITOR, lesson.deck, NOW)
    assert fronts(selection)[:3] == ["What is *noise*?", "A patch?", "One GPU."]
    assert fronts(selection)[-1] == "What is a token?"
    assert len(selection) == 7


def test_a_section_is_printed_alone_and_named(lesson):
    section = lesson.deck.sections.get(title="U-Net or DiT?")
    selection = select_visible(CardFilter(mode="section", section=section.pk), VISITOR, lesson.deck, NOW)
    assert fronts(selection) == ["One GPU.", "A big cluster."]
    assert (selection.title, selection.file_name) == ("Backbones: U-Net or DiT?", "backbones-u-net-or-dit")


def test_a_section_of_another_deck_gives_nothing(lesson, deck):
    section = lesson.deck.sections.first()
    assert len(select_visible(CardFilter(mode="section", section=section.pk), VISITOR, deck, NOW)) == 0


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("noise", [1, 2]),
        ("Noise", [1, 2]),
        ("noise::gaussian", [2]),
        ("nois", []),
        ("other", [1]),
        ("%", []),
    ],
)
def test_a_tag_finds_its_notes_and_those_of_tags_below_it(deck, tag, found):
    for note, tags in zip(deck.notes.order_by("pk"), ["noise other", "x noise::gaussian", "noisy"], strict=True):
        Note.objects.filter(pk=note.pk).update(tags=tags)
    expected = [f"Question {number}?" for number in found]
    assert fronts(select_visible(CardFilter(mode="tag", tag=tag), VISITOR, deck, NOW)) == expected


def test_a_course_is_its_decks_lesson_after_lesson_and_the_flashcards_of_each(lesson, deck):
    selection = select_visible(CardFilter(), VISITOR, lesson.course, NOW)
    assert fronts(selection) == ["What is a token?", "Question 1?", "Question 2?", "Question 3?"]
    assert selection.decks == [lesson.deck, deck]
    assert (selection.title, selection.file_name) == ("Multimodal AI", "multimodal")


def test_lessons_of_a_course_come_in_their_order(lesson, deck):
    Lesson.objects.create(course=lesson.course, deck=deck, slug="first", title="First", position=0)
    Lesson.objects.filter(pk=lesson.pk).update(position=1)
    assert select_visible(CardFilter(mode="all"), VISITOR, lesson.course, NOW).decks == [deck, lesson.deck]


@pytest.mark.parametrize("person", ["visitor", "stranger"])
def test_cards_of_decks_that_a_person_may_not_see_are_not_found(request, deck, person):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    who = VISITOR if person == "visitor" else request.getfixturevalue(person)
    for scope in (deck, deck.course):
        picked = CardFilter(mode="cards", cards=tuple(deck.cards_in_use().values_list("pk", flat=True)))
        assert len(select_visible(CardFilter(), who, scope, NOW)) == len(select_visible(picked, who, scope, NOW)) == 0


def test_due_are_the_cards_to_repeat_on_the_persons_study_day(learner, ten, deck):
    today = learner.study_day(NOW)
    known(learner, ten[5], due_on=today, queue_on=today)
    known(learner, ten[2], due_on=today - timedelta(days=9), queue_on=today - timedelta(days=9))
    known(learner, ten[3])
    build_day_if_due(CardFilter(mode="due"), learner, NOW)
    selection = select_visible(CardFilter(mode="due"), learner, deck, NOW)
    assert selection.cards == [ten[2].pk, ten[5].pk]
    assert selection.title == "Diffusion: due on Nov. 23, 2026"
    assert selection.file_name == "diffusion-due-2026-11-23"
    assert select_visible(CardFilter(mode="due"), learner, deck.course, NOW).cards == selection.cards


def test_leeches_are_the_cards_forgotten_eight_times(learner, ten, deck):
    known(learner, ten[1], lapses=7)
    known(learner, ten[4], lapses=8)
    known(learner, ten[6], lapses=20)
    assert select_visible(CardFilter(mode="leeches"), learner, deck, NOW).cards == [ten[4].pk, ten[6].pk]


def test_the_weakest_are_the_least_easy_and_of_those_the_most_forgotten(learner, ten, deck):
    known(learner, ten[0], easiness=250)
    known(learner, ten[1], easiness=130, lapses=2)
    known(learner, ten[2], easiness=130, lapses=3)
    known(learner, ten[3], easiness=200)
    for limit, found in [(1, [2]), (2, [1, 2]), (3, [1, 2, 3]), (50, [0, 1, 2, 3])]:
        selection = select_visible(CardFilter(mode="weakest", limit=limit), learner, deck, NOW)
        assert selection.cards == [ten[index].pk for index in found]


def test_somebody_elses_schedule_counts_for_nothing(learner, classmate, ten, deck):
    known(learner, ten[0], lapses=9)
    for way in ("due", "leeches", "weakest"):
        assert len(select_visible(CardFilter(mode=way), classmate, deck, NOW)) == 0


@pytest.mark.parametrize("way", ["due", "leeches", "weakest"])
def test_what_a_schedule_knows_needs_an_account(deck, way):
    with pytest.raises(BadCardFilter, match="Log in"):
        select_visible(CardFilter(mode=way), VISITOR, deck, NOW)


def test_picked_cards_come_in_the_order_of_the_page_without_those_of_others_and_archived_ones(deck, lesson):
    first, second, third = deck.cards_in_use()
    archive_cards(Card.objects.filter(pk=second.pk))
    other = lesson.deck.cards_in_use().first()
    which = CardFilter(mode="cards", cards=(third.pk, first.pk, second.pk, other.pk, 10**15))
    assert select_visible(which, VISITOR, deck, NOW).cards == [first.pk, third.pk]


def test_a_seed_shuffles_always_alike(ten, learner, deck):
    orders = [select_visible(CardFilter(seed=seed), learner, deck, NOW).cards for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2]) == [card.pk for card in ten]
    assert select_visible(CardFilter(), learner, deck, NOW).cards == [card.pk for card in ten]


@pytest.mark.parametrize(
    "which",
    [
        CardFilter(),
        CardFilter(mode="all", seed=3),
        CardFilter(mode="tag", tag="x"),
        CardFilter(mode="weakest"),
        CardFilter(mode="leeches"),
        CardFilter(mode="cards", cards=(1, 2)),
    ],
)
def test_choosing_asks_the_database_twice_whatever_the_size(
    learner, ten, deck, which, django_assert_num_queries, lesson
):
    with django_assert_num_queries(2):
        select_visible(which, learner, deck, NOW)
    with django_assert_num_queries(2):
        select_visible(which, learner, lesson.course, NOW)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"mode": "nothing"}, "which", "Cards: choose one of"),
        ({"mode": "section"}, "section", "Choose a section"),
        ({"mode": "tag"}, "tag", "Choose a tag"),
        ({"limit": 0}, "limit", "Choose from 1 to 1,000"),
        ({"cards": tuple(range(MAX_PICKED + 1))}, "card", "Pick up to 200"),
        ({"seed": -1}, "seed", "enter a number from 0"),
    ],
)
def test_a_bad_filter_is_a_sentence_next_to_its_field(fields, field, sentence):
    with pytest.raises(BadCardFilter, match=sentence) as problem:
        CardFilter(**fields)
    assert problem.value.field == field


def test_a_card_filter_survives_json():
    which = CardFilter(mode="cards", cards=(3, 1), seed=5)
    assert CardFilter.from_dict(which.as_dict()) == which
    assert which.query() == {"which": "cards", "card": [3, 1], "order": "shuffled", "seed": 5}
    assert CardFilter().query() == {}


def test_someones_own_deck_is_found_by_them_alone(learner, classmate):
    deck = make_deck(owner=learner, slug="own")
    make_note(deck, "Mine?", "Yes.")
    assert len(select_visible(CardFilter(), learner, deck, NOW)) == 1
    assert len(select_visible(CardFilter(), classmate, deck, NOW)) == 0
