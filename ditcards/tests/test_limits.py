"""docs/limits.md tells the limits as they are, and all that formats have."""

import re
from dataclasses import fields
from pkgutil import resolve_name

import pytest
from django.conf import settings

from apps.formats import limits

PAGE = settings.BASE_DIR / "docs" / "limits.md"
ROWS = re.findall(r"^\| [^|]+ \| ([^|]+) \| `([\w.]+)\.(\w+)` \|$", PAGE.read_text(), re.MULTILINE)
INSIDE = re.compile(r"SLUG|LANGUAGE|LICENCE|ATTRIBUTION|URL|GUID|DECK_PATH|LINES|XML|PAGE_TAGS|PAGE_DEPTH|PDF_TABLE")


@pytest.mark.parametrize(("stated", "module", "name"), ROWS, ids=[f"{module}.{name}" for _, module, name in ROWS])
def test_the_limit_is_the_one_that_is_stated(stated, module, name):
    value = resolve_name(f"{module}.{name}")
    assert stated == (str(limits.as_size(value)) if name.endswith("BYTES") or stated.endswith("iB") else f"{value:,}")


def test_every_limit_of_files_that_a_person_can_meet_is_stated():
    stated = {name for _, module, name in ROWS if module == limits.__name__}
    assert {name for name in vars(limits) if name.startswith("MAX_") and not INSIDE.search(name)} == stated


def test_every_limit_of_a_package_is_stated():
    stated = {name for _, module, name in ROWS if module.endswith(".PackageLimits")}
    assert {each.name for each in fields(limits.PackageLimits)} == stated
