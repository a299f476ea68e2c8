"""`make mutate` puts its faults where they can be found: modules and tests exist, and a fault changes one thing."""

from pathlib import Path

import pytest
from django.conf import settings

from scripts.mutate import faults_of, with_fault
from scripts.mutated_areas import AREAS, EQUIVALENT

MODULES = sorted({module for area in AREAS.values() for module in area.modules})
TESTS = sorted({test.partition("::")[0] for area in AREAS.values() for test in area.tests})


@pytest.fixture(autouse=True)
def root(monkeypatch):
    monkeypatch.chdir(settings.BASE_DIR)


@pytest.mark.parametrize("path", MODULES + TESTS)
def test_the_files_of_an_area_exist(path):
    assert Path(path).exists()


def test_what_is_called_equivalent_is_a_fault_of_today():
    assert {*EQUIVALENT} <= {f"{fault.path} {fault.what}" for path in MODULES for fault in faults_of(path)}


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("a < 3", {"`a < 3` with LtE": "a <= 3", "`3` is 4": "a < 4"}),
        ("if a:\n    b()", {"`if a:` with its condition negated": "if not a:\n    b()"}),
        ("rows.filter(user=user)", {"`rows.filter(user=user)` without the user": "rows.filter()"}),
        ("rows.select_for_update(of=x)", {"`rows.select_for_update(of=x)` without the lock": "rows.all()"}),
        ("@limited\ndef page():\n    pass", {"`page` without @limited": "def page():\n    pass"}),
        ("@dataclass(frozen=True)\nclass A:\n    pass", {}),
        ("zip(a, b, strict=True)", {}),
        ("zip(a, b, strict=False)", {"`False` is True": "zip(a, b, strict=True)"}),
    ],
)
def test_a_fault_is_one_small_change(tmp_path, source, faults):
    file = tmp_path / "module.py"
    file.write_text(source)
    assert {fault.what: with_fault(source, fault.place) for fault in faults_of(str(file))} == faults
