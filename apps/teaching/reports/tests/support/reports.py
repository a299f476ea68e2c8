"""Reports as learners send them, by their browsers."""

from django.test import Client

from apps.teaching.models import CardReport


def browser(person):
    """Return the browser of a person who is logged in."""
    client = Client()
    client.force_login(person)
    return client


def send(person, card, kind="wrong", text=""):
    """CardReport a card, and return the report."""
    response = browser(person).post(f"/cards/{card.pk}/report/", {"kind": kind, "text": text})
    assert response.status_code == 302, response.text
    return CardReport.objects.get(user=person, note=card.note, state="open")


def suggest(person, card, **fields):
    """Suggest another wording of a card, and return the suggestion."""
    client, url = browser(person), f"/cards/{card.pk}/suggest/"
    seen = client.get(url).context["form"]["seen"].value()
    note = card.note
    texts = {"kind": note.kind, "front": note.front, "back": note.back, "tags": note.tags.strip(), "seen": seen}
    response = client.post(url, texts | fields)
    assert response.status_code == 302, response.text
    return CardReport.objects.get(user=person, note=note, state__in=["open", "draft"])


def suggest_new(person, deck, **fields):
    """Suggest a new card, and return the suggestion."""
    texts = {"kind": "basic", "front": "Who?", "back": "Ada."}
    response = browser(person).post(f"/decks/{deck.slug}/suggest/", texts | fields)
    assert response.status_code == 302, response.text
    return CardReport.objects.filter(user=person, note=None).latest("pk")
