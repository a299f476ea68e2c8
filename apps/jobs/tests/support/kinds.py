"""Kinds of job for the tests. Their effect is one more “x” in the name of their owner."""

import signal
import time
from pathlib import Path

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import get_language

from apps.accounts.models import User
from apps.jobs.progress import JobFailed
from apps.jobs.registry import job


def add_mark(owner):
    User.objects.filter(pk=owner.pk).update(name=Concat(F("name"), Value("x")))


@job("test_mark")
def mark(progress, parts=3):
    for part in range(parts):
        progress.report(part, parts)
    with progress.finishing() as outcome:
        add_mark(progress.job.owner)
        outcome.message = f"{parts} parts are marked."
        outcome.link = "/courses/"


@job("test_file")
def file(progress, text=""):
    with progress.result("text.txt") as target:
        target.write(text.encode() or progress.upload.read_bytes())


@job("test_refuse")
def refuse(progress):
    raise JobFailed("Line 3: a question without an answer.")


@job("test_language")
def name_the_language(progress):
    with progress.finishing() as outcome:
        outcome.message = str(get_language())


@job("test_break")
def break_off(progress):
    with progress.finishing():
        add_mark(progress.job.owner)
        raise ZeroDivisionError


@job("test_ring")
def ring(progress):
    """Take so long that the timer of the worker rings."""
    signal.raise_signal(signal.SIGALRM)


@job("test_hang")
def hang(progress):
    with progress.finishing():
        add_mark(progress.job.owner)
        time.sleep(600)


@job("test_linger")
def linger(progress, when, signal_file):
    """Wait in the first attempt, before the end or within it, until the process is killed."""
    if when == "before":
        _wait(progress, signal_file)
    with progress.finishing():
        add_mark(progress.job.owner)
        if when == "within":
            _wait(progress, signal_file)


def _wait(progress, signal_file):
    if progress.job.attempts == 1 and not Path(signal_file).exists():
        Path(signal_file).touch()
        for done in range(600):
            progress.report(done, 600)
            time.sleep(0.1)
