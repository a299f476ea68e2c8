"""Leaves what did not answer alone for a while: else everybody would wait for it, one after the other."""

import logging
import time
from dataclasses import dataclass

from apps.web.error_text import one_line

log = logging.getLogger("apps.web")

LOG_SECONDS = 60


@dataclass
class Rest:
    """A rest of one engine, in this process."""

    seconds: float
    sentence: str  # what is logged, with %s for why
    until: float = 0.0  # of the monotonic clock, in seconds
    log_from: float = 0.0

    def begin(self, why: object) -> None:
        """Begin a rest, and tell why at most once a minute."""
        now = time.monotonic()
        self.until = now + self.seconds
        if now >= self.log_from:
            self.log_from = now + LOG_SECONDS
            log.warning(self.sentence, one_line(why))

    def end(self) -> None:
        """Forget it, and what was logged."""
        self.until = self.log_from = 0.0

    @property
    def lasts(self) -> bool:
        """Whether it is not over yet."""
        return time.monotonic() < self.until
