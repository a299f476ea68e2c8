"""Puts small faults into the risky modules, one at a time, and runs the tests beside them: each must make one fail.

FAULTS=100 and SEED=1 choose the faults; AREA=jobs has those of one area alone. Exits with status 1 where one survives.
The tests run in a copy of the project, with the database of DATABASE_URL: only PostgreSQL has locks of rows.
"""

import ast
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, zip_longest
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scripts.mutated_areas import AREAS, EQUIVALENT, Area

# A fault may be a loop without end, which is found as well: after so often the time that the tests take without it.
PATIENCE, MIN_SECONDS = 4, 60
PASSED, FAILED, NOT_COLLECTED = 0, 1, 2  # pytest's statuses; with any other it ran no test
PYTEST = ("-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider")
OUTCOMES = {PASSED: "SURVIVES", None: "endless"}
LANES = 2  # of areas, at the same time
UNSEEN = {"frozen", "slots", "strict"}  # what they forbid where they are True, nobody does: no test can notice it
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    one: other
    for pair in [(ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot)]
    for one, other in (pair, pair[::-1])
}
DECORATORS = {"login_required", "require_POST", "require_safe", "require_http_methods", "transaction.atomic", "limited"}

type Change = Callable[[], None]


@dataclass(frozen=True)
class Fault:
    """One small fault: the file, its line, what is done there, and the place of it among the file's faults."""

    path: str
    line: int
    what: str
    place: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"


def main() -> None:
    """Try the faults, those of two areas at the same time; print each, and at the end how many were found."""
    count, seed = int(os.environ.get("FAULTS", "100")), int(os.environ.get("SEED", "1"))
    areas = {name: area for name, area in AREAS.items() if os.environ.get("AREA", name) == name}
    faults: dict[str, list[Fault]] = {name: [] for name in areas}
    for name, fault in islice(_chosen(areas, random.Random(seed)), count):
        faults[name].append(fault)
    with ThreadPoolExecutor(LANES) as pool:
        survivors = list(chain.from_iterable(pool.map(_survivors, faults, areas.values(), faults.values())))
    for fault in survivors:
        print(f"survived: {fault}")
    tried = sum(map(len, faults.values()))
    print(f"{tried - len(survivors)} of {tried} faults found (seed {seed})")
    raise SystemExit(bool(survivors))


def _chosen(areas: dict[str, Area], chance: random.Random) -> Iterator[tuple[str, Fault]]:
    """Yield faults in turn of each area, in an order of chance; none of those that change nothing."""
    orders = []
    for name, area in areas.items():
        faults = [fault for path in area.modules for fault in faults_of(path)]
        chance.shuffle(faults)
        orders.append([(name, fault) for fault in faults if f"{fault.path} {fault.what}" not in EQUIVALENT])
    return (each for each in chain.from_iterable(zip_longest(*orders)) if each)


def faults_of(path: str) -> Iterator[Fault]:
    """Yield the faults that a file can have."""
    for place, (line, what, _) in enumerate(_changes(ast.parse(Path(path).read_text()))):
        yield Fault(path, line, what, place)


def with_fault(source: str, place: int) -> str:
    """Return the source with the fault that has this place among those it can have."""
    tree = ast.parse(source)
    *_, change = next(islice(_changes(tree), place, None))
    change()
    return ast.unparse(ast.fix_missing_locations(tree))


def _changes(tree: ast.Module) -> Iterator[tuple[int, str, Change]]:
    """Yield each possible change of a tree: its line, what a reader is to know, and what makes it."""
    unseen = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.keyword) and _is_unseen(each)}
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        line = getattr(node, "lineno", 0)
        for change, after in _changes_at(node):
            yield line, f"`{_source(node)}` {after}", change


def _is_unseen(argument: ast.keyword) -> bool:
    return argument.arg in UNSEEN and isinstance(argument.value, ast.Constant) and argument.value.value is True


