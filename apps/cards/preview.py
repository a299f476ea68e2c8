"""The preview beside a note's form: what learners will see, and what must be fixed. Saves nothing."""

from dataclasses import dataclass, field

from apps.cards import lint
from apps.cards.forms.notes import NoteTextForm
from apps.cards.kinds.unreadable import UnreadableNote
from apps.cards.media.deck_media import media_of_deck
from apps.cards.models import Note
from apps.cards.rendering.media_tags import NO_MEDIA
from apps.cards.siblings import RenderedCard, cards_of, problems_of

MAX_CARDS = 6  # a preview of fifty blanks would take seconds at every key


@dataclass(frozen=True)
class NotePreview:
    """The first cards of a note, and its problems by field name."""

    cards: list[RenderedCard] = field(default_factory=list)
    has_more: bool = False
    problems: dict[str, list[str]] = field(default_factory=dict)
    advice: list[str] = field(default_factory=list)

    @property
    def fields(self) -> list[dict[str, object]]:
        """Each text of the note with its name on the form, its help, and its problems."""
        form = NoteTextForm()
        return [
            {"field": form[name], "label": form[name].label, "problems": self.problems.get(name, [])}
            for name in Note.CARD_FIELDS
        ]


def preview_of_form(form: NoteTextForm) -> NotePreview:
    """Return the preview of what was typed."""
    problems = {name: [str(each) for each in form.errors[name]] for name in Note.CARD_FIELDS if name in form.errors}
    return _preview(form.note, problems) if form.note else NotePreview(problems=problems)


def preview_of_note(note: Note) -> NotePreview:
    """Return the preview of a saved note."""
    return _preview(note, problems_of(note))


def _preview(note: Note, problems: dict[str, list[str]]) -> NotePreview:
    try:
        cards = cards_of(note, MAX_CARDS + 1, media_of_deck(note.deck) if note.deck_id else NO_MEDIA)
    except UnreadableNote:  # it is among the problems
        cards = []
    return NotePreview(cards[:MAX_CARDS], len(cards) > MAX_CARDS, problems, lint.advice_on_note(note))
