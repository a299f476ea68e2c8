"""What the page of insight shows of the newest count of a course."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from apps.cards.models import Section
from apps.courses.models import Enrolment
from apps.stats.marks import Columns
from apps.teaching.insight import charts, queries
from apps.teaching.insight.choice import InsightChoice
from apps.teaching.insight.definitions import min_learners
from apps.teaching.insight.matrix import ConfusionMatrix, matrices
from apps.teaching.insight.small_groups import part_of_all, part_percent, people_word, rounded
from apps.teaching.models import CardInsight, CourseInsight, EditInsight, LessonInsight, NoteInsight
from apps.web import localized

ALL = 100  # per cent


class UptakeLine(NamedTuple):
    """How many of the people of the course use a lesson."""

    row: LessonInsight
    practiced: str
    practiced_part: str
    reviewing: str
    reviewing_part: str


@dataclass(frozen=True)
class InsightPage:
    """The numbers of a lesson or the course in a period; there are some from enough learners on."""

    insight: CourseInsight
    choice: InsightChoice

    @cached_property
    def row(self) -> LessonInsight | None:
        """The sums; None where too few learners did anything."""
        row = queries.summary(self.insight, self.choice)
        return row if row and row.begun >= min_learners() else None

    @property
    def learners(self) -> str:
        """How many learners the course has; their list has them one by one as well."""
        return localized.number(self.insight.learners)

    @property
    def begun(self) -> str:
        """How many of them answered anything."""
        return people_word(self.row.begun if self.row else 0)

    @property
    def not_begun(self) -> str:
        """How many did not; empty where these are few, or nobody."""
        number = rounded(self.insight.learners - self.row.begun) if self.row else None
        return "" if number is None else localized.number(number)

    @cached_property
    def names_not_begun(self) -> list[Enrolment]:
        """Those of them who may be named."""
        return list(queries.not_begun(self.row)) if self.row else []

    @property
    def others_not_begun(self) -> str:
        """How many did not beside those whose names are shown, of whom the exact number is: rounded, or that of few."""
        named = len(self.names_not_begun)
        return people_word(self.insight.learners - self.row.begun - named) if self.row else ""

    @property
    def right_part(self) -> float | None:
        """What part of the first tries was right."""
        return self.row.right / self.row.tries if self.row and self.row.tries else None

    @property
    def answers(self) -> int:
        """How many answers the days have that are shown."""
        return sum(number for _day, number in self.row.activity) if self.row else 0

    @cached_property
    def hardest(self) -> list[CardInsight]:
        """The hardest cards."""
        return list(queries.cards(self.insight, self.choice)[: queries.HARDEST])

    @cached_property
    def questions(self) -> list[NoteInsight]:
        """The questions that the fewest knew."""
        return list(queries.notes(self.insight, self.choice, Section.Kind.SELF_CHECK)[: queries.HARDEST])

    @cached_property
    def scenarios(self) -> list[NoteInsight]:
        """The scenarios that the fewest got right at first."""
        return list(queries.notes(self.insight, self.choice, Section.Kind.EXERCISE)[: queries.HARDEST])

    @property
    def hard_questions(self) -> list[NoteInsight]:
        """Those of them that somebody did not know, by what is shown."""
        return _hard(self.questions)

    @property
    def hard_scenarios(self) -> list[NoteInsight]:
        """Those of them that somebody did not get right, by what is shown."""
        return _hard(self.scenarios)

    @cached_property
    def matrices(self) -> list[ConfusionMatrix]:
        """The confusion matrices of the lesson's exercises."""
        return list(matrices(queries.labels(self.insight, self.choice)))

    @cached_property
    def edits(self) -> list[EditInsight]:
        """The last edits, with what was right before and after."""
        return list(queries.edits(self.insight, self.choice)[: queries.HARDEST])

    @cached_property
    def charts(self) -> list[Columns]:
        """How far the learners are, or on how many days they reviewed, and their answers by day."""
        if self.row is None:
            return []
        people = charts.stages(self.row) if self.choice.lesson else charts.days_of_learners(self.row)
        return [people, charts.activity(self.row, self.insight.as_of.date())]

    def uptake(self, rows: Iterable[LessonInsight]) -> list[UptakeLine]:
        """Return what the table of uptake shows of these rows."""
        return [self._uptake_line(row) for row in rows]

    def _uptake_line(self, row: LessonInsight) -> UptakeLine:
        of = self.insight.learners
        practiced, reviewing = row.practiced, row.reviewing
        return UptakeLine(
            row, people_word(practiced), part_of_all(practiced, of), people_word(reviewing), part_of_all(reviewing, of)
        )


def _hard(rows: Iterable[NoteInsight]) -> list[NoteInsight]:
    return [each for each in rows if part_percent(each.right, each.learners) != ALL]
