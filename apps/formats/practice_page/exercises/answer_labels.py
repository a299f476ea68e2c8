"""Decides whether an exercise is graded: by the labels of its answers, as an ordering or matching, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.practice_page.exercises import answers, matchings
from apps.formats.practice_page.exercises.answer_matching import AnswerMatch
from apps.formats.practice_page.exercises.scenarios import ScenarioList
from apps.formats.practice_page.exercises.unused_labels import offers

NO_LABELS = _(
    "The answers have no labels that are sure, so this exercise is open: its answers are revealed, not graded. Name "
    "the labels in the introduction, and begin each answer with one: “- **A: LABEL.** …”"
)
NO_MATCHING = _(
    "What belongs to which scenario isn’t certain, so this exercise is open: its answers are revealed, not graded."
)
NO_KEY = _(
    "The answer key isn’t certain, so this exercise is open: its answers are revealed, not graded. Give each scenario "
    "its answer by name: “1-A, 2-B”, or begin each answer with its letter."
)
CHOICES_OPEN = _(
    "The choices below these questions aren’t graded: their answers are revealed. Tick the right ones: “- [x] …”."
)


@dataclass(frozen=True)
class Graded:
    """An exercise's scenarios and answers; without labels it is open, and `why` may be the reason."""

    found: ScenarioList
    matched: AnswerMatch
    labels: tuple[str, ...] = ()
    why: Message | None = None


def decide(found: ScenarioList, matched: AnswerMatch, about: str, listed: Sequence[str] | None) -> Graded:
    """Return the exercise as it is graded: by the labels that its answer lists, if it does, else by those it shows."""
    given = [one.answer for one in matched.answers]
    if listed is not None:
        kept = [answer if answer.label in listed else answer.without_label() for answer in given]
        return Graded(found, matched.with_answers(kept), tuple(listed))
    if any(answer.linked for answer in given):
        return _matching(found, matched, about)
    if are_mixed(given, about):
        return _open(found, matched, NO_LABELS)
    if given and len(given) == len(found.entries) and answers.are_labels(given, about):
        spelled = answers.spell_alike(given)
        labels = tuple(dict.fromkeys(answer.label for answer in spelled))
        return Graded(found, matched.with_answers(spelled), labels)
    return _open(found, matched, NO_LABELS if answers.may_be_labels(given, about) else None)


def are_mixed(given: Sequence[answers.Answer], about: str) -> bool:
    """Return whether an answer names several of the labels that the exercise offers."""
    return any(answers.mix_labels(given, about, offered) for offered in offers(about))


def _open(found: ScenarioList, matched: AnswerMatch, why: Message | None) -> Graded:
    plain = [replace(answer.without_label(), linked=False) for answer in (one.answer for one in matched.answers)]
    return Graded(found, matched.with_answers(plain), why=why)


def _matching(found: ScenarioList, matched: AnswerMatch, about: str) -> Graded:
    """Return an ordering or a matching, if it is certain what belongs together."""
    given = [one.answer for one in matched.answers]
    resolved = matchings.resolve(found.entries, found.introduction, about, given) if _all_linked(given) else None
    if not resolved:
        return _open(found, matched, NO_MATCHING)
    entries, texts, labels = resolved
    named = [replace(answer, label=texts[answer.name]) for answer in given]
    return Graded(replace(found, entries=tuple(entries)), matched.with_answers(named), tuple(labels))


def _all_linked(given: Sequence[answers.Answer]) -> bool:
    return all(answer.linked for answer in given)
