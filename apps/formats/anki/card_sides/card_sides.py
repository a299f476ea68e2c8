"""The two sides of Anki's cards as Markdown: what Anki hides on a front is not on ours, and what is lost is noted."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from apps.formats.anki.card_sides.hidden_parts import HiddenParts
from apps.formats.anki.card_sides.linked_files import LinkedFiles
from apps.formats.anki.fields import field_markdown
from apps.formats.anki.losses import BLANK, HIDDEN, UNANSWERED, UNTOLD, place_of
from apps.formats.anki.records import AnkiDeck, AnkiNote, AnkiNoteType
from apps.formats.anki.templates import filters
from apps.formats.anki.templates.rendering import CardMaker
from apps.formats.import_source import Files
from apps.formats.losses import Losses
from apps.formats.messages import Message
from apps.formats.text.html.html_to_markdown import Prune
from apps.formats.text.html.html_tree import TreeBuilder

ANSWER = re.compile(r"<hr\b(?=[^<>]*+>)[^<>]*?\bid\s*=\s*[\"']?answer\b[^<>]*+>", re.IGNORECASE)
SPEECH, SPEECH_END = "[anki:tts", "[/anki:tts]"
RULE = "---\n"


class CardSides:
    """Makes the sides of the cards of one note type."""

    def __init__(self, note_type: AnkiNoteType, files: Files | None = None) -> None:
        """`files` are missing where only the texts of the notes are there."""
        self.cards = CardMaker(note_type)
        self.losses = Losses()
        self.unasked: list[Message] = []  # the sort of loss of each card that asks nothing
        self.removed: list[Message] = []  # the sort of each script, event handler, frame and remote picture
        self._linked = LinkedFiles(note_type, files)
        self._fields = frozenset(note_type.fields)
        self._templates = note_type.templates

    def sides(self, note: AnkiNote, ordinal: int, deck: AnkiDeck) -> tuple[str, str]:
        """Return the front and the back of a card; the back does not repeat the front, as ours never do.

        A card that asks nothing has neither, and `unasked` has why.
        """
        html = self.cards.render(note, ordinal, deck, repeats_front=False)
        front = self._front(note, ordinal, html.front, html.back)
        if not front.strip():
            return "", ""
        back = self.markdown(ANSWER.split(html.back, maxsplit=1)[-1]) or self.markdown(html.back)
        if back != front and back.startswith(f"{front}\n"):
            back = back.removeprefix(front).strip("\n")
        back = back.removeprefix(RULE).strip("\n")
        if not back.strip():
            self.losses.add(UNANSWERED, place_of(note))
        return front, back

    def shown_on_front(self, note: AnkiNote, ordinal: int) -> str:
        """Return the front as it is seen in Anki, whatever it loses here."""
        html = self.cards.front(note, ordinal)
        return field_markdown.markdown(html, self._parts(html, ordinal).prune).text

    def hides_nothing(self, note: AnkiNote, ordinals: Sequence[int]) -> bool:
        """Return whether all that the fields on the fronts of a note hold can be seen there."""
        return not any(self._is_hidden(note, ordinal) for ordinal in ordinals)

    def name_unused(self) -> None:
        """Name once what the templates would run or load: cards that are made of fields alone go without it."""
        for template in self._templates:
            builder = TreeBuilder(template.front + template.back)
            builder.build()
            for sort in builder.removed:
                self.losses.add(sort, template.name)
        self._templates = ()

    def markdown(self, html: str, prune: Prune | None = None) -> str:
        """Return HTML as Markdown, and note what is not in it."""
        converted = field_markdown.markdown(_without_speech_tags(html), prune)
        self.removed += converted.removed
        return converted.text

    def _parts(self, html: str, ordinal: int) -> HiddenParts:
        return HiddenParts(html, self._linked.css, ordinal, self._linked.scripts, self._linked.are_whole)

    def _is_hidden(self, note: AnkiNote, ordinal: int) -> bool:
        html = self.cards.front(note, ordinal)
        parts = self._parts(html, ordinal)
        if not parts.may_exist:
            return False
        shown = field_markdown.markdown(html, parts.prune).text
        return bool(parts.certain or parts.uncertain) and not self._asks_all(note, ordinal, shown)

    def _front(self, note: AnkiNote, ordinal: int, html: str, back: str) -> str:
        parts = self._parts(html, ordinal)
        shown = self.markdown(_written_speech(html), parts.prune if parts.may_exist else None)
        if parts.may_exist and self._asks_all(note, ordinal, shown):
            return self.markdown(html)
        if not shown.strip():
            self.unasked.append(UNTOLD if parts.uncertain else BLANK)
        elif parts.uncertain or any(text not in _words(back) for text in parts.certain):
            self.losses.add(HIDDEN, place_of(note))
        return shown

    def _asks_all(self, note: AnkiNote, ordinal: int, shown: str) -> bool:
        """Return whether a front is shown whole: it seems to hide all, and has one field, which is then the question.

        Such templates hide it until their script has drawn it.
        """
        return not shown.strip() and len(self.cards.front_fields(note, ordinal) & self._fields) == 1


def _words(html: str) -> str:
    return " ".join(unescape(filters.without_tags(html)).split())


def _without_speech_tags(html: str) -> str:
    """Return HTML whose spoken parts are there to be read."""
    if SPEECH not in html:
        return html
    return "".join(text for text, _is_spoken in _spoken_parts(html))


def _written_speech(html: str) -> str:
    """Return the HTML of a front without what it only speaks, unless that is all it has."""
    if SPEECH not in html:
        return html
    silent = "".join(text for text, is_spoken in _spoken_parts(html) if not is_spoken)
    return silent if _words(silent) else html


def _spoken_parts(html: str) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a side, and of each whether it is between the tags that have Anki speak it."""
    first, *others = html.split(SPEECH)
    yield first, False
    for other in others:
        spoken, _end, rest = other.partition("]")[2].partition(SPEECH_END)
        yield spoken, True
        yield rest, False
