"""Cells that a spreadsheet would take for formulas, defused and restored.

A cell that begins with one of the signs gets an apostrophe in front; so does one that begins with apostrophes and
then such a sign, so that taking one apostrophe off gives every cell back. Files that are written so have
`#defused:true`: in any other, an apostrophe is the author's.
"""

import re

SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # the last four are their wide forms
FORMULA = re.compile(rf"[ ]*'*[ ]*[{SIGNS}]")
DEFUSED = re.compile(rf"'[ ]*'*[ ]*[{SIGNS}]")


def defuse(cell: str) -> str:
    """Return a cell that no spreadsheet calculates."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Return a cell as it was before `defuse`."""
    return cell[1:] if DEFUSED.match(cell) else cell
