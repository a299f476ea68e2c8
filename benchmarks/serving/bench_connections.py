"""How long a page takes while 200 connections do nothing, send half a request, or half of a request's body.

The server is the shipped one; names as arguments measure others with it: bench_connections.py gthread granian
(granian, where it is installed). Latencies are the smallest of several blocks, each beside one without connections.
"""

import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from django.db import connections

from benchmarks import site
from benchmarks.served_site import SHIPPED, cpu_seconds, served

GOAL = 1.2
CONNECTIONS, BLOCKS, WARM_UP, REQUESTS, TIMEOUT_SECONDS = 200, 6, 5, 100, 5
ATTACKS = {
    "idle": b"",
    "half a request": b"GET / HTTP/1.1\r\nHost: loc",
    "half a body": (  # with a cookie: else the site refuses it without reading
        b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken=" + b"c" * 32 + b"\r\n\r\nlogin="
    ),
}
SERVERS: dict[str, Sequence[str]] = {
    "shipped": SHIPPED,
    "gthread": [*SHIPPED, "--worker-class", "gthread", "--threads", "1"],
    "granian": [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "2"),
        *("--blocking-threads", "1", "--port", "{port}", "ditcards.wsgi:application"),
    ],
}


def main() -> None:
    """Print how much longer a page takes; exit with 1 where a server misses the goal."""
    site.prepare()
    connections.close_all()
    with site.limits() as check:
        for name in ["shipped", *sys.argv[1:]]:
            _measure(name, check)


def _measure(name: str, check: Callable[[str, float, float], None]) -> None:
    with served(SERVERS[name]) as (server, port):
        began = cpu_seconds(server)
        _latencies(port)
        print(f"{name}: {(cpu_seconds(server) - began) / REQUESTS * 1000:.1f} ms CPU a page")
        for attack, sent in ATTACKS.items():
            alone, beside = _both(port, sent)
            print(f"{name}, {attack}: p99 {beside * 1000:.1f} ms, alone {alone * 1000:.1f} ms", flush=True)
            check(f"{name}, {CONNECTIONS} connections, {attack}", beside / alone, GOAL)


def _both(port: int, sent: bytes) -> tuple[float, float]:
    """Return the smallest p99 alone, and beside connections that have sent this."""
    alone, beside = [], []
    for _ in range(BLOCKS):
        alone.append(_latencies(port))
        with _connections(port, sent):
            beside.append(_latencies(port))
    return min(alone), min(beside)


@contextmanager
def _connections(port: int, sent: bytes) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            each = stack.enter_context(socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS))
            each.sendall(sent)
        for _ in range(WARM_UP):  # until all are accepted
            _seconds(port)
        yield


def _latencies(port: int) -> float:
    """Return the p99 of a block of requests, each on a connection of its own."""
    taken = []
    for _ in range(REQUESTS):
        taken.append(_seconds(port))
        if sum(taken) > 3 * TIMEOUT_SECONDS:  # it is stopped
            break
    return sorted(taken)[int(len(taken) * 0.99) - 1]


def _seconds(port: int) -> float:
    began = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        client.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        client.getresponse().read()
    except OSError:
        return TIMEOUT_SECONDS
    finally:
        client.close()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
