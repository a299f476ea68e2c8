"""The search language: from text to a tree, and back to text that gives the same tree.

search   = [either]
either   = all {"or" all}
all      = part {["and"] part}
part     = {"-"} (term | "(" either ")")
term     = [operator ":"] value          the value, or all of it, may be in quotation marks
"""

from collections.abc import Callable, Collection

from apps.formats.messages import gettext as _
from apps.search.lexer import AND, CLOSE, NOT, OPEN, OR, Token, escape, tokens
from apps.search.tree import EVERYTHING, And, Not, Or, SearchError, Term, Tree

MAX_LENGTH = 2_000  # characters
MAX_TERMS = 50
MAX_DEPTH = 20  # of parentheses and “-” inside one another


def parse(text: str, operators: Collection[str]) -> Tree:
    """Return the tree of a search with these operators. Raises SearchError."""
    if len(text) > MAX_LENGTH:
        message = _("A search has at most {limit} characters. Shorten this one.", limit=MAX_LENGTH)
        raise SearchError(message, MAX_LENGTH)
    found = list(tokens(text, operators))
    terms = [token.at for token in found if token.term]
    if len(terms) > MAX_TERMS:
        raise SearchError(_("A search has at most {limit} terms. Leave some out.", limit=MAX_TERMS), terms[MAX_TERMS])
    return _TreeParser([*found, Token("", len(text))]).search() if found else EVERYTHING


def to_text(tree: Tree) -> str:
    """Return a tree as text that gives the same tree."""
    match tree:
        case Term(operator, value):
            return _term_text(operator, value)
        case Not(part):
            return f"-{_in_parentheses(part, And, Or)}"
        case And(parts):
            return " ".join(_in_parentheses(part, And, Or) for part in parts)
        case Or(parts):
            return " or ".join(_in_parentheses(part, Or) for part in parts)


def exact(operator: str, name: str) -> str:
    """Return the search for a name as it is: no character of it is a wildcard or ends it."""
    return to_text(Term(operator, escape(name)))


def _in_parentheses(tree: Tree, *kinds: type[Tree]) -> str:
    text = to_text(tree)
    return f"({text})" if isinstance(tree, kinds) else text


def _term_text(operator: str, value: str) -> str:
    prefix = f"{operator}:" if operator else ""
    try:
        plain = [token.term for token in tokens(prefix + value, {operator})]
    except SearchError:
        plain = []
    return prefix + value if plain == [Term(operator, value)] else f'{prefix}"{value}"'


class _TreeParser:
    """Walks once through tokens, the last of which is of no kind."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.position = 0
        self.depth = 0

    def search(self) -> Tree:
        """Read them all."""
        tree = self._either()
        if self._next.kind == CLOSE:
            message = _("No parenthesis was opened before this one. Delete it, or open one before.")
            raise SearchError(message, self._next.at)
        return tree

    def _either(self) -> Tree:
        parts = [self._all()]
        while self._next.kind == OR:
            parts.append(self._after_word(self._all))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Tree:
        parts = [self._part()]
        while self._next.kind not in ("", CLOSE, OR):
            parts.append(self._after_word(self._part) if self._next.kind == AND else self._part())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self) -> Tree:
        token = self._next
        if token.kind in (AND, OR):
            raise _needs_both_sides(token)
        self.position += 1
        if token.term:
            return token.term
        if self.depth == MAX_DEPTH:
            message = _("Parentheses and “-” are at most {limit} deep. Leave some out.", limit=MAX_DEPTH)
            raise SearchError(message, token.at)
        self.depth += 1
        tree = Not(self._part()) if token.kind == NOT else self._group(token)
        self.depth -= 1
        return tree

    def _group(self, opened: Token) -> Tree:
        if self._next.kind in (CLOSE, "") or opened.kind != OPEN:
            raise self._misplaced(opened)
        tree = self._either()
        if self._next.kind != CLOSE:
            raise self._misplaced(opened)
        self.position += 1
        return tree

    def _misplaced(self, token: Token) -> SearchError:
        """Return what is wrong with a parenthesis that nothing follows, or that closes nothing."""
        if token.kind != OPEN:
            message = _("No parenthesis was opened before this one. Delete it, or open one before.")
        elif self._next.kind == CLOSE:
            message = _("Nothing is between these parentheses. Write what to search for in them, or delete them.")
        else:
            message = _("This parenthesis is never closed. Put “)” after what belongs to it.")
        return SearchError(message, token.at)

    def _after_word(self, read: Callable[[], Tree]) -> Tree:
        """Read what stands after an `and` or an `or`."""
        word = self._next
        self.position += 1
        if self._next.kind in ("", CLOSE, AND, OR):
            raise _needs_both_sides(word)
        return read()

    @property
    def _next(self) -> Token:
        return self.tokens[self.position]


def _needs_both_sides(word: Token) -> SearchError:
    message = _(
        "“{word}” needs something to search for before and after it. To find the word, put it in quotation marks.",
        word=word.kind,
    )
    return SearchError(message, word.at)
