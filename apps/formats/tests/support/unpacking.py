"""The notes of a package as they would be written again, to compare with those that were."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from apps.formats.anki.export_records import ExportedCard, ExportedNote, ExportedReview, ExportedSchedule
from apps.formats.tests.support.packing import MODIFIED


def back(package):
    """Return the notes of a package, as they would be written again, by their guids."""
    answers = defaultdict(list)
    for each in package.reviews():
        numbers = each.grade, each.interval, each.interval_before, each.ease, each.kind, each.taken_ms
        answers[each.card].append(ExportedReview(each.at, *numbers))
    return {
        note.guid: ExportedNote(
            note.guid,
            package.note_types[note.type],
            note.fields,
            "",
            note.modified,
            note.tags,
            tuple(_card_back(package, card, answers[card.id]) for card in cards),
        )
        for note, cards in package.notes()
    }


def expected(note):
    """Return a note as it is read: its deck is that of its cards, answers stand in order, its day is only Anki's."""
    cards = tuple(
        replace(card, deck=card.deck or note.deck, answers=tuple(sorted(card.answers, key=lambda each: each.at)))
        for card in note.cards
    )
    return replace(note, deck="", cards=cards, created=None)


def _card_back(package, card, answers):
    deck = "::".join(package.decks[card.deck].path)
    if card.type == 0:
        return ExportedCard(card.ordinal, deck, None, card.flag, card.suspended, tuple(answers))
    schedule = ExportedSchedule(_due_back(package, card), card.interval, card.ease, card.reps, card.lapses, card.type)
    return ExportedCard(card.ordinal, deck, schedule, card.flag, card.suspended, tuple(answers))


def _due_back(package, card):
    if card.type == 1:
        return datetime.fromtimestamp(card.due, MODIFIED.tzinfo)
    return package.began_on + timedelta(days=card.due)
