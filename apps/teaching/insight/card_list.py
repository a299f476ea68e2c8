"""Which cards, questions or scenarios a number of insight leads to, in the query of a URL."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet
from django.http import QueryDict

from apps.cards.models import Section
from apps.teaching.insight import queries
from apps.teaching.insight.choice import InsightChoice
from apps.teaching.models import CourseInsight
from apps.web.http import is_row_id

HALF = 0.5


@dataclass(frozen=True)
class InsightList:
    """Flashcards unless it names another kind; those below a half alone; the scenarios of one section and label."""

    kind: Section.Kind
    below_half: bool
    section: int | None
    label: str

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read the query of a URL; what it does not know it leaves out."""
        kind, section = query.get("kind", ""), query.get("section", "")
        return cls(
            Section.Kind(kind) if kind in Section.Kind.values else Section.Kind.FLASHCARDS,
            query.get("below") == "half",
            int(section) if is_row_id(section) else None,
            query.get("label", ""),
        )

    def rows(self, insight: CourseInsight, choice: InsightChoice) -> QuerySet[Any]:
        """Return what was counted of them, the hardest first."""
        rows: QuerySet[Any]
        if self.kind == Section.Kind.FLASHCARDS:
            rows = queries.cards(insight, choice)
        else:
            rows = queries.notes(insight, choice, self.kind)
            rows = rows.filter(note__section=self.section) if self.section else rows
            rows = rows.filter(note__label=self.label) if self.label else rows
        return rows.filter(share__lt=HALF) if self.below_half else rows
