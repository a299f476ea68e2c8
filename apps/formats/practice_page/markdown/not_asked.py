"""Names what looks like a question in the closing words of a page."""

import re
from collections.abc import Sequence

from apps.formats.messages import ngettext
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.records import Part

ASKS = re.compile(
    r"[ ]{0,3}(?:\d{1,3}[.)][ \t]+\S.*[?\uff1f](?:\*\*|__)?|(?P<bold>\*\*|__)\S.*[?\uff1f](?P=bold))[ \t]*\Z"
)
NOT_ASKED = ngettext(
    "This line looks like a question, and was not read as one. Write its answer into <details> below it.",
    "{count} lines look like questions, and were not read as such: {places}. Write the answers into <details> below "
    "them.",
    1,
)


def warn(text: str, parts: Sequence[Part], warnings: Warnings) -> None:
    """Warn of each line of closing words that asks."""
    asking = {line.strip() for part in parts for line in part.closing.split("\n") if ASKS.match(line)}
    for number, line in enumerate(text.split("\n") if asking else (), 1):
        if line.strip() in asking:
            warnings.add(number, NOT_ASKED)
            asking.remove(line.strip())
