"""A deck's page: its first button, its filters, its search, and the same few statements however large it is."""

from datetime import timedelta

import pytest

from apps.cards.models import Card
from apps.cards.tests.support.factory import make_deck, make_note
from apps.exchange.tests.support.imports import words
from apps.lessons.models import Lesson
from apps.reviews.models import Schedule
from apps.reviews.services import pause, subscribe
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
PAGE = "/decks/diffusion/"


def fronts(page):
    return [row.card.front for row in page.context["list"].rows]


def first_button(page):
    _, _, rest = page.text.partition('class="button primary"')
    return " ".join(rest.partition(">")[2].partition("</")[0].split()) if rest else ""


def many_cards(deck, number):
    note = make_note(deck, "Many", "cards")
    Card.objects.bulk_create(
        Card(note=note, ordinal=n, front=f"<p>f{n}</p>", back="<p>b</p>") for n in range(1, number)
    )


class TestFirstButton:
    def test_a_visitor_signs_up(self, client, deck):
        assert first_button(client.get(PAGE)) == "Sign up to review daily"

    def test_a_deck_not_studied_is_added_and_says_what_it_would_bring(self, me, deck):
        page = me.get(PAGE)
        assert first_button(page) == "Add to daily review"
        assert "If you add it, you get 3 new cards today." in words(page)

    def test_a_large_deck_says_until_when_all_its_cards_have_come(self, me, deck):
        many_cards(deck, 42)
        assert "If you add it, you get 20 new cards a day, and all 45 by Wednesday, Nov. 25, 2026." in words(
            me.get(PAGE)
        )

    def test_what_is_left_is_named(self, me, subscription, schedule):
        Schedule.objects.filter(pk=schedule.pk).update(interval_days=1, due_on=TODAY)
        assert first_button(me.get(PAGE)) == "Review 1 due and 2 new"

    def test_what_is_over_the_limit_of_the_day_is_named(self, me, subscription, schedule):
        Schedule.objects.filter(pk=schedule.pk).update(
            interval_days=1, due_on=TODAY, queue_on=TODAY + timedelta(days=1)
        )
        assert "1 more is over today’s limit." in words(me.get(PAGE))

    def test_with_nothing_left_there_is_none_and_the_next_day_is_named(self, me, subscription):
        later = TODAY + timedelta(days=1)
        Schedule.objects.update(interval_days=1, due_on=later, queue_on=later)
        page = me.get(PAGE)
        assert first_button(page) == ""
        assert "Nothing left today. The next card is due tomorrow." in words(page)

    def test_a_paused_deck_is_resumed(self, me, subscription):
        pause(subscription)
        assert first_button(me.get(PAGE)) == "Resume daily review"

    def test_an_empty_deck_of_ones_own_offers_to_fill_it(self, me, learner):
        make_deck(owner=learner, slug="mine")
        page = me.get("/decks/mine/")
        assert "No cards yet" in words(page)
        assert first_button(page) == "Write the first card"

    def test_a_card_of_ones_own_deck_can_be_edited_from_it(self, me, learner, client, deck):
        note = make_note(make_deck(owner=learner, slug="mine"), "Which knot?", "A bowline.")
        edit = f'href="/cards/{note.cards.get().pk}/edit/?next=%2Fdecks%2Fmine%2F"'
        assert edit in me.get("/decks/mine/").text
        assert "/edit/" not in me.get(PAGE).text

    def test_the_practice_page_of_a_lesson_is_the_second(self, client, course, deck):
        Lesson.objects.create(course=course, deck=deck, slug="diffusion", title="Diffusion")
        assert 'class="button" href="/courses/multimodal/diffusion/practice/"' in client.get(PAGE).text


