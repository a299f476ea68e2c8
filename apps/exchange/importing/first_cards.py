"""The first cards of an import as a learner will see them, with the pictures of the file in the page itself."""

import base64
import re
from collections.abc import Iterable
from functools import partial
from urllib.parse import quote

from django.utils.html import escape

from apps.cards.media.verify_media import CONTENT_TYPES
from apps.cards.rendering.media_tags import DRAWN_IMAGE, IMAGE, SCHEME, SOUND
from apps.cards.siblings import RenderedCard
from apps.exchange.importing.pictures import Pictures
from apps.exchange.importing.report import FirstCard
from apps.exchange.importing.targets import TargetDeck

MAX_CARDS = 5
MAX_LENGTH = 60_000  # characters of a card in HTML; a longer one is passed over
MAX_PICTURE_BYTES = 400_000
MAX_BYTES = 1_500_000  # of all pictures together
PICTURE = re.compile(rf'({IMAGE}|{DRAWN_IMAGE})(\w+\.(\w+))"')
AUDIO = re.compile(rf'{SOUND}([^"]+)"[^>]*></audio>')
PLACEHOLDER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    '<rect width="100%" height="100%" fill="#ddd"/><text x="50%" y="50%" fill="#444" text-anchor="middle" '
    'font-family="sans-serif" font-size="{size}">{name}</text></svg>'
)


class FirstCards:
    """The first cards that an import adds or changes, of those that will be asked."""

    def __init__(self) -> None:
        self._cards: list[tuple[TargetDeck, RenderedCard]] = []

    def add(self, cards: Iterable[RenderedCard], target: TargetDeck) -> None:
        """Add cards that will be asked, as long as they are the first."""
        for card in cards:
            length = len(card.context) + len(card.front) + len(card.back)
            if len(self._cards) < MAX_CARDS and length <= MAX_LENGTH:
                self._cards.append((target, card))

    def complete(self, pictures: Pictures) -> list[FirstCard]:
        """Return the cards with what they show, once the pictures of the file are known."""
        room = _Room(pictures)
        return [_first_card(target, card, room) for target, card in self._cards]


def _first_card(target: TargetDeck, card: RenderedCard, room: "_Room") -> FirstCard:
    context, front, back = (room.with_media(html, target) for html in (card.context, card.front, card.back))
    return FirstCard(front, back, context, card.choices, card.label, target.language)


class _Room:
    """How much of a file's pictures the page may still hold."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._left = MAX_BYTES
        self._shown: dict[str, str] = {}

    def with_media(self, html: str, target: TargetDeck) -> str:
        """Return HTML with the pictures that are not stored yet in itself; sounds, and large pictures, by name."""
        if SCHEME not in html:
            return html
        html = AUDIO.sub(partial(self._sound, target), html)
        return PICTURE.sub(partial(self._picture, target), html)

    def _sound(self, target: TargetDeck, found: re.Match[str]) -> str:
        name = _name(target, found[1])
        return f"<em>{escape(name)}</em>" if name in target.new_media else found[0]

    def _picture(self, target: TargetDeck, found: re.Match[str]) -> str:
        tag, file_name, extension = found.groups()
        name = _name(target, file_name)
        if name not in target.new_media:
            return found[0]
        if file_name not in self._shown:
            data = self._pictures.read(target, name, min(MAX_PICTURE_BYTES, self._left))
            self._left -= len(data)
            inline = f"data:{CONTENT_TYPES[extension]};base64,{base64.b64encode(data).decode()}"
            self._shown[file_name] = inline if data else _placeholder(target, name)
        return f'{tag.removesuffix(SCHEME)}{self._shown[file_name]}"'


def _name(target: TargetDeck, file_name: str) -> str:
    """Return what a deck's notes call a file."""
    return next((name for name, medium in target.media.items() if medium.file_name == file_name), "")


def _placeholder(target: TargetDeck, name: str) -> str:
    """Return the URL of a drawing of a picture's size with its name."""
    medium = target.media[name]
    size = max(12, medium.width // 20)
    svg = PLACEHOLDER.format(width=medium.width, height=medium.height, size=size, name=escape(name))
    return f"data:image/svg+xml,{quote(svg)}"
