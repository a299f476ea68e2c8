"""Every layout of cards by its name in options.py. Those of a lesson's questions are in worksheets.py."""

from apps.printing.calibration import Calibration
from apps.printing.cut import CutSheets, Folded
from apps.printing.duplex import Duplex
from apps.printing.flashcards import OnePerPage
from apps.printing.layouts import Layout
from apps.printing.options import CALIBRATION, DUPLEX, FOLD, LIST, ONE_PER_PAGE, SHEET, Options
from apps.printing.selection import Selection
from apps.printing.study_list import StudyList

OF_CARDS = {ONE_PER_PAGE: OnePerPage, DUPLEX: Duplex, SHEET: CutSheets, FOLD: Folded, LIST: StudyList}


def layout_for(selection: Selection, options: Options) -> Layout:
    """Return the selection as the options put it on paper; a calibration sheet needs no cards."""
    if options.layout == CALIBRATION:
        return Calibration(options)
    return OF_CARDS[options.layout](selection, options)
