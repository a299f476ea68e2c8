"""What is stored of running a course, one module a subject."""

from apps.teaching.models.goals import Goal, GoalExtension, GoalProgress
from apps.teaching.models.insight import (
    CardInsight,
    CourseInsight,
    EditInsight,
    InsightBasis,
    InsightPeriod,
    LabelInsight,
    LessonInsight,
    NoteInsight,
)
from apps.teaching.models.reports import CardReport, CardReportQuerySet
from apps.teaching.models.room import Room, RoomAnswer, RoomQuestion

__all__ = [
    "CardInsight",
    "CardReport",
    "CardReportQuerySet",
    "CourseInsight",
    "EditInsight",
    "Goal",
    "GoalExtension",
    "GoalProgress",
    "InsightBasis",
    "InsightPeriod",
    "LabelInsight",
    "LessonInsight",
    "NoteInsight",
    "Room",
    "RoomAnswer",
    "RoomQuestion",
]
