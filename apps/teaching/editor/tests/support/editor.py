"""Opens and fills in the forms of a lesson's editor as a browser does."""

from apps.web.tests.support.htmx import HTMX

EDITOR = "/teach/multimodal/backbones/"


def card_url(note):
    """Return the URL of a card's form."""
    return f"{EDITOR}cards/{note.pk}/"


def opened(client, url):
    """Open a form and return what it would send, untouched."""
    form = client.get(url, headers=HTMX).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in sent.items()}


def fronts(section):
    """Return the fronts of a section's cards in use, in their order."""
    return [note.front for note in section.notes.filter(archived=False).order_by("position", "pk")]
