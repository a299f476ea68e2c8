"""Takes the numbers and the bullets of a list away that a table was written as: "1. Hund - dog"."""

import re
from itertools import count

NUMBER = re.compile(r"[ \t]*(\d{1,5})[.)][ \t]+(?=\S)")
BULLET = re.compile(r"[ \t]*[-*+•·][ \t]+(?=[^\s\d])")
MIN_ITEMS = 2


def removed(text: str) -> str:
    """Return a text without the markers of its lines, if all of them that are not blank have one, counting from 1."""
    if not (NUMBER.match(text.lstrip("\n")) or BULLET.match(text.lstrip("\n"))):
        return text
    lines = text.split("\n")
    solid = [line for line in lines if line.strip()]
    marks = [NUMBER.match(line) for line in solid]
    is_counted = all(mark and int(mark[1]) == number for mark, number in zip(marks, count(1), strict=False))
    if len(solid) < MIN_ITEMS or not (is_counted or all(map(BULLET.match, solid))):
        return text
    return "\n".join((NUMBER if is_counted else BULLET).sub("", line, count=1) for line in lines)
