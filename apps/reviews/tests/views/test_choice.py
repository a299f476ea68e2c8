import re

import pytest
from django.urls import reverse

from apps.cards.models import Card
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

TODAY = NOW.date()


@pytest.fixture
def exercise(course):
    """An exercise of two labels, with a scenario of each kind."""
    deck = make_deck(course, "backbones")
    section = deck.sections.create(
        kind="exercise", title="Choose a backbone", introduction="Which would you take?", labels=["U-Net", "DiT"]
    )
    make_note(deck, "A frontier lab", "It scales.", section=section, kind="choice", label="DiT")
    make_note(deck, "An open one", "Whatever fits.", section=section)
    return deck


@pytest.fixture
def scenario(learner, exercise):
    """The learner's schedule of the scenario with labels."""
    services.subscribe(learner, exercise, today=TODAY)
    return queue.with_card(queue.new(learner, TODAY)).first()


@pytest.fixture
def reviewing(client, learner, scenario):
    client.force_login(learner)
    return client


def answer_page(client, schedule, headers=None, **query):
    return client.get(reverse("reviews:reveal", args=[schedule.card_id]), query, headers=headers)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def suggested(response):
    return re.findall(r'value="(\d)"[^>]*\sdata-suggested', response.content.decode())


def test_the_question_shows_its_exercise_and_the_choices_but_not_which_is_right(reviewing):
    page = reviewing.get("/review/")
    for text in ("Choose a backbone", "Which would you take?", "A frontier lab", "U-Net", "DiT", "Show answer"):
        assert text in words(page)
    assert "It scales" not in words(page)
    assert "(correct)" not in words(page)


def test_each_choice_is_a_link_with_a_key(reviewing, scenario):
    content = reviewing.get("/review/").content.decode()
    links = re.findall(r'href="([^"]+chose=[^"]+)"[^>]*data-key="(\d)"', content)
    url = reverse("reviews:reveal", args=[scenario.card_id])
    assert links == [(f"{url}?chose=U-Net", "1"), (f"{url}?chose=DiT", "2")]


def test_a_choice_in_one_deck_stays_in_it(reviewing):
    content = reviewing.get("/review/?deck=backbones").content.decode()
    assert "?deck=backbones&amp;chose=U-Net" in content


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize(
    ("chose", "sentence", "grade"), [("DiT", "Correct.", "4"), ("U-Net", "You chose U-Net . It is DiT .", "1")]
)
def test_a_choice_is_judged_in_words_and_suggests_a_grade(reviewing, scenario, headers, chose, sentence, grade):
    page = answer_page(reviewing, scenario, headers, chose=chose)
    assert sentence in words(page)
    assert "It scales." in words(page)
    assert "<strong>DiT</strong>" not in page.text
    assert suggested(page) == [grade]
    assert words(page).count("(suggested)") == 1
    assert "(correct)" in words(page)


def test_all_buttons_stay_whatever_was_chosen(reviewing, scenario):
    page = answer_page(reviewing, scenario, chose="U-Net")
    assert [button.label for button in page.context["buttons"]] == ["Again", "Hard", "Good", "Easy"]


@pytest.mark.parametrize("buttons", [2, 4, 6])
def test_there_is_a_button_to_suggest_however_many_there_are(reviewing, learner, scenario, buttons):
    learner.buttons = buttons
    learner.save(update_fields=["buttons"])
    assert suggested(answer_page(reviewing, scenario, chose="U-Net")) == ["1"]
    assert suggested(answer_page(reviewing, scenario, chose="DiT")) == ["4"]


@pytest.mark.parametrize("query", [{}, {"chose": ""}, {"chose": "Mamba"}, {"chose": "<b>"}])
def test_without_a_choice_the_answer_judges_nothing(reviewing, scenario, query):
    page = answer_page(reviewing, scenario, **query)
    assert "It scales." in words(page)
    assert "Correct." not in words(page)
    assert "You chose" not in words(page)
    assert suggested(page) == ["4"]
    assert "(suggested)" not in words(page)


def test_a_choice_grades_nothing(reviewing, scenario):
    answer_page(reviewing, scenario, chose="U-Net")
    assert not ReviewLog.objects.exists()


def test_a_card_without_choices_has_nothing_to_choose(reviewing, learner, scenario):
    services.grade_card(scenario, 4, seen_version=0, at=NOW)
    page = reviewing.get("/review/")
    assert "Which would you take?" in words(page)
    assert b"chose=" not in page.content
    opened = answer_page(reviewing, page.context["schedule"], chose="DiT")
    assert "Correct." not in words(opened)


def test_a_label_of_many_signs_can_be_chosen(reviewing, scenario):
    label = 'A & B? "<C>" 50%'
    Card.objects.filter(pk=scenario.card_id).update(choices=[label, "DiT"])
    content = reviewing.get("/review/").content.decode()
    link = re.search(r'href="([^"]+chose=A[^"]+)"', content)[1].replace("&amp;", "&")
    assert "You chose A &amp; B? &quot;&lt;C&gt;&quot; 50%" in words(reviewing.get(link))


def test_why_this_date_shows_the_choices(reviewing, scenario):
    page = reviewing.get(reverse("reviews:why", args=[scenario.card_id]))
    for text in ("Which would you take?", "A frontier lab", "U-Net", "DiT"):
        assert text in words(page)


def test_why_says_that_a_similar_card_is_in_todays_review(reviewing, scenario):
    Schedule.objects.filter(pk=scenario.pk).update(buried_on=TODAY, queue_on="2026-11-24")
    page = reviewing.get(reverse("reviews:why", args=[scenario.card_id]))
    assert "A similar card is in today’s review; this one comes tomorrow." in words(page)


class TestTheDecksPage:
    def test_it_lists_the_choices_of_a_scenario(self, client, exercise):
        assert "U-Net / DiT" in words(client.get("/decks/backbones/"))

    def test_it_lists_and_counts_the_flashcards(self, client, exercise):
        section = exercise.sections.create(kind="flashcards", title="Flashcards")
        make_note(exercise, "Only this", "is a flashcard", section=section)
        page = client.get("/decks/backbones/")
        assert page.context["number"] == 1
        assert "Only this" in words(page)
        assert "A frontier lab" not in words(page)

    def test_what_comes_can_be_chosen(self, reviewing, learner):
        url = "/decks/backbones/limits/"
        reviewing.post(url, {"new_limit": 5, "review_limit": 5, "includes": "picked"})
        assert learner.subscriptions.get().includes == "picked"
        page = reviewing.get("/decks/backbones/")
        assert "You haven’t picked any cards from this deck yet." in words(page)
        assert "Add all flashcards to daily review" in words(page)
        reviewing.post(url, {"new_limit": 5, "review_limit": 5})
        assert learner.subscriptions.get().includes == "picked"
        refused = reviewing.post(url, {"new_limit": 5, "review_limit": 5, "includes": "cake"})
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["includes"]

    def test_whoever_picked_cards_can_add_the_deck(self, reviewing, learner):
        Subscription.objects.update(includes="picked")
        reviewing.post("/decks/backbones/subscribe/")
        assert learner.subscriptions.get().includes == "all"
