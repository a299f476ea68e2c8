"""The correct label of a choice, in bold before the reason."""


def with_label(back: str, label: str) -> str:
    """Return the answer of a choice: its label in bold, then the reason."""
    return f"**{label}.** {back}" if back else f"**{label}.**"


def without_label(back: str, label: str) -> str:
    """Return the reason in the answer of a choice."""
    beginning = f"**{label}.**"
    return back[len(beginning) :].removeprefix(" ") if back.startswith(beginning) else back
