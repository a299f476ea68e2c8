"""The cards of a note (siblings of each other) as safe HTML, and what must be fixed before the note can be saved."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from apps.cards.kinds.kind import CardSource, MarkdownText
from apps.cards.kinds.registry import BY_NAME
from apps.cards.models import Note, Section
from apps.cards.rendering.markdown import answer_html, bold, render
from apps.cards.rendering.media_tags import NO_MEDIA, MediaByName
from apps.cards.rendering.occlusion import OccludedMedia, is_occluded
from apps.cards.rendering.visible import is_visible
from apps.formats.records import NoteRecord
from apps.web.translation import translate_message


@dataclass(frozen=True)
class RenderedCard:
    """One card as a learner sees it: context, front and back are safe HTML, choices and label plain text."""

    ordinal: int
    front: str
    back: str
    context: str = ""
    choices: tuple[str, ...] = ()
    label: str = ""

    @property
    def is_question(self) -> bool:
        """Return whether its front or its context shows anything."""
        return is_visible(self.front) or is_visible(self.context)

    @property
    def is_asked(self) -> bool:
        """Return whether it can be asked: it shows a question and an answer."""
        return is_visible(self.back) and self.is_question


def cards_of(note: Note, limit: int | None = None, media: MediaByName = NO_MEDIA) -> list[RenderedCard]:
    """Return the cards that the note makes, or the first of them; raises UnreadableNote where it cannot make them.

    `media` are the pictures and sounds of its deck.
    """
    section: Section | None = getattr(note, "section", None)  # of a preview, it may be one that is not saved yet
    labels = section.labels if section else ()
    context = context_of(note, media)
    sources = islice(BY_NAME[note.kind].cards(note, labels), limit)

    rendered: dict[MarkdownText, str] = {}  # siblings share texts

    def html(text: MarkdownText) -> str:
        if text not in rendered:
            shown = OccludedMedia(media, text.drawing) if text.drawing else media
            rendered[text] = render(text.text, blank=text.blank, reveal=text.reveal, media=shown).html
        return rendered[text]

    return [_rendered(source, context, html) for source in sources]


def context_of(note: Note, media: MediaByName = NO_MEDIA) -> str:
    """Return the title and the prompt of the note's exercise as HTML, without which a scenario alone makes no sense."""
    if not _in_exercise(note):
        return ""
    title, prompt = note.section.title, note.section.introduction
    return _exercise(title, prompt, media) if "![" in prompt else _exercise_without_media(title, prompt)


def problems_of(note: Note) -> dict[str, list[str]]:
    """Return what must be fixed before the note can be saved: sentences by field, empty when all is well.

    What its kind does not accept comes before what cannot be rendered: a broken blank may cut a formula in two.
    """
    rendered = {field: render(getattr(note, field)) for field in ("front", "back", "extra")}
    shown = {field: getattr(note, field) if is_visible(each.html) else "" for field, each in rendered.items()}
    record = NoteRecord(shown["front"], shown["back"], label=note.label, extra=shown["extra"])
    own = BY_NAME[note.kind].problems(record, _in_exercise(note))
    problems = {field: list(each.problems) for field, each in rendered.items()} | {
        field: [translate_message(message)] for field, message in own.items()
    }
    return {field: sentences for field, sentences in problems.items() if sentences}


def _in_exercise(note: Note) -> bool:
    return note.section_id is not None and note.section.kind == Section.Kind.EXERCISE


def _exercise(title: str, prompt: str, media: MediaByName) -> str:
    return "\n".join(filter(None, (render(bold(title)).html, render(prompt, media=media).html)))


@lru_cache(maxsize=32)  # an exercise's scenarios share it
def _exercise_without_media(title: str, prompt: str) -> str:
    return _exercise(title, prompt, NO_MEDIA)


def _rendered(source: CardSource, context: str, html: Callable[[MarkdownText], str]) -> RenderedCard:
    front, back = html(source.front), [html(text) for text in source.back]
    if source.front.drawing and not is_occluded(front):  # without its picture, it asks nothing
        back = []
    if source.label:
        back[0] = answer_html(source.label, back[0])
    whole = "\n".join(filter(None, back))
    return RenderedCard(source.ordinal, front, whole, context, source.choices, source.label)
