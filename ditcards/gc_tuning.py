"""How often Python looks for garbage."""

import gc

NEW_OBJECTS = 50_000  # after so many it looks among them; Python's own 700 to 2,000 cost an import a fifth of its time


def tune_gc() -> None:
    """Leave out of every search what is there now, which stays as long as the process, and search less often.

    Memory is freed by counting references as ever: this is only about objects that refer to each other in circles.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
