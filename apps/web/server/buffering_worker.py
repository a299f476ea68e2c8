"""A worker of gunicorn in which waitress serves: however slowly they come, whole requests reach the one thread."""

import os
import select
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.server import create_server

from apps.web.server import draining, succession
from apps.web.server.channel import Channel
from apps.web.server.event_loop import EventLoop
from apps.web.server.turns import PATIENCE_SECONDS, Lanes, Turns
from apps.web.server.usage import Clients, Sessions, Usage

type Headers = list[tuple[str, str]]

MAX_CONNECTIONS = 1_000  # of a worker; more wait until some end
SILENT_SECONDS = 60  # after which a connection without a whole request is closed
TURN_SECONDS = 1.0  # between two looks at whether to stop
WAITING_TURN_SECONDS = 0.005  # the same, while requests of busy clients wait
LAST_TURN_SECONDS = 0.1  # the same, while stopping
SETTLE_SECONDS = 0.2  # for connections that have begun to be there
SILENT_AT_END_SECONDS = 2.0  # after which a connection that is kept alive is closed


class BufferingWorker(Worker):
    """Serves with one thread; the process's first thread reads requests and sends answers for it."""

    usage, sessions = Usage(), Sessions()  # made before the processes are forked, which share them

    def run(self) -> None:
        """Serve until gunicorn asks to stop, then answer what was received."""
        self.started = 0  # requests that reached the site
        self.noticed = 0
        self.running = False
        self.map: dict[int, Any] = {}
        self.loop = EventLoop(self.map)
        self.server = create_server(
            self._site,
            map=self.map,
            sockets=[each.sock for each in self.sockets],
            threads=1,
            ident=None,
            connection_limit=MAX_CONNECTIONS,
            channel_timeout=SILENT_SECONDS,
            cleanup_interval=SILENT_SECONDS // 4,
            url_prefix=settings.FORCE_SCRIPT_NAME or "",  # taken off where the proxy in front leaves it
            clear_untrusted_proxy_headers=False,  # the settings decide whom they trust
            max_request_body_size=2 * settings.MAX_REQUEST_BYTES,  # the site answers up to there, with a sentence
            outbuf_high_watermark=2**40,  # what a slow reader has not read is in a file, and holds no thread
        )
        clients = Clients(settings.SESSION_COOKIE_NAME, settings.ALLAUTH_TRUSTED_PROXY_COUNT, self.sessions)
        lanes = Lanes(settings.DATA / "lanes", max(1, self.cfg.workers - 1))
        self.turns = Turns(clients, self.usage, lanes, (settings.STATIC_URL, "/static/"))
        self.server.task_dispatcher.queue = self.turns
        self.listeners = [each for each in self.map.values() if hasattr(each, "accept_connections")]
        for listener in self.listeners:
            listener.channel_class, listener.turns = Channel, self.turns
            self._accept_only_while_idle(listener)
        while self.alive and os.getppid() == self.ppid:  # a server that was killed asks nobody to stop
            self._turn(TURN_SECONDS)
        self._drain()
        self._finish()

    def _accept_only_while_idle(self, listener: Any) -> None:
        """Leave new connections to the other workers while a request of ours is answered."""
        may_accept = listener.readable
        listener.readable = lambda: may_accept() and not self.running and not self.turns

    def _drain(self) -> None:
        """Let /readyz refuse for a while, then accept what has come, and close the listeners."""
        draining.begin()
        if not succession.has_successors(self.age):
            self._turn_for(settings.DRAIN_SECONDS)
            for listener in self.listeners:
                succession.begin_no_connection(listener.socket)
            self._turn_for(SETTLE_SECONDS)
            for listener in self.listeners:
                _accept_all(listener)
        for listener in self.listeners:
            wasyncore.dispatcher.close(listener)

    def _turn_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._turn(LAST_TURN_SECONDS)

    def _turn(self, seconds: float) -> None:
        # One long request is ended by gunicorn's timeout; one after the other is not.
        if not self.running or self.started != self.noticed:
            self.noticed = self.started
            self.notify()
        happened = self.loop.turn(min(seconds, WAITING_TURN_SECONDS) if self.turns.waiting else seconds)
        if happened and self.turns.waits_since() < PATIENCE_SECONDS:
            return  # perhaps for somebody who does not have to wait
        if not self.running:
            dispatcher = self.server.task_dispatcher
            with dispatcher.lock:
                if self.turns.admit():
                    dispatcher.queue_cv.notify()

    def _finish(self) -> None:
        """Answer each request that was received, or that comes on a connection which was in use just now."""
        dispatcher = self.server.task_dispatcher
        with dispatcher.lock:
            self.turns.admit_all()
            dispatcher.queue_cv.notify()
        end = time.monotonic() + self.cfg.graceful_timeout
        while any(_is_in_use(each) for each in self.map.values()) and time.monotonic() < end:
            self._turn(LAST_TURN_SECONDS)
        dispatcher.shutdown()

    def _site(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """The application that waitress calls, in its thread."""
        self.started += 1
        self.running = True
        try:
            if not self.log.access_log_enabled:
                return self.wsgi(environ, start_response)
            return self._logged(environ, start_response)
        finally:
            self.running = False

    def _logged(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer, and write a line of gunicorn's access log (`--access-logfile -`)."""
        answer = SimpleNamespace(status="500", headers=[], sent=None)

        def start(status: str, headers: Headers, *error: object) -> Any:
            answer.status, answer.headers = status, headers
            answer.sent = dict(headers).get("Content-Length")
            return start_response(status, headers, *error)

        began = time.monotonic()
        try:
            return self.wsgi(environ, start)
        finally:
            took = timedelta(seconds=time.monotonic() - began)
            self.log.access(answer, {}, {**environ, "RAW_URI": environ["REQUEST_URI"]}, took)


def _accept_all(listener: Any) -> None:
    """Accept each connection that waits, also while a request is answered: no other worker will."""
    waiting = select.poll()
    waiting.register(listener.socket, select.POLLIN)
    while waiting.poll(0):
        listener.handle_accept()


def _is_in_use(each: Any) -> bool:
    return isinstance(each, Channel) and each.is_in_use(SILENT_AT_END_SECONDS)
