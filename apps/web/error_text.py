"""What an error says, as messages and the log have it: many libraries' texts have several lines."""


def one_line(error: object) -> str:
    """Return what an error says in one line; the name of its class if it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


def sentence(error: object) -> str:
    """Return what an error says in one line, with a full stop."""
    return f"{one_line(error).rstrip('.')}."
