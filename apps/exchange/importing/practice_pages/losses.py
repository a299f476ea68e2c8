"""What a practice page holds that shows no question or no answer, so that it is not asked."""

import re

from apps.cards.kinds import multi_card
from apps.cards.kinds.registry import MULTI_CARD
from apps.cards.kinds.unreadable import UnreadableNote
from apps.cards.models import Note, Section
from apps.cards.rendering.media_tags import MediaByName
from apps.cards.siblings import RenderedCard, cards_of
from apps.exchange.importing.note_losses import NOTHING_ANSWERED, NOTHING_ASKED_ON_PAGE, add_empty_parts
from apps.formats.losses import Losses
from apps.formats.practice_page.records import Item, Page
from apps.formats.problems import ImportWarning, Place
from apps.lessons.importing import field_values
from apps.lessons.preview import unsaved_section

BEGINS_WITH_A_LETTER = re.compile(r"[A-Za-z]")  # such a text shows something, and need not be rendered


def warnings_of(page: Page, media: MediaByName) -> list[ImportWarning]:
    """Return one warning for each sort of what shows nothing; an answer that is not even written has its own."""
    losses = Losses()
    for part in page.parts:
        section = unsaved_section(part)
        for item in filter(_may_show_nothing, part.items):
            _add(losses, item, _cards(item, section, media))
    return losses.warnings()


def _may_show_nothing(item: Item) -> bool:
    if item.kind == MULTI_CARD:
        texts = [*multi_card.parts(item.front), *multi_card.parts(item.back)]
    else:
        texts = [item.front, item.back or item.extra]
    return not all(map(BEGINS_WITH_A_LETTER.match, texts))


def _cards(item: Item, section: Section, media: MediaByName) -> list[RenderedCard]:
    try:
        return cards_of(field_values.write_item(Note(section=section), item), media=media)
    except UnreadableNote:  # the page is refused for it
        return []


def _add(losses: Losses, item: Item, cards: list[RenderedCard]) -> None:
    place = Place(line=item.line)
    if not any(card.is_question for card in cards):
        losses.add(NOTHING_ASKED_ON_PAGE, place)
    elif (item.back or item.extra).strip() and not any(card.is_asked for card in cards):
        losses.add(NOTHING_ANSWERED, place)
    else:
        values = {"kind": item.kind, "front": item.front, "back": item.back}
        add_empty_parts(losses, values, cards, place, blank_is_named=False)
