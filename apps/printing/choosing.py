"""Which layout prints a selection."""

from apps.lessons.models import Lesson
from apps.printing.flashcards import OnePerPage
from apps.printing.layouts import Layout
from apps.printing.options import OF_A_LESSON, BadOption, Options
from apps.printing.selection import Selection
from apps.printing.worksheets import Worksheet


def layout_for(selection: Selection, options: Options) -> Layout:
    """Return what puts the selection on paper as the options say; raises BadOption."""
    if options.layout not in OF_A_LESSON:
        return OnePerPage(selection, options)
    lesson = Lesson.objects.select_related("course", "deck").filter(deck__in=selection.decks).first()
    if lesson is None:
        raise BadOption(f"“{selection.title}” belongs to no lesson. Choose a layout for cards.")
    return Worksheet(lesson, options)
