"""Waitress's connections: they end with an answer when the worker ends, and tell how much work each answer was."""

import time
from socket import MSG_DONTWAIT, MSG_PEEK

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from apps.web.server import draining
from apps.web.server.usage import ACCOUNT
from apps.web.server.work import measured


class Task(WSGITask):
    """An answer. While the worker drains it is the last one of its connection, and says so."""

    def execute(self) -> None:
        """Let the site answer."""
        with measured() as work:
            try:
                super().execute()
            finally:
                account = self.get_environment().get(ACCOUNT)
                self.channel.server.turns.charge(self.channel, account, work.seconds)

    def build_response_header(self) -> bytes:
        """Return the head of the answer."""
        if draining.is_draining() and len(self.channel.requests) == 1:  # none was sent ahead of its answer
            self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        return header


class Channel(HTTPChannel):
    """A connection."""

    task_class = Task
    connected: bool

    def service(self) -> None:
        """Answer the request whose turn it is, unless nobody waits for it any more."""
        self.connected = self.connected and not self._was_left()
        try:
            super().service()
        finally:
            self.server.turns.end(self)

    def _was_left(self) -> bool:
        """Whether the client has closed the connection: it may have waited for its turn for long."""
        try:
            return not self.socket.recv(1, MSG_PEEK | MSG_DONTWAIT)
        except BlockingIOError:  # it waits, and says nothing
            return False
        except OSError:
            return True

    def is_in_use(self, seconds: float) -> bool:
        """Whether there is a request to read or to answer, or was one in the last seconds."""
        has_work = self.requests or self.request or self.total_outbufs_len
        return bool(has_work) or time.time() < self.last_activity + seconds
