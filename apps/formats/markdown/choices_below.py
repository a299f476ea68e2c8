"""Questions whose answers are a list to tick below them, in a deck of other cards: "- [x] Paris"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.formats.practice_page.exercises.answers import plain_label
from apps.formats.practice_page.markdown.task_lists import MIN_CHOICES, TASK
from apps.formats.records import EXERCISE, DeckRecord, SectionRecord


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A question, its choices, and which of them are ticked."""

    front: str
    choices: tuple[str, ...]
    right: tuple[str, ...]


def question_in(lines: Sequence[str]) -> ChoiceQuestion | None:
    """Return the question of some lines that end in a list to tick; None where nothing is ticked, or all of it."""
    start = next((index for index, line in enumerate(lines) if TASK.match(line)), len(lines))
    tasks = [TASK.match(line) for line in lines[start:] if line.strip()]
    found = [(task["mark"].strip() != "", plain_label(task["text"], MAX_LABEL_LENGTH)) for task in tasks if task]
    choices = tuple(dict.fromkeys(text for _ticked, text in found if text))
    right = tuple(text for ticked, text in found if ticked and text)
    front = "\n".join(lines[:start]).strip("\n")
    if len(found) < len(tasks) or len(choices) < MIN_CHOICES or not 0 < len(right) < len(choices) or not front.strip():
        return None
    return ChoiceQuestion(front, choices, right)


def with_exercises(deck: DeckRecord, choices: Mapping[int, tuple[str, ...]]) -> DeckRecord:
    """Return the deck with the notes of these indices in exercises that have their choices, below all other sections.

    What is asked with the same choices, in the same section, is one exercise.
    """
    sections, notes = list(deck.sections), list(deck.notes)
    exercises: dict[tuple[int, tuple[str, ...]], int] = {}
    for index, labels in choices.items():
        of = notes[index].section
        if (of, labels) not in exercises:
            number = 1 + sum(section == of for section, _labels in exercises)
            exercises[of, labels] = len(sections)
            title = f"{sections[of].title} {number}"
            sections.append(SectionRecord(title, kind=EXERCISE, labels=labels, numbering="numbers"))
        notes[index] = replace(notes[index], section=exercises[of, labels])
    return replace(deck, sections=tuple(sections), notes=tuple(notes))
