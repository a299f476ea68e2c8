"""What a tree asks of the cards of one person."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q

from apps.search.context import SearchContext
from apps.search.terms.registry import BY_NAME
from apps.search.tree import And, Not, Or, Term, Tree


def condition(tree: Tree, context: SearchContext) -> Q:
    """Return the condition on a card. Raises SearchError."""
    match tree:
        case Term():
            return BY_NAME[tree.operator].condition(tree, context)
        case Not(part):
            return ~condition(part, context)
        case And(parts):
            return reduce(and_, (condition(part, context) for part in parts), Q())
        case Or(parts):
            return reduce(or_, (condition(part, context) for part in parts))
