"""Whether cards became easier with the last edit of their texts."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, When

from apps.cards.models import Note
from apps.lessons.models import Lesson
from apps.reviews.models import ReviewLog
from apps.scheduler.sm2 import PASS
from apps.teaching.insight.definitions import is_shown, of_schedule, tries_of
from apps.teaching.models import CourseInsight, EditInsight

MAX_EDITS = 50  # of a lesson, the newest
BEFORE = Q(reviewed_at__lt=F("edited_at"))


def edit_insights(insight: CourseInsight, lesson: Lesson, answers: QuerySet[ReviewLog]) -> Iterator[EditInsight]:
    """Yield the edits of the lesson's notes with enough learners before and after."""
    edits = last_edits(lesson)
    if not edits:
        return
    before, right = BEFORE, Q(grade__gte=PASS)
    counted = (
        tries_around(edits, answers)
        .values_list("note")
        .annotate(
            learners_before=Count("user", distinct=True, filter=before),
            learners_after=Count("user", distinct=True, filter=~before),
            tries_before=Count("pk", filter=before),
            tries_after=Count("pk", filter=~before),
            right_before=Count("pk", filter=before & right),
            right_after=Count("pk", filter=~before & right),
        )
    )
    for note, *people, tries_before, tries_after, right_before, right_after in counted:
        if all(map(is_shown, people)):
            yield EditInsight(
                insight=insight,
                lesson=lesson,
                note_id=note,
                edited_at=edits[note],
                learners_before=people[0],
                share_before=right_before / tries_before,
                learners_after=people[1],
                share_after=right_after / tries_after,
            )


def tries_around(edits: dict[int, datetime], answers: QuerySet[ReviewLog]) -> QuerySet[Any]:
    """Return the first tries of these notes, each with its `note` and when that was `edited_at`."""
    whens = [When(note=note, then=at) for note, at in edits.items()]
    tries = tries_of(answers).annotate(note=of_schedule("card__note")).filter(note__in=list(edits))
    return tries.annotate(edited_at=Case(*whens, output_field=DateTimeField()))


def last_edits(lesson: Lesson) -> dict[int, datetime]:
    """Return the notes whose texts were edited, and when that was last, the newest ones."""
    changed = Note.objects.filter(deck=lesson.deck_id, archived=False, edited_at__gt=F("created_at"))
    versions = Note.history.filter(id__in=changed.order_by().values("pk")).order_by("id", "history_date", "history_id")
    rows = versions.values_list("id", "history_date", *Note.CARD_FIELDS).iterator()
    edits = ((note, _last_change(list(each))) for note, each in groupby(rows, key=itemgetter(0)))
    newest = sorted(((at, note) for note, at in edits if at), reverse=True)[:MAX_EDITS]
    return {note: at for at, note in newest}


def _last_change(versions: list[tuple[Any, ...]]) -> datetime | None:
    changes = [after[1] for before, after in pairwise(versions) if before[2:] != after[2:]]
    last: datetime | None = changes[-1] if changes else None
    return last
