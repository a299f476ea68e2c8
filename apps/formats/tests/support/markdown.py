"""Decks in Markdown, read."""

from apps.formats.markdown import deck_file


def read(text: str):
    """Return the deck of a text."""
    return deck_file.read(text.encode())


def sides(text: str):
    """Return the front and back of each note of a text."""
    return [(note.front, note.back) for note in read(text).notes]
