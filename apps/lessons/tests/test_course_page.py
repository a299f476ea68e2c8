"""A course's page: its lessons in order, each with the person's own state."""

from apps.cards.models import Deck, DeckState
from apps.lessons.tests.support.practice_page import COURSE, PAGE, check, text
from apps.reviews import services
from apps.web.tests.support.clock import NOW


def test_a_lesson_is_not_started_at_first(client, lesson):
    assert "not started" in text(client.get(COURSE))


def test_a_learner_sees_how_far_they_are(client, lesson, notes, learner):
    client.force_login(learner)
    client.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": "no"})
    check(client, lesson, notes, first="DiT")
    services.subscribe(learner, lesson.deck, today=learner.study_day(NOW), includes="flashcards")
    page = text(client.get(COURSE))
    assert "self-check 1 of 2" in page
    assert "exercises 1 of 3" in page
    assert "2 cards to review" in page
    assert "Review 2 cards" in page


def test_a_visitor_sees_it_too(client, lesson, notes):
    client.post(f"{PAGE}questions/{notes['What is noise?'].pk}/", {"knew": "no"})
    assert "self-check 1 of 2" in text(client.get(COURSE))


def test_lessons_are_in_their_order(client, lesson, course):
    for position, title in ((3, "Last"), (0, "First")):
        deck = course.decks.create(slug=title.lower(), title=title)
        course.lessons.create(slug=title.lower(), title=title, position=position, deck=deck)
    page = text(client.get(COURSE))
    assert page.index("First") < page.index("Backbones") < page.index("Last")


def test_a_deck_without_a_lesson_is_listed_below(client, lesson, deck):
    page = text(client.get(COURSE))
    assert page.index("Other decks") < page.index("Diffusion")


def test_a_course_of_many_lessons_needs_few_statements(client, lesson, course, learner, django_assert_max_num_queries):
    for number in range(30):
        deck = course.decks.create(slug=f"deck-{number}", title="Deck")
        course.lessons.create(slug=f"lesson-{number}", title="Lesson", deck=deck)
    client.force_login(learner)
    with django_assert_max_num_queries(15):  # two of them look for goals, and for paper
        client.get(COURSE)


def test_only_who_runs_the_course_sees_the_link_to_teaching_it(client, lesson, learner, instructor):
    client.force_login(learner)
    assert ">Teach<" not in text(client.get(COURSE))
    client.force_login(instructor)
    assert ">Teach<" in text(client.get(COURSE))


def test_who_teaches_finds_the_cards_of_the_course_in_browse(teaching, client, learner, deck, course):
    found = f"/browse/?q=course%3A{course.slug}&amp;kind=notes"
    assert found in teaching.get(f"/courses/{course.slug}/").text
    listed = teaching.get(found.replace("&amp;", "&"))
    assert listed.context["listing"].page.paginator.count == deck.notes.count()
    client.force_login(learner)
    assert "kind=notes" not in client.get(f"/courses/{course.slug}/").text


def test_review_on_paper_is_offered_below_the_lessons(client, lesson, learner):
    client.force_login(learner)
    page = text(client.get(COURSE))
    assert page.index("Backbones") < page.index("Review on paper") < page.index("Leave this course")


def test_a_visitor_of_a_page_that_is_missing_is_led_to_the_login(client, course, learner):
    page = client.get("/courses/nowhere/")
    assert page.status_code == 404
    assert '/accounts/login/?next=%2Fcourses%2Fnowhere%2F">log in</a>' in text(page)
    client.force_login(learner)
    assert "members only" not in text(client.get("/courses/nowhere/"))


def test_who_runs_the_course_sees_it_as_a_learner_does(teaching, lesson, deck):
    Deck.objects.filter(pk=lesson.deck_id).update(state=DeckState.DRAFT)
    page = text(teaching.get(COURSE, {"as": "learner"}))
    assert "You see this as a learner." in page
    assert "Diffusion" in page
    assert all(word not in page for word in ("Backbones", "Draft", ">Teach<", "Leave this course"))
    assert "Backbones" in text(teaching.get(COURSE))


def test_a_learner_needs_no_such_view(client, lesson, learner):
    client.force_login(learner)
    assert "You see this as a learner." not in text(client.get(COURSE, {"as": "learner"}))
