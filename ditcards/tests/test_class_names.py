"""One class name has one meaning over all apps, so that searching for it finds one thing."""

import ast
from collections import defaultdict
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
DJANGO_NAMES = {"Command", "Migration"}  # Django finds a class by these names


def classes(source):
    """Return the names of a module's classes: not of those inside of another, whose name comes before theirs."""
    names = [node.name for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return [name for name in names if name not in DJANGO_NAMES]


def modules():
    """Return the modules of apps/ but for tests."""
    return [path for path in sorted((BASE / "apps").rglob("*.py")) if "tests" not in path.parts]


def test_no_two_classes_have_one_name():
    found = defaultdict(list)
    for path in modules():
        for name in classes(path.read_text(encoding="utf-8")):
            found[name].append(path.relative_to(BASE).as_posix())
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_names_that_django_finds_and_classes_inside_of_others_are_left_out():
    source = "class Note:\n    class Kind:\n        pass\n\nclass Command:\n    pass\n"
    assert classes(source) == ["Note"]
