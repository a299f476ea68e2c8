"""What a note is in an exercise."""

from apps.cards.kinds.registry import BASIC, CHOICE
from apps.cards.models import Section


def kind_in(section: Section | None, kind: str, label: str) -> str:
    """Return the kind of a note; in an exercise, a scenario with a label is a choice, and one without is open."""
    if section is None or section.kind != Section.Kind.EXERCISE or kind not in (BASIC, CHOICE):
        return kind
    return CHOICE if label.strip() else BASIC
