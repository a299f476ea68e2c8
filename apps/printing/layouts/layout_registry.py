"""Which layout prints a selection."""

from apps.lessons.models import Lesson
from apps.printing.layouts.calibration import Calibration
from apps.printing.layouts.cut_sheets import CutSheets, Folded
from apps.printing.layouts.duplex import Duplex
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.study_list import StudyList
from apps.printing.layouts.worksheets import Worksheet
from apps.printing.request.options import (
    CALIBRATION,
    DUPLEX,
    FOLD,
    LIST,
    OF_A_LESSON,
    ONE_PER_PAGE,
    SHEET,
    BadOption,
    PrintOptions,
)
from apps.printing.request.selection import Selection

OF_CARDS = {ONE_PER_PAGE: OnePerPage, DUPLEX: Duplex, SHEET: CutSheets, FOLD: Folded, LIST: StudyList}


def layout_for(selection: Selection, options: PrintOptions) -> Layout:
    """Return what puts the selection on paper as the options say; raises BadOption.

    A calibration sheet needs no cards.
    """
    if options.layout == CALIBRATION:
        return Calibration(options)
    if options.layout in OF_CARDS:
        return OF_CARDS[options.layout](selection, options)
    lesson = Lesson.objects.select_related("course", "deck").filter(deck__in=selection.decks).first()
    if options.layout not in OF_A_LESSON or lesson is None:
        raise BadOption(f"“{selection.title}” belongs to no lesson. Choose a layout for cards.")
    return Worksheet(lesson, options)
