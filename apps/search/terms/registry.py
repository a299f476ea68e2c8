"""All operators, in the order and under the headings of the manual. A new one is an entry in its module's OPERATORS."""

from dataclasses import dataclass

from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.search.terms import history, places, states, texts
from apps.search.terms.operator import Operator


@dataclass(frozen=True)
class OperatorGroup:
    """Operators of one subject."""

    title: Message
    operators: tuple[Operator, ...]


GROUPS = (
    OperatorGroup(_("What is on a card"), texts.OPERATORS),
    OperatorGroup(_("Where a card is"), places.OPERATORS),
    OperatorGroup(_("How you know a card"), states.OPERATORS),
    OperatorGroup(_("What happened lately"), history.OPERATORS),
)
BY_NAME: dict[str, Operator] = {
    name: operator for group in GROUPS for operator in group.operators for name in (operator.name, *operator.aliases)
}
NAMES = tuple(name for name in BY_NAME if name)
