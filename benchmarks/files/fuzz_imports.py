"""Imports 10,000 broken files of each kind: each gives a deck or an error sentence, and leaves no file behind."""

import sys
import tempfile
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from apps.accounts.models import User
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tests.support.mutants import files, mutants
from benchmarks import site

MUTANTS = 10_000
IMPORT_EVERY = 50  # one of this many is imported, the others are only planned
SLOW_SECONDS = 2
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def main() -> None:
    """Try all kinds; exit with status 1 if any file gives something else than a deck or an ImportProblem."""
    site.prepare()
    owner = User.objects.create_user("fuzz@example.org")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        tempfile.tempdir = temporary
        wrong = sum(_try(name, data, Path(folder, name), owner) for name, data in files().items())
        left = list(Path(temporary).iterdir())
    print(f"{wrong} wrong, {len(left)} files left behind")
    sys.exit(bool(wrong or left))


def _try(name: str, data: bytes, path: Path, owner: User) -> int:
    refused = wrong = 0
    slowest = 0.0
    for number, mutant in enumerate(mutants(data, MUTANTS, seed=11)):
        path.write_bytes(mutant)
        started = time.perf_counter()
        try:
            _import(path, owner, imports=number % IMPORT_EVERY == 0)
        except ImportProblem:
            refused += 1
        except Exception:  # a bug, which the printed mutant reproduces
            wrong += 1
            print(f"{name}, mutant {number}:\n{traceback.format_exc()}")
        slowest = max(slowest, time.perf_counter() - started)
    slow = "  SLOW" if slowest > SLOW_SECONDS else ""
    print(
        f"{name}: {MUTANTS - refused - wrong:,} read, {refused:,} refused, {wrong} wrong, at most {slowest:.2f} s{slow}"
    )
    return wrong


def _import(path: Path, owner: User, *, imports: bool) -> None:
    with open_file(path, path.name) as incoming:
        if imports:
            import_decks(incoming, Target(owner=owner), now=NOW, learner=owner)
        else:
            plan_import(incoming, Target(owner=owner))


if __name__ == "__main__":
    main()
