"""The environment: what it may say, and that anything else stops the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "SECRET_KEY",
    "DEBUG",
    "HTTPS",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "EMAIL_URL",
    "INTERVAL_CAP_DAYS",
    "JOBS_STALE_SECONDS",
)


def start(tmp_path, *command, **variables):
    inherited = {name: value for name, value in os.environ.items() if name not in (*OURS, "DJANGO_ALLOW_ASYNC_UNSAFE")}
    environment = {**inherited, "DITCARDS_DATA": str(tmp_path), **variables}
    return subprocess.run(  # noqa: S603 - our own manage.py
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "False"}, "SECRET_KEY is empty."),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'. Set it to on or off."),
        ({"HTTPS": "sometimes"}, "HTTPS is 'sometimes'. Set it to on or off."),
        ({"ALLOWED_HOSTS": "https://example.org/"}, "ALLOWED_HOSTS has 'https://example.org/'."),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL cannot be used."),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be used."),
        ({"DITCARDS_DATA": "/dev/null/folder"}, "DITCARDS_DATA is '/dev/null/folder'. Name a folder"),
        ({"EMAIL_URL": "pigeon://coop"}, "EMAIL_URL cannot be used."),
        ({"EMAIL_URL": "smtp://host:port"}, "EMAIL_URL cannot be used."),
        ({"INTERVAL_CAP_DAYS": "0"}, "INTERVAL_CAP_DAYS is '0'. Set it to a whole number from 1 to 36500."),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence(tmp_path, variables, sentence):
    result = start(tmp_path, "manage.py", "check", **variables)
    assert result.returncode != 0
    assert result.stderr.startswith(sentence)
    assert "Traceback" not in result.stderr


def test_a_server_without_a_secret_key_refuses_to_start(tmp_path):
    result = start(tmp_path, "-c", "import ditcards.wsgi")
    assert result.returncode != 0
    assert "SECRET_KEY is empty." in result.stderr


def test_a_workbench_starts_with_nothing_set(tmp_path):
    assert start(tmp_path, "manage.py", "check").returncode == 0


def test_a_production_environment_passes_the_deployment_check(tmp_path):
    secret = "k7#mQ2!vX9pL4$wZ8nR6^tB3&yH5*uJ1cD0eF-gS_aT+iO=xN~"
    result = start(
        tmp_path,
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY=secret,
        DEBUG="False",
        ALLOWED_HOSTS="cards.example.org",
        EMAIL_URL="smtp+tls://user:password@mail.example.org:587",
    )
    assert result.stderr == ""
    assert "no issues" in result.stdout
    assert result.returncode == 0


def test_every_variable_is_documented():
    table = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in (*OURS, "DITCARDS_DATA", "EMAIL_FROM", "PORT"):
        assert f"| `{name}` |" in table
