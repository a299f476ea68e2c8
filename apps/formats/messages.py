"""Sentences for people from code that knows no Django: written in English here, translated where they are shown.

    from apps.formats.messages import gettext as _, ngettext

    _("Choose one of the encodings in the list.")
    ngettext("There is {count} note.", "There are {count} notes.", 3)

Numbers are written with separators of thousands (“1,234”); what counts lines or rows is passed as text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

type Parameter = str | int | Message

VERBATIM = "{text}"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its parameters; `plural` and `count` where it has a plural form. As a string, it is English."""

    template: str
    parameters: tuple[tuple[str, Parameter], ...] = ()
    plural: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Return the sentence in English."""
        template = self.plural if self.plural and self.count != 1 else self.template
        return self.fill(template, _in_english)

    def with_parameters(self, **parameters: Parameter) -> Self:
        """Return the sentence with these parameters."""
        return replace(self, parameters=tuple(parameters.items()))

    def counted(self, count: int, **parameters: Parameter) -> Self:
        """Return the sentence about so many things, with these parameters and its own."""
        values = {**dict(self.parameters), "count": count, **parameters}
        return replace(self, count=count, parameters=tuple(values.items()))

    def fill(self, template: str, write: Callable[[Parameter], str]) -> str:
        """Return a template, this sentence's or a translation of it, with each parameter as `write` writes it."""
        return template.format_map({name: write(value) for name, value in self.parameters})


def gettext(template: str, /, **parameters: Parameter) -> Message:
    """Return a sentence with {named} placeholders. Imported as `_`, so that its text is found for translation."""
    return Message(template, tuple(parameters.items()))


def ngettext(singular: str, plural: str, count: int, /, **parameters: Parameter) -> Message:
    """Return a sentence about `count` things, which {count} in it stands for."""
    return Message(singular, (("count", count), *parameters.items()), plural, count)


def listed(items: Sequence[Parameter], limit: int) -> Message:
    """Return the first `limit` of some items with commas between them, and an ellipsis where there are more."""
    shown = {f"item{number}": item for number, item in enumerate(items[:limit])}
    template = ", ".join(f"{{{name}}}" for name in shown)
    return Message(template + (", …" if len(items) > limit else ""), tuple(shown.items()))


def verbatim(text: str) -> Message:
    """Return words that are the same in every language, such as a name in a file."""
    return Message(VERBATIM, (("text", text),))


def _in_english(parameter: Parameter) -> str:
    return f"{parameter:,}" if isinstance(parameter, int) else str(parameter)
