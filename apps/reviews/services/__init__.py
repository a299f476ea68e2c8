"""Writes of the daily review, one transaction each: `services.grade_card(...)`, `services.subscribe(...)`."""

from apps.reviews.services.answer import StaleGrade, StaleQueuePart, grade_card, practice_card
from apps.reviews.services.more_new import add_new
from apps.reviews.services.move import OtherMedia, move_notes
from apps.reviews.services.pick import PickResult, pick, unpick
from apps.reviews.services.subscribe import change_limits, default_includes, pause, pause_for_everyone, subscribe
from apps.reviews.services.undo import ImportedSince, StaleUndo, undo

__all__ = [
    "ImportedSince",
    "OtherMedia",
    "PickResult",
    "StaleGrade",
    "StaleQueuePart",
    "StaleUndo",
    "add_new",
    "change_limits",
    "default_includes",
    "grade_card",
    "move_notes",
    "pause",
    "pause_for_everyone",
    "pick",
    "practice_card",
    "subscribe",
    "undo",
    "unpick",
]
