"""The text in brackets before a link's target: found within a number of steps that a whole text shares.

Each bracket that opens is an attempt to read on to its end, and so is each one inside it: brackets alone would take
sixty times as long as words. Those that are left when the steps are used up are shown as they are written.
"""

from types import ModuleType

from markdown_it import helpers
from markdown_it.rules_inline import StateInline

MAX_STEPS = 60_000  # more than 64,000 characters of nothing but links take
STEPS = "steps to the ends of labels"  # how many were taken, among what a parser knows of a text


def bounded_helpers() -> ModuleType:
    """Return the helpers of the parser's rules, with our bound on labels."""
    bounded = ModuleType(helpers.__name__)
    vars(bounded).update(vars(helpers) | {"parseLinkLabel": label_end})
    return bounded


def label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 - the parser's name
    """Return where the label ends that the bracket at `start` opens, or -1 where it does not, as the parser's does."""
    before = state.pos
    state.pos = start + 1
    end = _end(state, disableNested)
    state.pos = before
    return end


def _end(state: StateInline, is_link: bool) -> int:
    level = 1
    while state.pos < state.posMax:
        state.env[STEPS] = steps = state.env.get(STEPS, 0) + 1
        if steps > MAX_STEPS:
            return -1
        opening, position = state.src[state.pos] == "[", state.pos
        if state.src[position] == "]":
            level -= 1
            if level == 0:
                return position
        state.md.inline.skipToken(state)
        if opening and state.pos == position + 1:
            level += 1  # a bracket that is part of nothing else
        elif opening and is_link:
            return -1  # no link is in a link
    return -1
