"""What is said of a file that cannot be imported."""

from enum import StrEnum


class Code(StrEnum):
    """The codes of all problems with a file; the documentation lists them."""

    NOT_A_PACKAGE = "not-a-package"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSAFE = "unsafe"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    TOO_NEW = "too-new"
    TEMPLATE = "template"
    NOT_A_TEXT = "not-a-text"
    NOT_A_DECK = "not-a-deck"
    NOTHING = "nothing"
    ENCODING = "encoding"
    QUOTES = "quotes"
    OPTIONS = "options"
    BUSY = "busy"


class ImportProblem(Exception):
    """A file cannot be imported.

    `code` is for programs, `message` tells people what to do, `where` is a place in the file.
    """

    def __init__(self, code: Code, message: str, where: str = "") -> None:
        super().__init__(code, message, where)
        self.code = code
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def too_many(most: int, what: str, where: str = "") -> ImportProblem:
    """Return the problem of more things than there may be."""
    return ImportProblem(
        Code.TOO_LARGE, f"There are more than {most:,} {what}. Export smaller decks, one by one.", where
    )
