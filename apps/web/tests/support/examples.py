"""How many examples a test tries: all in CI, which runs it on SQLite; fewer on another database, or outside of CI."""

import os

IN_CI = bool(os.environ.get("CI"))
ALL = IN_CI and not os.environ.get("DATABASE_URL")


def examples(number):
    """Return the number of examples, or of random seeds, of a test: a fifth where not all are tried."""
    return number if ALL else max(number // 5, 3)


def some_of(cases, step=4):
    """Return the cases of a test whose every case costs much: every fourth or so where not all are tried."""
    return list(cases) if ALL else list(cases)[::step]
