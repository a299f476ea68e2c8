"""What the page of a lesson calls the notes of a section and their fields: questions, scenarios, tasks or cards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.cards.models import Section

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DELETED_ELSEWHERE = _(
    "Someone archived, moved or deleted this in the meantime. Save again to keep your text as a new one."
)


@dataclass(frozen=True)
class NoteWording:
    """The texts around one note of a section."""

    front: "_StrPromise"
    back: "_StrPromise"
    front_required: "_StrPromise"
    numbered: "_StrPromise"  # {number} is its rank in the section, which a script fills in too
    new: "_StrPromise"
    add: "_StrPromise"
    move: "_StrPromise"
    more: "_StrPromise"


QUESTION = NoteWording(
    front=_("Question"),
    back=_("Answer"),
    front_required=_("Write the question."),
    numbered=_("Question {number}"),
    new=_("New question"),
    add=_("Add a question"),
    move=_("Move this question"),
    more=_("More fields of this question"),
)
SCENARIO = NoteWording(
    front=_("Scenario"),
    back=pgettext_lazy("reason for the correct label", "Why"),
    front_required=_("Write the scenario."),
    numbered=_("Scenario {number}"),
    new=_("New scenario"),
    add=_("Add a scenario"),
    move=_("Move this scenario"),
    more=_("More fields of this scenario"),
)
TASK = NoteWording(
    front=_("Task"),
    back=_("Answer"),
    front_required=_("Write the task."),
    numbered=_("Task {number}"),
    new=_("New task"),
    add=_("Add a task"),
    move=_("Move this task"),
    more=_("More fields of this task"),
)
CARD = NoteWording(
    front=pgettext_lazy("side of a card", "Front"),
    back=pgettext_lazy("side of a card", "Back"),
    front_required=_("Write the front."),
    numbered=_("Card {number}"),
    new=_("New card"),
    add=_("Add a card"),
    move=_("Move this card"),
    more=_("More fields of this card"),
)
BY_KIND = {
    Section.Kind.SELF_CHECK: QUESTION,
    Section.Kind.EXERCISE: SCENARIO,
    Section.Kind.FLASHCARDS: CARD,
}


def wording_of(section: Section) -> NoteWording:
    """Return the wording for the notes of a section."""
    if section.kind == Section.Kind.EXERCISE and section.numbering == Section.Numbering.WHOLE:
        return TASK
    return BY_KIND[Section.Kind(section.kind)]
