"""What docs/deploying/ and .dockerignore must have in common with the rest."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from apps.formats.limits import MIB

ROOT = Path(__file__).resolve().parents[2]
UNITS = {"m": MIB, "MiB": MIB, "MB": 1_000_000}  # nginx counts in powers of two, Caddy also in powers of ten


@pytest.mark.parametrize(("file", "limit"), [("nginx.conf", r"client_max_body_size"), ("Caddyfile", r"max_size")])
def test_a_proxy_takes_what_the_site_takes(file, limit):
    text = (ROOT / "docs/deploying" / file).read_text(encoding="utf-8")
    [(number, unit)] = re.findall(rf"^\s*{limit} (\d+)([A-Za-z]+);?$", text, re.MULTILINE)
    assert int(number) * UNITS[unit] == settings.MAX_REQUEST_BYTES


def test_an_image_has_nothing_of_a_checkout_that_git_ignores():
    ignored = {
        line.strip("/") if line.startswith("/") else f"**/{line.strip('/')}" for line in _lines(ROOT / ".gitignore")
    }
    assert _lines(ROOT / ".dockerignore") == ignored | {".git"}


def _lines(file: Path) -> set[str]:
    return {line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
