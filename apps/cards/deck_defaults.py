"""What a new deck begins with."""

from apps.cards.models import DeckState
from apps.courses.models import Course


def first_values(course: Course | None) -> dict[str, object]:
    """Return the fields that a new deck of a course takes from it; of a person's own deck, none."""
    if course is None:
        return {}
    state = DeckState.DRAFT if course.drafts_first else DeckState.PUBLISHED
    return {"course": course, "language": course.language, "licence": course.licence, "state": state}
