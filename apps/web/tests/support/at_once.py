"""Several works that begin at the same moment; each thread has its own connection, as workers would."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*works):
    """Run each in a thread of its own, all at once; return what each returned. Their test is a transactional one."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait(timeout=30)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
