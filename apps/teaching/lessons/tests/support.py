"""Lessons in tracks, and what is done to them in their list."""

from apps.cards.tests.support.factory import make_deck, make_note
from apps.lessons.models import Lesson
from apps.teaching.lessons.last_act import KEY

URL = "/teach/multimodal/"


def make_lesson(course, slug, position, track):
    deck = make_deck(course, slug)
    make_note(deck, "Front?", "Back.")
    return Lesson.objects.create(course=course, deck=deck, slug=slug, title=slug, position=position, track=track)


def act(client, name, lesson):
    return client.post(f"{URL}lessons/change/", {"act": f"{name} {lesson.deck_id}"}, follow=True).text


def undo(client, act_id=None):
    """Press the button that undoes what was done last, or another one."""
    last_id = client.session.get(KEY, {}).get("id", "")
    return client.post(f"{URL}lessons/undo/", {"act": act_id or last_id}, follow=True).text


def order(course):
    return [(each.slug, each.track) for each in course.lessons.all()]


def place(client, deck, previous, track):
    data = {"deck": deck.deck_id, "previous": previous.deck_id if previous else 0, "track": track}
    return client.post(f"{URL}lessons/place/", data)
