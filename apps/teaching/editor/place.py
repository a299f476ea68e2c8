"""The lesson that is edited, and by whom."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from apps.cards.models import Note, Section
from apps.cards.services.deck_lock import lock_deck
from apps.lessons.models import Lesson
from apps.teaching.access import TeachingAccess, editor_access, staff_access
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, error_fragment, is_row_id


@dataclass(frozen=True)
class EditorPlace:
    """A lesson of a course that the person helps to run."""

    access: TeachingAccess
    lesson: Lesson

    @property
    def url(self) -> str:
        """The URL of the editor."""
        return reverse("teaching:lesson", args=[self.access.course.slug, self.lesson.slug])

    @property
    def notes(self) -> QuerySet[Note]:
        """The lesson's notes with their sections."""
        return self.lesson.deck.notes.select_related("section", "deck__course")

    def section(self, typed: str) -> Section | None:
        """Return the section of the lesson with the key that was typed."""
        return self.lesson.deck.sections.filter(pk=typed).first() if is_row_id(typed) else None

    def refusal(self, request: LearnerRequest, sentence: str) -> HttpResponse:
        """Say why nothing was saved: in the status line for htmx, else on the editor's page."""
        if request.htmx:
            return error_fragment(request, sentence, status=409)
        messages.error(request, sentence)
        return redirect(self.url)

    def page(
        self, request: LearnerRequest, template: str, context: dict[str, object], *, status: int = 200
    ) -> HttpResponse:
        """Render a page of the editor."""
        context = {"lesson": self.lesson, "editor_url": self.url, **context}
        return teaching_page(request, self.access, "lessons", template, context, status=status)


def staff_place(request: LearnerRequest, course: str, lesson: str) -> EditorPlace:
    """Return the lesson, for whoever helps to run its course, or raise Http404."""
    return _place(staff_access(request, course), lesson)


def editor_place(request: LearnerRequest, course: str, lesson: str) -> EditorPlace:
    """Return the lesson, for whoever may edit it, or raise Http404."""
    return _place(editor_access(request, course), lesson)


def locked_place(request: LearnerRequest, course: str, lesson: str) -> EditorPlace:
    """Return the lesson as it is now that nobody else saves its cards, or raise Http404; call it in a transaction."""
    lock_deck(editor_place(request, course, lesson).lesson.deck_id)
    return editor_place(request, course, lesson)


def _place(access: TeachingAccess, lesson: str) -> EditorPlace:
    lessons = access.course.lessons.select_related("deck", "course")
    return EditorPlace(access, get_object_or_404(lessons, slug=lesson))
