"""What an operator is: how it is typed, what it finds, and the help that the manual shows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from apps.formats.messages import Message
from apps.search.context import SearchContext
from apps.search.tree import Term


@dataclass(frozen=True)
class Example:
    """A search, and what it finds."""

    query: str
    finds: Message


@dataclass(frozen=True)
class Operator:
    """An operator; `condition` gives what it asks of a card. Words are the operator without a name."""

    name: str
    summary: Message
    examples: tuple[Example, ...]
    condition: Callable[[Term, SearchContext], Q]
    aliases: tuple[str, ...] = ()
