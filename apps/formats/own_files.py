"""The names of our own JSON in a file that carries decks: a PDF, or a package for Anki."""

NAME = "ditcards.json"  # of the first deck; the others are numbered from 2


def own_name(number: int) -> str:
    """Return the name of a deck's JSON; the first has the number 0."""
    return f"ditcards-{number + 1}.json" if number else NAME
