"""Which cards and lessons a person may report on or add to, and which reports an instructor may settle."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.courses.models import Course
from apps.reviews.models import Schedule
from apps.teaching.models import CardReport


def reportable_card(person: User, card_id: int) -> Card:
    """Return the card of a course that the person sees or learns, or raise Http404."""
    learned = Exists(Schedule.objects.filter(user=person, card=OuterRef("pk")))
    visible = Q(note__deck__in=Deck.objects.visible_to(person))
    cards = Card.objects.filter(visible | learned, note__deck__course__isnull=False, note__deck__deleted_at=None)
    return get_object_or_404(cards.select_related("note__deck__course", "note__section"), pk=card_id)


def open_deck(person: User, slug: str) -> Deck:
    """Return the deck of a lesson that the person sees, or raise Http404."""
    decks = Deck.objects.visible_to(person).filter(course__isnull=False, lesson__isnull=False)
    return get_object_or_404(decks.select_related("course", "lesson"), slug=slug)


def report_of(course: Course, pk: int) -> CardReport:
    """Return a report of the course, or raise Http404."""
    reports = CardReport.objects.of_course(course).select_related("deck__course", "note__deck__course", "note__section")
    report = get_object_or_404(reports, pk=pk)
    if report.note and report.note.deck.course_id != course.pk:  # moved to another course since
        raise Http404
    return report
