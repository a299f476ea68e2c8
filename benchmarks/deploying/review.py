"""Presses grades on the site through its proxy, again and again until each is acknowledged."""

import http.client
import socket
import ssl
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.deploying.machine import Failed

TIMEOUT_SECONDS = 8  # as long as the page waits (static/js/review-unsent.js)
PAUSE_SECONDS = 0.3  # between two presses of one learner
GO_ON_ANSWERS, GO_ON_SECONDS = 30, 60
CSRF_TOKEN = "c" * 32


@dataclass(frozen=True)
class Learner:
    """Who answers: the key of the user, the cookies of the session, the keys of the cards to answer."""

    user: int
    cookie: str
    cards: list[int]


class ToLoopback(http.client.HTTPSConnection):
    """A connection to the site's name, which no name server knows, on this machine."""

    def connect(self) -> None:
        """Connect, and trust the certificate that the guide made for a trial."""
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        context = ssl._create_unverified_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


@dataclass
class Reviews:
    """All learners at work until `stop`; `acknowledged` has what the site acknowledged, as (user, card)."""

    host: str
    acknowledged: list[tuple[int, int]] = field(default_factory=list)
    refused: int = 0  # answers that had to be sent again
    _ended: threading.Event = field(default_factory=threading.Event)
    _futures: list[Future] = field(default_factory=list)

    def start(self, learners: list[Learner]) -> None:
        """Let each learner answer in a thread."""
        pool = ThreadPoolExecutor(len(learners))
        self._futures = [pool.submit(self._answer_all, learner) for learner in learners]
        pool.shutdown(wait=False)

    def go_on(self) -> None:
        """Wait until so many more answers are acknowledged that the site works again, or raise Failed."""
        before, end = len(self.acknowledged), time.monotonic() + GO_ON_SECONDS
        while len(self.acknowledged) < before + GO_ON_ANSWERS:
            if time.monotonic() > end:
                found = len(self.acknowledged) - before
                raise Failed(f"Of {GO_ON_ANSWERS} answers, {found} were acknowledged in {GO_ON_SECONDS} seconds.")
            time.sleep(PAUSE_SECONDS)

    def stop(self) -> None:
        """End after the answers that are on their way."""
        self._ended.set()
        for each in self._futures:
            each.result()

    def _answer_all(self, learner: Learner) -> None:
        while learner.cards and not self._ended.is_set():
            if self._grade(learner, learner.cards[0]):
                self.acknowledged.append((learner.user, learner.cards.pop(0)))
            else:
                self.refused += 1
            time.sleep(PAUSE_SECONDS)

    def _grade(self, learner: Learner, card: int) -> bool:
        site = ToLoopback(self.host, 443, timeout=TIMEOUT_SECONDS)
        headers = {
            "Cookie": learner.cookie,
            "X-CSRFToken": CSRF_TOKEN,
            "Origin": f"https://{self.host}",
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            site.request("POST", f"/review/{card}/grade/", urlencode({"grade": 4, "version": 0}), headers)
            response = site.getresponse()
            return b'id="card"' in response.read() and response.status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            site.close()
