"""A class with made-up answers: as many learners as one likes, the same each time."""

import random
from datetime import timedelta

from django.db.models import F

from apps.accounts.models import User
from apps.cards.models import Card
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Enrolment
from apps.lessons.models import Attempt, Lesson, Mark
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.load.histories import histories
from apps.reviews.services.load.seed import seed_answers
from apps.teaching.insight.services.compute import begin, count_all
from apps.web.tests.support.clock import NOW

LABELS = ("competitive", "allosteric", "neither")


def counted(course, now=NOW):
    """Count the course, as the job does."""
    insight = begin(course, now)
    count_all(insight)
    return insight


def make_lesson(course, slug, cards=4):
    """Save a lesson with two questions, an exercise of three scenarios and flashcards."""
    deck = make_deck(course, slug)
    lesson = Lesson.objects.create(course=course, deck=deck, slug=slug, title=slug.capitalize())
    check = deck.sections.create(kind="self_check", title="Self-check", position=1)
    exercise = deck.sections.create(kind="exercise", title="Which kind?", position=2, labels=[*LABELS])
    flashcards = deck.sections.create(kind="flashcards", title="Flashcards", position=3)
    for number in range(2):
        make_note(deck, f"Question {number}?", "Answer.", section=check)
    for label in LABELS:
        make_note(deck, f"A case of {label}.", "Reason.", section=exercise, kind="choice", label=label)
    for number in range(cards):
        make_note(deck, f"Card {number}?", "Back.", section=flashcards)
    return lesson


def enrol(course, number, name="learner", role=Enrolment.Role.LEARNER):
    """Save so many people of the course."""
    people = [User(email=f"{course.slug}-{name}-{each}@example.org", time_zone="UTC") for each in range(number)]
    User.objects.bulk_create(people)
    Enrolment.objects.bulk_create(Enrolment(user=each, course=course, role=role) for each in people)
    return people


def answer(lesson, people, seed=1, answers=4):
    """Let each of the people answer some of the lesson's cards, questions and scenarios."""
    chance, deck = random.Random(seed), lesson.deck  # noqa: S311 - the same each time
    cards = list(Card.objects.filter(note__deck=deck).order_by("pk").values_list("pk", flat=True))
    notes = list(deck.notes.select_related("section"))
    known = histories(50, answers, chance)
    for person in people:
        chosen = sorted(chance.sample(cards, chance.randint(1, len(cards))))
        seed_answers(person, deck.pk, chosen, known, chance, NOW.date())
        _practice(person, [each for each in notes if chance.random() < 0.6], chance)


def disturb():
    """Take back some answers, and make others those of a drill or of another deck: none of them counts."""
    logs = ReviewLog.objects.annotate(rest=F("pk") % 17)
    logs.filter(rest=3).update(undone_at=NOW)
    logs.filter(rest=5).update(kind="drill")
    logs.filter(rest=7).update(algorithm=ReviewLog.COPIED)
    logs.filter(rest=9).update(taken_ms=None)
    Schedule.objects.annotate(rest=F("pk") % 5).filter(rest=1).update(lapses=9)


def _practice(person, notes, chance):
    at = NOW - timedelta(days=chance.randrange(30), minutes=5)
    questions = [each for each in notes if each.section.kind == "self_check"]
    Mark.objects.bulk_create(
        Mark(user=person, note=each, knew=chance.random() < 0.7, marked_at=at) for each in questions
    )
    for note in notes:
        if note.section.kind == "exercise":
            labels = [note.label if chance.random() < 0.4 else chance.choice(LABELS), note.label]
            Attempt.objects.bulk_create(
                Attempt(user=person, note=note, number=number, label=label, right=label == note.label, attempted_at=at)
                for number, label in enumerate(labels, 1)
            )
