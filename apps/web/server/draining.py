"""Whether this process still wants requests: a load balancer looks at /readyz before it sends any."""

from threading import Event

draining = Event()


def begin() -> None:
    """Let /readyz refuse from now on; what comes nevertheless is answered."""
    draining.set()


def is_draining() -> bool:
    """Whether the process answers what it has received, and then ends."""
    return draining.is_set()
