"""The numbers of a class beside a card, for those who run its course."""

from collections.abc import Iterator

from apps.accounts.models import User
from apps.cards.models import Card
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.teaching.insight.definitions import min_learners
from apps.teaching.insight.services.refresh import newest
from apps.teaching.models import InsightPeriod
from apps.web.page_notes import PageNote

TEMPLATE = "teaching/insight/_class_numbers.html"


def class_numbers(user: User, card: Card) -> Iterator[PageNote]:
    """Yield how the learners of the card's course did with it and its note, as the newest count has it.

    Nothing of a deck without a lesson, which Insight does not count.
    """
    lessons = Lesson.objects.filter(deck=card.note.deck_id, course__in=Course.objects.staffed_by(user))
    lesson = lessons.select_related("course").first()
    if lesson is None or (insight := newest(lesson.course)) is None:
        return
    enough = {"period": InsightPeriod.ALL, "learners__gte": min_learners()}
    yield (
        TEMPLATE,
        {
            "lesson": lesson,
            "reviews": insight.cards.filter(card=card, **enough).first(),
            "practice": insight.notes.filter(note=card.note_id, **enough).first(),
            "as_of": insight.as_of,
            "min_learners": min_learners(),
        },
    )