class TestFilters:
    @pytest.fixture
    def cards(self, me, subscription):
        """One due, one suspended with a flag that keeps lapsing, one new."""
        due, suspended, _ = Schedule.objects.order_by("pk")
        Schedule.objects.filter(pk=due.pk).update(interval_days=30, due_on=TODAY, queue_on=TODAY)
        marks = {"suspended": True, "queue_on": None, "drill_on": None, "flag": 1}
        Schedule.objects.filter(pk=suspended.pk).update(interval_days=2, due_on=TODAY, lapses=9, **marks)
        return me

    @pytest.mark.parametrize(
        ("name", "front"),
        [("due", "1"), ("suspended", "2"), ("flagged", "2"), ("leeches", "2"), ("new", "3")],
    )
    def test_each_shows_its_cards(self, cards, name, front):
        assert fronts(cards.get(f"{PAGE}?show={name}")) == [f"<p>Question {front}?</p>"]

    def test_they_have_counts_and_those_without_cards_are_left_out(self, cards):
        assert [(name, number) for name, _, number in cards.get(PAGE).context["list"].filters] == [
            ("due", 1),
            ("new", 1),
            ("leeches", 1),
            ("flagged", 1),
            ("suspended", 1),
        ]
        Schedule.objects.update(flag=0)
        assert "flagged" not in [name for name, *_ in cards.get(PAGE).context["list"].filters]

    def test_an_unknown_one_shows_all(self, cards):
        assert len(fronts(cards.get(f"{PAGE}?show=nonsense"))) == 3

    def test_each_card_says_when_it_is_due(self, cards):
        page = words(cards.get(PAGE))
        assert "due today" in page
        assert "suspended · leech, 9 lapses" in page

    def test_the_bar_says_how_far_the_cards_are(self, cards):
        assert 'aria-label="Mature, 21 days and more: 1, New: 1, Suspended: 1"' in cards.get(PAGE).text

    def test_a_press_leads_back_to_the_same_cards(self, cards):
        card = Schedule.objects.get(suspended=True).card_id
        press = {"back": "deck", "list": "show=suspended&page=1"}
        there = cards.post(f"/review/{card}/unsuspend/", press)["Location"]
        assert there == f"{PAGE}?show=suspended&page=1"
        assert cards.post(f"/review/{card}/suspend/", press)["Location"] == there


class TestSearch:
    def test_words_are_found_on_either_side_and_as_tags(self, client, deck):
        make_note(deck, "What is luff?", "The front edge.", tags="sails knots")
        assert fronts(client.get(f"{PAGE}?q=edge+front")) == ["<p>What is luff?</p>"]
        page = client.get(f"{PAGE}?q=knots")
        assert fronts(page) == ["<p>What is luff?</p>"]
        assert "1 card found." in words(page)

    def test_nothing_found_says_so_and_leads_back(self, client, deck):
        page = client.get(f"{PAGE}?q=mitochondria")
        assert "No card here has “mitochondria”" in words(page)
        assert "Clear the search" in words(page)

    def test_who_studies_the_deck_searches_as_in_the_browser(self, me, subscription, deck):
        make_note(deck, "What is luff?", "The front edge.", tags="sails")
        assert fronts(me.get(PAGE, {"q": "tag:sails or front:*luff*"})) == ["<p>What is luff?</p>"]
        assert len(fronts(me.get(PAGE, {"q": "-tag:sails"}))) == 3
        page = me.get(PAGE, {"q": "mitochondria"})
        assert 'href="/browse/?q=mitochondria"' in page.text

    def test_a_search_that_cannot_be_read_says_why(self, me, subscription):
        page = me.get(PAGE, {"q": "(is:due"})
        assert not fronts(page)
        assert page.context["list"].problem in words(page)

    def test_tags_are_listed_with_their_numbers(self, client, deck):
        for number in range(3):
            make_note(deck, f"Sail {number}?", "Yes.", tags="sails" if number else "sails knots")
        assert client.get(PAGE).context["tags"] == [("sails", 3), ("knots", 1)]

    def test_those_beyond_the_commonest_are_folded(self, client, deck):
        make_note(deck, "Which?", "All.", tags=" ".join(f"tag{number:02}" for number in range(14)))
        page = client.get(PAGE)
        assert page.text.index("?q=tag11") < page.text.index("2 more tags") < page.text.index("?q=tag12")


def test_a_large_deck_is_paged_by_fifty(client, deck):
    many_cards(deck, 100)
    page = client.get(f"{PAGE}?page=2")
    assert len(fronts(page)) == 50
    assert "51 to 100 of 103" in words(page)
    assert 'href="?page=3"' in page.text


def test_from_the_middle_of_a_long_list_its_ends_are_one_press_away(client, deck, monkeypatch):
    monkeypatch.setattr("apps.library.deck_pages.deck_cards.PER_PAGE", 1)
    many_cards(deck, 6)
    page = client.get(f"{PAGE}?page=5")
    assert [each for each in range(1, 10) if f'href="?page={each}"' in page.text] == [1, 4, 5, 6, 9]
    assert "1 … 4 5 6 … 9" in words(page)


