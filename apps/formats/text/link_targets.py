"""Targets of links that are defined once and named often: a bound on what a text grows by naming them.

A target of half a text, named in each of its other words, would be a hundred times as long as the text.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore

MAX_CHARACTERS = 1_000_000  # that one target may add
BRACKETS = "opening brackets"  # how many a text has, among what a parser knows of it


def bounded_targets_plugin(md: MarkdownIt) -> None:
    """Let a parser read targets up to the bound; the definition of any other is shown as it is written."""
    md.core.ruler.before("block", "count_brackets", _count_brackets)
    md.block.ruler.at("reference", _reference)


def _count_brackets(state: StateCore) -> None:
    state.env[BRACKETS] = state.src.count("[")


def _reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    line, known = state.line, state.env.setdefault("references", {})
    count = len(known)
    if not reference(state, start_line, end_line, silent):
        return False
    if len(known) == count:
        return True
    label, target = known.popitem()
    if (len(target["href"]) + len(target["title"])) * state.env[BRACKETS] > MAX_CHARACTERS:
        state.line = line
        return False
    known[label] = target
    return True
