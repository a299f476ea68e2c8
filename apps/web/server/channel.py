"""Waitress's connections, which end with an answer when the worker ends."""

import time

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from apps.web.server import draining


class Task(WSGITask):
    """An answer. While the worker drains it is the last one of its connection, and says so."""

    def build_response_header(self) -> bytes:
        """Return the head of the answer."""
        if draining.is_draining() and len(self.channel.requests) == 1:  # none was sent ahead of its answer
            self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        return header


class Channel(HTTPChannel):
    """A connection."""

    task_class = Task

    def is_in_use(self, seconds: float) -> bool:
        """Whether there is a request to read or to answer, or was one in the last seconds."""
        has_work = self.requests or self.request or self.total_outbufs_len
        return bool(has_work) or time.time() < self.last_activity + seconds
