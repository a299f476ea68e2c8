"""A lesson is deleted while somebody answers: the answer stays, or its learner reads that it was not saved.

The answers of the practice page; those of the review are in test_acts.
"""

from threading import Event

import pytest
from django.db import transaction

from apps.cards.models import Deck
from apps.lessons.models import Mark
from apps.lessons.services.insert_answer import LessonDeleted
from apps.lessons.services.learner_answers import LearnerAnswers
from apps.lessons.views import answers
from apps.teaching.lessons.services.lesson_acts import WasAnswered, delete_unanswered
from apps.web.tests.support.at_once import at_once
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

STORE = {
    "mark": lambda answers, note: answers.mark(note, knew=True, at=NOW),
    "attempt": lambda answers, note: answers.attempt(note, "x", number=1, at=NOW),
    "writing": lambda answers, note: answers.write(note, "x", at=NOW),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("store", STORE.values(), ids=list(STORE))
def test_an_answer_that_is_being_saved_keeps_the_lesson(lessons, learner, store):
    deck = lessons["a"].deck
    saved, deleted = Event(), Event()

    def answer():
        with transaction.atomic():
            store(LearnerAnswers(learner), deck.notes.get())
            saved.set()
            deleted.wait(timeout=0.5)  # a deletion that does not wait for the answer is over by then

    def delete():
        saved.wait(timeout=30)
        try:
            return bool(delete_unanswered(deck, at=NOW))
        except WasAnswered:
            return False
        finally:
            deleted.set()

    assert at_once(answer, delete) == [None, False]
    assert Deck.objects.filter(pk=deck.pk).exists()


@pytest.mark.parametrize("store", STORE.values(), ids=list(STORE))
def test_an_answer_takes_one_statement_and_none_is_saved_in_a_lesson_that_was_deleted(
    lessons, learner, store, django_assert_num_queries
):
    note = lessons["a"].deck.notes.get()
    with django_assert_num_queries(1):
        store(LearnerAnswers(learner), note)
    delete_unanswered(lessons["b"].deck, at=NOW)
    with pytest.raises(LessonDeleted):
        store(LearnerAnswers(learner), lessons["b"].deck.notes.get())


def test_who_answers_in_the_moment_of_the_deletion_reads_that_it_was_not_saved(client, lessons, learner, monkeypatch):
    lesson = lessons["a"]
    note = lesson.deck.notes.get()
    note.section.kind = "self_check"
    note.section.save()
    notes_of = answers._notes

    def notes_after_the_deletion(*arguments):
        delete_unanswered(lesson.deck, at=NOW)
        return notes_of(*arguments)

    monkeypatch.setattr(answers, "_notes", notes_after_the_deletion)
    client.force_login(learner)
    page = client.post(f"/courses/multimodal/a/practice/questions/{note.pk}/", {"knew": "yes"}, headers=HTMX)
    assert page.text == "This lesson was just deleted. Your answer was not saved."
    assert not Mark.objects.exists()
