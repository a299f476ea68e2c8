"""Comments of our own, which hold what a Markdown deck cannot express."""

import json
from collections.abc import Mapping

from apps.formats.markdown.syntax.markdown_lexer import MarkdownLine
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place


def values_of(line: MarkdownLine) -> Mapping[str, object]:
    """Return what a comment holds. Raises ImportProblem."""
    try:
        found = json.loads(line.rest)
    except (ValueError, RecursionError) as error:
        message = _("This comment of Ditcards is damaged. Export the deck again, or remove the comment.")
        raise ImportProblem(Code.DAMAGED, message, Place(line=line.number)) from error
    return found if isinstance(found, dict) else {}
