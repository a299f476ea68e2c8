"""The manual of the search language, from the operators themselves: for the help page, and as docs/search.md."""

from collections.abc import Callable, Iterable, Iterator

from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.search.terms.operator import Example, Operator
from apps.search.terms.registry import GROUPS

TITLE, USE = _("Search"), _("Use")
INTRODUCTION = _(
    "A search finds the cards in the decks that you study, own or teach. What it asks for is one term or several, with "
    "spaces between them. Without any term it finds all cards."
)
COMBINED = (
    Example("dog cat", _("both")),
    Example("dog or cat", _("one of the two, or both")),
    Example("dog -cat", _("“dog” without “cat”")),
    Example("dog (cat or mouse)", _("“dog”, and one of the other two")),
    Example("-(cat or mouse)", _("neither of the two")),
    Example('deck:"my words"', _("quotation marks around a value with spaces")),
)
ALSO_WRITTEN = _("Also written {aliases}.")


def as_markdown(translate: Callable[[Message], str] = str) -> str:
    """Return the manual as Markdown; in English unless messages are translated."""
    return "\n".join(_lines(translate)) + "\n"


def _lines(translate: Callable[[Message], str]) -> Iterator[str]:
    yield from (f"# {translate(TITLE)}", "", translate(INTRODUCTION), "", f"## {translate(USE)}", "")
    yield from _table(COMBINED, translate)
    for group in GROUPS:
        yield from ("", f"### {translate(group.title)}")
        for operator in group.operators:
            yield ""
            yield from _operator_lines(operator, translate)


def _operator_lines(operator: Operator, translate: Callable[[Message], str]) -> Iterator[str]:
    name = f"`{operator.name}:` " if operator.name else ""
    aliases = ", ".join(f"`{alias}:`" for alias in operator.aliases)
    yield f"{name}{translate(operator.summary)}" + (
        f" {translate(ALSO_WRITTEN.with_parameters(aliases=aliases))}" if aliases else ""
    )
    yield ""
    yield from _table(operator.examples, translate)


def _table(examples: Iterable[Example], translate: Callable[[Message], str]) -> Iterator[str]:
    yield from ("| search | finds |", "| --- | --- |")
    for example in examples:
        query = example.query.replace("|", "\\|")
        yield f"| `{query}` | {translate(example.finds)} |"
