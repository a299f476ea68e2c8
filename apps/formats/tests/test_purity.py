import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import apps.formats
import apps.scheduler

ROOT = Path(apps.formats.__file__).parents[2]
MODULES = sorted(
    module.name
    for package in (apps.formats, apps.scheduler)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if ".tests" not in module.name
)
IMPORT_ALL = """
import importlib, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            raise ImportError(f"{name} is imported")

sys.meta_path.insert(0, NoDjango())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
CLOCKS = {"now", "today", "utcnow"}


def test_formats_and_scheduler_are_imported_where_there_is_no_django():
    subprocess.run([sys.executable, "-c", IMPORT_ALL, *MODULES], cwd=ROOT, check=True)  # noqa: S603


@pytest.mark.parametrize("module", MODULES)
def test_formats_and_scheduler_read_no_clock(module):
    path = ROOT / module.replace(".", "/")
    source = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text()
    called = {node.func.attr for node in ast.walk(ast.parse(source)) if _is_method_call(node)}
    assert not called & CLOCKS


def _is_method_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
