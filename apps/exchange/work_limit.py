"""How much an import may compute while a person waits: what takes longer becomes a job."""

import time
from dataclasses import dataclass, replace
from typing import Self

from django.conf import settings

from apps.formats.limits import PACKAGE_LIMITS, PackageLimits


class TakesLong(Exception):
    """There is more work than a request may do. Nothing was written."""


@dataclass(frozen=True)
class WorkLimit:
    """A moment of this thread's own time, so that other requests do not count; and how much a package may hold."""

    until: float
    package: PackageLimits

    @classmethod
    def of_request(cls) -> Self:
        """Return the limit of what begins now in a request."""
        seconds = settings.IMPORT_REQUEST_SECONDS
        package = replace(PACKAGE_LIMITS, inflated=settings.IMPORT_JOB_INFLATED_BYTES, seconds=seconds)
        package = replace(package, text=settings.IMPORT_JOB_TEXT_BYTES)
        return cls(time.thread_time() + seconds, package)

    def check(self, _done: int = 0, _total: int = 0) -> None:
        """Raise TakesLong once the time is used up; a ProgressCallback."""
        if time.thread_time() >= self.until:
            raise TakesLong
