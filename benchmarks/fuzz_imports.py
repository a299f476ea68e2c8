"""10,000 broken files of each kind that can be imported: each gives a deck or a sentence, and no file is left."""

import sys
import tempfile
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from apps.accounts.models import User
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats.detect import open_file
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.mutants import files, mutants
from benchmarks import site

MUTANTS = 10_000
IMPORTED = 50  # one of so many is imported, the others are looked at
SLOW_S = 2
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def main() -> None:
    """Try all kinds; end with status 1 where anything but a deck or a Problem came of one."""
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
    for place, broken in enumerate(mutants(data, MUTANTS, seed=11)):
        path.write_bytes(broken)
        started = time.perf_counter()
        try:
            _bring(path, owner, imports=place % IMPORTED == 0)
        except ImportProblem:
            refused += 1
        except Exception:  # what must not be, with the file that shows it
            wrong += 1
            print(f"{name}, mutant {place}:\n{traceback.format_exc()}")
        slowest = max(slowest, time.perf_counter() - started)
    slow = "  SLOW" if slowest > SLOW_S else ""
    print(
        f"{name}: {MUTANTS - refused - wrong:,} read, {refused:,} refused, {wrong} wrong, at most {slowest:.2f} s{slow}"
    )
    return wrong


def _bring(path: Path, owner: User, *, imports: bool) -> None:
    with open_file(path, path.name) as incoming:
        if imports:
            import_decks(incoming, Target(owner=owner), now=NOW, learner=owner)
        else:
            plan_import(incoming, Target(owner=owner))


if __name__ == "__main__":
    main()
