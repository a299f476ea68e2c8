"""What a text is on one line."""

# Letters of Persian and of Indic scripts are joined, or kept apart, by these two; Python counts neither as printable.
JOINERS = "\u200c\u200d"


def printable(text: str) -> str:
    """Return a text without line ends, control characters and marks that turn its direction."""
    return "".join(each for each in text if each.isprintable() or each in JOINERS)
