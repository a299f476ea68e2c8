"""Which layout prints a selection."""

from django.utils.translation import gettext as _

from apps.lessons.models import Lesson
from apps.printing.layouts.calibration import Calibration
from apps.printing.layouts.cut_sheets import CutSheets, FoldedCards
from apps.printing.layouts.duplex import Duplex
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.study_list import StudyList
from apps.printing.layouts.worksheets import Worksheet
from apps.printing.request.options import (
    CALIBRATION,
    DUPLEX,
    FOLD,
    LESSON_LAYOUTS,
    LIST,
    ONE_PER_PAGE,
    SHEET,
    BadOption,
    PrintOptions,
)
from apps.printing.request.selection import Selection

CARD_LAYOUTS = {ONE_PER_PAGE: OnePerPage, DUPLEX: Duplex, SHEET: CutSheets, FOLD: FoldedCards, LIST: StudyList}


def layout_for(selection: Selection, options: PrintOptions) -> Layout:
    """Return what puts the selection on paper according to the options; raises BadOption.

    A calibration sheet needs no cards.
    """
    if options.layout == CALIBRATION:
        return Calibration(options)
    if options.layout in CARD_LAYOUTS:
        return CARD_LAYOUTS[options.layout](selection, options)
    lesson = Lesson.objects.select_related("course", "deck").filter(deck__in=selection.decks).first()
    if options.layout not in LESSON_LAYOUTS or lesson is None:
        raise BadOption(_("“%(title)s” has no lesson. Choose a layout for cards.") % {"title": selection.title})
    return Worksheet(lesson, options)
