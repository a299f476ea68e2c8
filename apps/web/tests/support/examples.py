"""How many examples a test tries, in CI and outside of it."""

import os

IN_CI = bool(os.environ.get("CI"))


def examples(in_ci):
    """Return the number of examples, or of random seeds, of a test: fewer outside of CI."""
    return in_ci if IN_CI else max(in_ci // 5, 3)


def some_of(cases, step=4):
    """Return the cases of a test whose every case costs much: all in CI, every fourth or so outside of it."""
    return list(cases) if IN_CI else list(cases)[::step]
