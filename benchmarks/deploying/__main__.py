"""Follows docs/deploying.md on fresh machines while learners answer: `python -m benchmarks.deploying`."""

import os
import signal
import sys

from benchmarks.deploying import machine, story

if __name__ == "__main__":
    if reason := machine.why_not():
        sys.exit(reason)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the machines are switched off
    os.umask(0o022)  # what is written for the machines is read by their accounts
    story.tell()
