"""Learners who press a button and think, while something else goes on in a process of its own."""

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from benchmarks import served_site

LEARNERS, THOUGHT_SECONDS = 8, 0.25

type Cards = list[tuple[str, Iterator[int]]]  # of each learner, the cookies and the cards that remain
type Presses = list[tuple[float, bool]]  # seconds that each took, and whether it was acknowledged


def learners_for(seconds: float, number: int = LEARNERS) -> Cards:
    """Return so many learners, whose cards last so long."""
    presses = int(seconds / THOUGHT_SECONDS)
    learners = [served_site.new_learner(presses + each) for each in range(number)]
    return [(cookie, iter(cards)) for cookie, cards in learners]


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Return what tells whether so many seconds have not passed."""
    deadline = time.monotonic() + seconds
    return lambda: time.monotonic() < deadline


def while_running(command: Sequence[str], max_seconds: float) -> Callable[[], bool]:
    """Begin a process; return what tells whether it goes on, and ends it when it has taken too long."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    in_time = for_seconds(max_seconds)

    def goes_on() -> bool:
        running = process.poll() is None
        if not running:
            assert process.returncode == 0, f"{command[-1]} failed"
        elif not in_time():
            process.kill()
            process.wait()
        return running and in_time()

    return goes_on


def press(port: int, learners: Cards, goes_on: Callable[[], bool], thought: float = THOUGHT_SECONDS) -> Presses:
    """Let all learners press and think as long as it goes on."""
    took: Presses = []

    def learn(cookie: str, cards: Iterator[int]) -> None:
        while running:
            began = time.perf_counter()
            acknowledged = not served_site.answer(port, cookie, next(cards))
            took.append((time.perf_counter() - began, acknowledged))
            time.sleep(thought)

    running = True
    with ThreadPoolExecutor(len(learners)) as pool:
        ended = [pool.submit(learn, *learner) for learner in learners]
        try:
            while goes_on():
                time.sleep(0.05)
        finally:
            running = False
        for each in ended:
            each.result()
    return took


def p99(presses: Presses) -> float:
    """Return the seconds that one in a hundred takes longer."""
    return quantiles((seconds for seconds, _ in presses), n=100)[98]
