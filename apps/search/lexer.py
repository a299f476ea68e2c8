"""Cuts what is typed into tokens. Its one state is a position in the text."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.search.tree import SearchError, Term

OPEN, CLOSE, NOT, AND, OR = "(", ")", "-", "and", "or"
NONE = "none"  # after some operators, what has no name
KEY = re.compile(r"[^\W\d_]+(?=:)")
ENDS_WORD = re.compile(r"[\s()\"]")
NOT_TEXT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Token:
    """A sign or a word of the language, or a term; `at` is its index in the text."""

    kind: str
    at: int
    term: Term | None = None


def tokens(text: str, operators: Collection[str]) -> Iterator[Token]:
    """Yield the tokens of a text in which these operators are known. Raises SearchError."""
    if wrong := NOT_TEXT.search(text):
        raise SearchError(_("This character cannot be searched for. Delete it."), wrong.start())
    lexer = _Lexer(text, operators)
    while lexer.skip_spaces():
        yield lexer.token()


def escape(text: str) -> str:
    r"""Return a text as it is typed after an operator to be found as it is: `5*3` is `5\*3`, `none` is `\none`."""
    escaped = re.sub(r'[\\*_"]', r"\\\g<0>", text)
    return f"\\{escaped}" if text.lower() == NONE else escaped


class _Lexer:
    """Walks once through a text."""

    def __init__(self, text: str, operators: Collection[str]) -> None:
        self.text = text
        self.operators = operators
        self.position = 0

    def skip_spaces(self) -> bool:
        """Go to the next token; return whether there is one."""
        while self._next.isspace():
            self.position += 1
        return bool(self._next)

    def token(self) -> Token:
        """Read the token at the position."""
        at = self.position
        if self._next in (OPEN, CLOSE, NOT):
            kind = self._next
            self.position += 1
            if kind == NOT and (not self._next or self._next.isspace() or self._next == CLOSE):
                message = _("There is nothing after this “-”. Put it right before what to leave out, or delete it.")
                raise SearchError(message, at)
            return Token(kind, at)
        if self._next == '"':
            return self._quoted_term(at)
        return self._term(at)

    def _quoted_term(self, at: int) -> Token:
        """Read `"two words"`, or an operator and its value in the same quotes."""
        value = self._quoted()
        key = KEY.match(value)
        if key and key[0].lower() in self.operators:
            start = key.end() + 1
            return Token("term", at, Term(key[0].lower(), value[start:], at, at + 1 + start))
        if not value:
            raise SearchError(_("Nothing is between these quotation marks. Write what to search for in them."), at)
        return Token("term", at, Term("", value, at, at + 1))

    def _term(self, at: int) -> Token:
        """Read a word, or an operator and its value."""
        if key := KEY.match(self.text, at):
            operator = key[0].lower()
            if operator not in self.operators:
                raise SearchError(self._unknown(key[0]), at)
            self.position = key.end() + 1
            quoted = self._next == '"'
            value_at = self.position + quoted
            value = self._quoted() if quoted else self._word()
            return Token("term", at, Term(operator, value, at, value_at))
        word = self._word()
        if word.lower() in (AND, OR):
            return Token(word.lower(), at)
        return Token("term", at, Term("", word, at, at))

    def _word(self) -> str:
        """Read up to a space, a parenthesis or a quotation mark."""
        start = self.position
        while self._next and not ENDS_WORD.match(self._next):
            self._step()
        return self.text[start : self.position]

    def _quoted(self) -> str:
        """Read up to the quotation mark that closes the one at the position."""
        opened_at = self.position
        self.position += 1
        while self._next != '"':
            if not self._next:
                message = _(
                    "This quotation mark is never closed. Put another one after the last word that belongs to it."
                )
                raise SearchError(message, opened_at)
            self._step()
        self.position += 1
        return self.text[opened_at + 1 : self.position - 1]

    def _step(self) -> None:
        """Go past a character, or past a backslash and what it escapes."""
        at = self.position
        self.position += 1
        if self.text[at] == "\\":
            if not self._next:
                raise SearchError(_("Nothing follows this backslash. Write two to search for one."), at)
            self.position += 1

    def _unknown(self, key: str) -> Message:
        if near := get_close_matches(key.lower(), self.operators, n=1):
            return _(
                "“{key}:” isn’t a search term. Did you mean “{near}:”? To search for this text, write “{key}\\:”.",
                key=key,
                near=near[0],
            )
        return _("“{key}:” isn’t a search term. To search for this text, write “{key}\\:”.", key=key)

    @property
    def _next(self) -> str:
        """The character at the position; empty at the end."""
        return self.text[self.position : self.position + 1]
