"""Reads the templates of Anki's note types: fields, filters, {{#conditions}} and {{^their opposites}}.

A template becomes a flat list of steps; a condition knows the place to go on where it does not hold. So nothing here
calls itself, whatever is in a template.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place

OTHER_BRACES = "{{=<% %>=}}"
BRACES = re.compile(r"<!--|-->|\{\{|\}\}")
PERCENTS = re.compile(r"<!--|-->|<%|%>")
MAX_STEPS = 5_000
MAX_FILTERS = 10  # on one field
MAX_SIDE_LENGTH = 1_000_000  # characters of a side: many fields may stand in it many times


@dataclass(frozen=True, slots=True)
class Field:
    """A place for a field; its filters in the order in which they work."""

    name: str
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What follows, up to the step `end`, is only there if the field is filled, or is not."""

    name: str
    filled: bool
    end: int


type Step = str | Field | Condition
type Template = Sequence[Step]


def parse(source: str, place: Place) -> Template:
    """Return the steps of a template, or raise ImportProblem where its conditions do not close one another."""
    steps: list[Step] = []
    open_conditions: list[int] = []
    for text, tag in _tokens(source):
        if text:
            steps.append(text)
        if not tag:
            continue
        name = tag[1:].strip()
        if tag[0] in "#^":
            open_conditions.append(len(steps))
            steps.append(Condition(name, tag[0] == "#", 0))
        elif tag[0] == "/":
            _close(steps, open_conditions, name, place)
        else:
            steps.append(_field(tag, place))
    if open_conditions:
        raise _unclosed(steps[open_conditions[-1]], place)
    if len(steps) > MAX_STEPS:
        raise ImportProblem(Code.TOO_LARGE, _("This template is too long. Make it shorter, and export again."), place)
    return steps


def render(template: Template, filled: Collection[str], show: Callable[[Field], str], place: Place) -> str:
    """Return what a template makes, with `filled` naming the fields that are not empty, or raise ImportProblem."""
    done: list[str] = []
    size = 0
    for step in _shown_steps(template, filled):
        text = step if isinstance(step, str) else show(step)
        size += len(text)
        if size > MAX_SIDE_LENGTH:
            raise ImportProblem(
                Code.TOO_LARGE, _("This card is too long. Make its template shorter, and export again."), place
            )
        done.append(text)
    return "".join(done)


def shows_something(template: Template, filled: Collection[str]) -> bool:
    """Return whether the template shows a field that is filled: a front that shows none makes no card."""
    return bool(fields_shown(template, filled))


def fields_shown(template: Template, filled: Collection[str]) -> list[Field]:
    """Return the filled fields that a template shows, in their order."""
    return [step for step in _shown_steps(template, filled) if isinstance(step, Field) and step.name in filled]


def names(template: Template) -> set[str]:
    """Return the names of all fields in a template."""
    return {step.name for step in template if not isinstance(step, str)}


def _shown_steps(template: Template, filled: Collection[str]) -> Iterator[str | Field]:
    """Yield the texts and fields whose conditions hold."""
    at = 0
    while at < len(template):
        step = template[at]
        at += 1
        if not isinstance(step, Condition):
            yield step
        elif (step.name in filled) != step.filled:
            at = step.end


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """Yield a text and the tag that follows it, of which either may be empty. Comments are left out."""
    marks = BRACES
    if source.lstrip().startswith(OTHER_BRACES):
        marks, source = PERCENTS, source.lstrip().removeprefix(OTHER_BRACES)
    opened = ""
    start = 0
    text: list[str] = []
    for mark in marks.finditer(source):
        if not opened and mark[0] in ("<!--", "{{", "<%"):
            text.append(source[start : mark.start()])
            opened, start = mark[0], mark.end()
        elif opened == "<!--" and mark[0] == "-->":
            opened, start = "", mark.end()
        elif opened not in ("", "<!--") and mark[0] in ("}}", "%>"):
            yield "".join(text), source[start : mark.start()].lstrip("{").strip()
            opened, start, text = "", mark.end(), []
    rest = "" if opened == "<!--" else opened + source[start:]
    yield "".join([*text, rest]), ""


def _field(tag: str, place: Place) -> Field:
    """Return the field that a tag stands for, or raise ImportProblem: each filter goes through the whole text."""
    *filters, name = (part.strip() for part in tag.split(":"))
    if len(filters) > MAX_FILTERS:
        message = _(
            "There are more than {limit} filters on “{field}”. Use fewer, and export again.",
            limit=MAX_FILTERS,
            field=name[:50],
        )
        raise ImportProblem(Code.TEMPLATE, message, place)
    return Field(name, tuple(reversed(filters)))


def _close(steps: list[Step], open_conditions: list[int], name: str, place: Place) -> None:
    """Close the last condition that is open, whose name must be this."""
    index = open_conditions.pop() if open_conditions else None
    condition = None if index is None else steps[index]
    if index is None or not isinstance(condition, Condition) or condition.name != name:
        tags = {"closing": f"{{{{/{name[:50]}}}}}", "opening": f"{{{{#{name[:50]}}}}}"}
        raise ImportProblem(Code.TEMPLATE, _("{closing} closes nothing. Write {opening} before it.", **tags), place)
    steps[index] = Condition(name, condition.filled, len(steps))


def _unclosed(step: Step, place: Place) -> ImportProblem:
    name = step.name[:50] if isinstance(step, Condition) else ""
    closing = f"{{{{/{name}}}}}"
    message = _("The condition on “{field}” never closes. Write {closing} after it.", field=name, closing=closing)
    return ImportProblem(Code.TEMPLATE, message, place)
