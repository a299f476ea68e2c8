"""Reads and writes the YAML at the head of a page's source."""

from collections.abc import Mapping

import yaml

from apps.formats.messages import gettext as _
from apps.formats.problems import page_problem

FENCE = "---"
MAX_CHARACTERS = 100_000  # YAML is read slowly


def split(text: str) -> tuple[dict[str, str], str]:
    """Return the front matter's texts, and the page with blank lines in its place. Raises ImportProblem."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, text
    end = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() in (FENCE, "...")), None)
    if end is None:
        return {}, text
    values = _values("\n".join(lines[1:end]))
    if values is None:
        return {}, text
    return values, "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def _values(source: str) -> dict[str, str] | None:
    """Return keys with their texts, or nothing where the lines between two rules are no front matter."""
    if len(source) > MAX_CHARACTERS:
        raise page_problem(
            _("The front matter is longer than {count} characters. Shorten it.", count=MAX_CHARACTERS), 1
        )
    try:
        # every plain value stays the text that the author wrote: no dates, no numbers, no "Yes" that becomes true
        loaded = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
    except RecursionError as error:
        raise page_problem(_("The front matter is nested too deeply. Simplify it."), 1) from error
    except yaml.YAMLError as error:
        raise page_problem(
            _("The front matter can’t be read: {reason}.", reason=_reason(error)), _line(error)
        ) from error
    if not isinstance(loaded, Mapping):
        return {} if not loaded else None
    return {str(key).lower(): value for key, value in loaded.items() if isinstance(value, str)}


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it isn't YAML")


def _line(error: yaml.YAMLError) -> int:
    """Return the line of the page in which YAML went wrong."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 2 if mark else 1


def write(values: Mapping[str, str]) -> str:
    """Return front matter with these texts, each on lines of its own."""
    readable = "".join(values.values()).isprintable()  # YAML takes some other signs for line ends
    body = yaml.safe_dump(dict(values), allow_unicode=readable, sort_keys=False, width=1_000_000)
    return f"{FENCE}\n{body}{FENCE}\n"
