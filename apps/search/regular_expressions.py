"""The one door to RE2, whose time grows with the text only, whatever the expression: none can stop the site."""

from collections.abc import Callable

import re2

from apps.formats.messages import gettext as _
from apps.search.tree import SearchError

MAX_LENGTH = 300  # characters


def matcher(expression: str, at: int = 0) -> Callable[[str], bool]:
    """Return what says whether a text has a part that matches, in capitals or not; `^` and `$` are ends of a line.

    Raises SearchError.
    """
    if not expression:
        raise SearchError(_("Write a regular expression after “re:”."), at)
    if len(expression) > MAX_LENGTH:
        message = _("A regular expression has at most {limit} characters. Shorten this one.", limit=MAX_LENGTH)
        raise SearchError(message, at)
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        re2.compile(expression, options)
        expressions = re2.Set.SearchSet(options)
        expressions.Add(f"(?m){expression}")
        expressions.Compile()
    except re2.error as error:
        message = _("This regular expression cannot be read: {reason}. Correct it.", reason=_reason_of(error))
        raise SearchError(message, at) from None
    return lambda text: bool(expressions.Match(text))


def _reason_of(error: re2.error) -> str:
    """Return what RE2 says of an expression; of one that is only too large for a set, what it says of others."""
    reason = error.args[0] if error.args else ""
    return reason.decode(errors="replace") if isinstance(reason, bytes) else "pattern too large"