def _changes_at(node: ast.AST) -> Iterator[tuple[Change, str]]:  # noqa: C901 - a list of patterns
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in COMPARISONS:
            other = COMPARISONS[type(op)]
            yield lambda: node.ops.__setitem__(0, other()), f"with {other.__name__}"
        case ast.Constant(value=bool()):
            yield lambda: setattr(node, "value", not node.value), f"is {not node.value}"
        case ast.Constant(value=int()):
            yield lambda: setattr(node, "value", node.value + 1), f"is {node.value + 1}"  # type: ignore[operator]
        case ast.If() | ast.IfExp():
            yield lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test)), "with its condition negated"
        case ast.BoolOp():
            other_word = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield lambda: setattr(node, "op", other_word()), f"with {other_word.__name__}"
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            sign = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
            yield lambda: setattr(node, "op", sign()), f"with {sign.__name__}"
        case ast.Call(func=ast.Attribute() as function):
            yield from _changes_of_call(node, function)
        case ast.FunctionDef():
            yield from _changes_of_function(node)


def _changes_of_function(function: ast.FunctionDef) -> Iterator[tuple[Change, str]]:
    """Yield a function without one of its guards."""
    for each in function.decorator_list:
        name = ast.unparse(each.func if isinstance(each, ast.Call) else each)
        if name in DECORATORS:
            yield partial(function.decorator_list.remove, each), f"without @{name}"


def _changes_of_call(call: ast.Call, function: ast.Attribute) -> Iterator[tuple[Change, str]]:
    """Yield a filter that no longer names the person, and rows that are not locked."""
    for keyword in call.keywords:
        if function.attr in ("filter", "get") and keyword.arg == "user":
            yield partial(call.keywords.remove, keyword), "without the user"
    if function.attr == "select_for_update":

        def unlocked() -> None:
            function.attr, call.args, call.keywords = "all", [], []

        yield unlocked, "without the lock"


def _source(node: ast.AST) -> str:
    """Return a node in one short line."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    return " ".join(ast.unparse(node).splitlines()[0].split())[:70]


def _copy_project(copy: Path) -> None:
    """Copy the files that belong to the project, as they are."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(lambda name: name and Path(name).is_file(), names):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(name, copy / name)


def _survivors(name: str, area: Area, faults: list[Fault]) -> list[Fault]:
    """Return the faults that the tests of an area do not notice: in a copy, and with a database, of its own."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(area, Path(folder), _environment(name, Path(folder, "data")))
        _copy_project(trial.copy)
        begun = time.monotonic()
        trial.expect_success()
        seconds = max(MIN_SECONDS, PATIENCE * (time.monotonic() - begun))
        survivors = [fault for fault in faults if trial.survives(fault, seconds)]
        trial.expect_success()  # else what was found would be something else
    return survivors


def _environment(name: str, data: Path) -> dict[str, str]:
    """Return the variables for the tests of an area; where they run on a server, it has a database for each."""
    variables = {**os.environ, "DITCARDS_DATA": str(data)}
    if url := variables.get("DATABASE_URL"):
        parts = urlsplit(url)
        variables["DATABASE_URL"] = urlunsplit(parts._replace(path=f"{parts.path}_{name}"))
    return variables


@dataclass(frozen=True)
class Trial:
    """An area, the copy of the project in which its modules get faults, and the variables for its tests."""

    area: Area
    copy: Path
    environment: dict[str, str]

    def survives(self, fault: Fault, seconds: float) -> bool:
        """Return whether all tests pass with the fault; print what became of it."""
        file = self.copy / fault.path
        original = file.read_text()  # of the copy: the project may change while this runs
        _write(file, with_fault(original, fault.place))
        status = self._status(seconds)
        _write(file, original)
        print(f"{OUTCOMES.get(status, 'found')}: {fault}", flush=True)
        return status == PASSED

    def expect_success(self) -> None:
        """End with a sentence where the tests fail without a fault."""
        if self._status(None) != PASSED:
            raise SystemExit(f"The tests fail without a fault: {' '.join(self.area.tests)}")

    def _status(self, seconds: float | None) -> int | None:
        """Return pytest's status, None where it did not end in time. Ends with a sentence where it could not run."""
        command = [sys.executable, *PYTEST, *self.area.tests]
        try:
            status = subprocess.run(
                command, cwd=self.copy, env=self.environment, capture_output=True, timeout=seconds, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            return None
        if status not in (PASSED, FAILED, NOT_COLLECTED):
            raise SystemExit(f"pytest ended with {status}: {' '.join(self.area.tests)}")
        return status


def _write(file: Path, source: str) -> None:
    """Write a module and forget what it was compiled to: Python compares the second and the size only."""
    file.write_text(source)
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
