"""Tables whose rows have fewer cells than their head get empty ones: a bound on how many, which a whole text shares.

A head of a thousand cells above a thousand lines of one would be a million cells. Tables beyond the bound are shown as
they are written.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

MAX_EMPTY_CELLS = 5_000
EMPTY_CELLS = "empty cells of tables"  # how many were added, among what a parser knows of a text


def bounded_table_plugin(md: MarkdownIt) -> None:
    """Let a parser read tables up to the bound."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.env.get(EMPTY_CELLS, 0) > MAX_EMPTY_CELLS or not table(state, start_line, end_line, True):
        return False
    if silent:
        return True
    state.env[EMPTY_CELLS] = state.env.get(EMPTY_CELLS, 0) + _max_empty_cells(state, start_line, end_line)
    return state.env[EMPTY_CELLS] <= MAX_EMPTY_CELLS and table(state, start_line, end_line, False)


def _max_empty_cells(state: StateBlock, start_line: int, end_line: int) -> int:
    """Return how many cells are added at most: what the head has more than the lines below it."""
    columns, missing, line = _bars(state, start_line), 0, start_line + 2
    while line < end_line and not state.isEmpty(line):
        missing += max(0, columns - _bars(state, line))
        line += 1
    return missing


def _bars(state: StateBlock, line: int) -> int:
    return state.src.count("|", state.bMarks[line], state.eMarks[line])
