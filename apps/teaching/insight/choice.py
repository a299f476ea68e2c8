"""What the page of insight is asked for, in its URL: a lesson or the whole course, and a period."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.http import Http404, QueryDict
from django.utils.http import urlencode

from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.teaching.models import InsightPeriod


@dataclass(frozen=True)
class InsightChoice:
    """The lessons on offer, the one that was chosen, None for all of them, and the period."""

    lessons: list[Lesson]
    lesson: Lesson | None
    period: InsightPeriod

    @classmethod
    def of(cls, course: Course, query: QueryDict) -> Self:
        """Read the query of a URL; raise Http404 for a lesson that is not there."""
        lessons, slug = list(course.lessons.all()), query.get("lesson", "")
        chosen = next((each for each in lessons if each.slug == slug), None)
        if slug and chosen is None:
            raise Http404
        period = query.get("period", "")
        return cls(lessons, chosen, InsightPeriod(period) if period in InsightPeriod.values else InsightPeriod.ALL)

    @cached_property
    def query(self) -> str:
        """The query that asks for this."""
        return self.query_of(self.period)

    def query_of(self, period: str) -> str:
        """Return the query that asks for the same in another period."""
        lesson = {"lesson": self.lesson.slug} if self.lesson else {}
        return urlencode(lesson | {"period": period})

    @property
    def periods(self) -> list[tuple[str, str, str]]:
        """The periods on offer: value, words and query."""
        return [(value, str(label), self.query_of(value)) for value, label in InsightPeriod.choices]