def test_a_page_goes_on_with_the_next_section(client, deck, monkeypatch):
    monkeypatch.setattr("apps.library.deck_pages.deck_cards.PER_PAGE", 2)
    later, first = (deck.sections.create(title=title, position=at) for title, at in (("Later", 9), ("First", 8)))
    Card.objects.all().update(archived=True)
    for section, name, position in (
        (later, "D", 2),
        (first, "A", 1),
        (later, "C", 1),
        (first, "B", 2),
        (later, "E", 3),
    ):
        make_note(deck, name, name, section=section, position=position)
    pages = ["".join(fronts(client.get(f"{PAGE}?page={number}"))) for number in (1, 2, 3)]
    assert pages == ["<p>A</p><p>B</p>", "<p>C</p><p>D</p>", "<p>E</p>"]


def test_a_large_deck_takes_as_many_statements_as_a_small_one(me, learner, deck, django_assert_num_queries):
    subscribe(learner, deck, today=TODAY)
    many_cards(deck, 3)
    me.get(PAGE)
    for number in (0, 100):
        if number:
            many_cards(deck, number)
        with django_assert_num_queries(14):
            me.get(PAGE)


def test_limits_have_a_page_of_their_own(me, subscription):
    assert 'name="new_limit" value="20"' in me.get(f"{PAGE}limits/").text
    assert me.get("/decks/nowhere/limits/").status_code == 404


class TestLimitsOnTwoPages:
    """The limits of a deck are set on two pages that were opened at the same time."""

    LIMITS = {"new_limit": 20, "review_limit": 200, "includes": "flashcards"}

    @pytest.fixture
    def seen(self, me, subscription):
        return me.get(f"{PAGE}limits/").context["form"]["seen"].value()

    def set_limits(self, me, seen, **changed):
        return me.post(f"{PAGE}limits/", self.LIMITS | {"seen": seen} | changed, follow=True)

    def test_each_keeps_what_the_one_or_the_other_page_set(self, me, seen, subscription):
        self.set_limits(me, seen, new_limit=5)
        page = self.set_limits(me, seen, review_limit=50, includes="all")
        assert "What was changed elsewhere in the meantime was kept too: New cards a day." in words(page)
        subscription.refresh_from_db()
        assert (subscription.new_limit, subscription.review_limit, subscription.includes) == (5, 50, "all")

    def test_one_that_both_set_is_asked_about_once(self, me, seen, subscription):
        self.set_limits(me, seen, new_limit=5)
        page = self.set_limits(me, seen, new_limit=7)
        assert page.status_code == 422
        assert "This was changed elsewhere in the meantime to: 5" in words(page)
        self.set_limits(me, page.context["form"]["seen"].value(), new_limit=7)
        subscription.refresh_from_db()
        assert subscription.new_limit == 7

    def test_a_day_may_have_9999_new_cards_and_reviews(self, me, seen, subscription):
        self.set_limits(me, seen, new_limit=9999, review_limit=9999)
        subscription.refresh_from_db()
        assert (subscription.new_limit, subscription.review_limit) == (9999, 9999)

    @pytest.mark.parametrize("typed", ["many", "-1", "10000", "1.5"])
    def test_a_mistake_is_at_its_field_with_what_was_typed(self, me, seen, subscription, typed):
        page = self.set_limits(me, seen, new_limit=typed, review_limit=50)
        assert page.status_code == 422
        assert page.context["form"].errors == {"new_limit": ["Type a whole number from 0 to 9999."]}
        assert [page.context["form"][name].value() for name in ("new_limit", "review_limit")] == [typed, "50"]
        subscription.refresh_from_db()
        assert subscription.review_limit == 200

    def test_cards_that_are_no_longer_included_leave_the_day(self, me, seen, subscription, learner):
        assert learner.schedules.filter(queue_on=TODAY).count() == 3
        self.set_limits(me, seen, includes="picked")
        assert not learner.schedules.filter(queue_on=TODAY).exists()


class TestDecks:
    def test_the_list_has_ones_own_decks_and_those_one_studies(self, me, learner, deck, subscription, stranger):
        make_deck(owner=learner, slug="mine")
        make_deck(owner=stranger, slug="theirs")
        page = words(me.get("/decks/"))
        assert "Diffusion Multimodal AI 3 3" in page
        assert "Mine Your own deck 0 not in your review" in page
        assert "Theirs" not in page

    def test_a_long_list_is_paged_with_the_same_number_of_statements(self, me, learner, django_assert_num_queries):
        for number in range(51):
            make_deck(owner=learner, slug=f"d{number}", title=f"Deck {number:02}")
        me.get("/decks/")
        with django_assert_num_queries(8):
            page = words(me.get("/decks/?page=2"))
        assert "51 to 51 of 51" in page
        assert "Deck 50" in page
