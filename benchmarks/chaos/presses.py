"""Learners who press grades, and press again whatever was not acknowledged."""

import time
from collections import Counter
from threading import Event

from benchmarks.served_site import Learner, answer

GRADES = (1, 3, 4, 5)  # those of the four buttons; a card always gets the same one
PAUSE_SECONDS = 0.1  # before a press is sent again


class Presses:
    """What was acknowledged, what was not, and why."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.acknowledged: dict[int, int] = {}  # the grade of each card
        self.failures: Counter[str] = Counter()  # by the status, or by the name of the exception
        self._stopped = Event()

    @property
    def count(self) -> int:
        """How many answers were acknowledged."""
        return len(self.acknowledged)

    @property
    def errors(self) -> int:
        """How often a press got a page of an error of the program, or of nothing that was pressed."""
        return sum(times for why, times in self.failures.items() if why.isdecimal() and why != "503")

    def press(self, learner: Learner) -> None:
        """Grade one card after another, each until it is acknowledged."""
        cookie, cards = learner
        for card in cards:
            grade = GRADES[card % len(GRADES)]
            while not self._stopped.is_set():
                if not (failure := answer(self.port, cookie, card, grade)):
                    self.acknowledged[card] = grade
                    break
                self.failures[failure] += 1
                time.sleep(PAUSE_SECONDS)

    def stop(self) -> None:
        """Let everybody end after the press that is on its way."""
        self._stopped.set()
