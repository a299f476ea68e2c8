"""Settings from the environment: valid values, and the sentences about invalid ones."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ditcards import environment, files_url, folders

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = (
    "SECRET_KEY",
    "DEBUG",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "HSTS",
    "DATABASE_URL",
    "DATABASE_REPLICA_URL",
    "DATABASE_DIRECT_URL",
    "EMAIL_URL",
    "INTERVAL_CAP_DAYS",
    "TRUSTED_PROXIES",
    "JOBS_STALE_SECONDS",
    "PSEUDO_LANGUAGES",
    "TEACHING",
    "METRICS_TOKEN",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "ACCESS_LOG",
    "DRAIN_SECONDS",
    "MIN_FREE_DISK_MIB",
    "MAX_JOB_WAIT_SECONDS",
    "FILES_URL",
    "CACHE_URL",
)


def start(tmp_path, *command, **variables):
    inherited = {
        name: value for name, value in os.environ.items() if name not in (*VARIABLES, "DJANGO_ALLOW_ASYNC_UNSAFE")
    }
    environment = {**inherited, "DITCARDS_DATA": str(tmp_path), **variables}
    return subprocess.run(  # noqa: S603 - our own manage.py
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "False"}, "SECRET_KEY is empty."),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'. Set it to on or off."),
        ({"SITE_URL": "cards.example.org"}, "SITE_URL is 'cards.example.org'. Set it to https://cards.example.org"),
        ({"HSTS": "always"}, "HSTS is 'always'. Set it to off, host, subdomains or preload."),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL is invalid."),
        ({"DATABASE_URL": "postgres://localhost"}, "DATABASE_URL names no database."),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is invalid."),
        ({"DATABASE_URL": "postgres://host:port/x"}, "DATABASE_URL is invalid."),
        ({"DATABASE_URL": "postgres://host:65536/x"}, "DATABASE_URL is invalid."),
        ({"DATABASE_URL": "postgres://one:5432,two:65536/x"}, "DATABASE_URL is invalid."),
        ({"DATABASE_URL": "postgres://[::1/x"}, "DATABASE_URL is invalid."),
        ({"DATABASE_REPLICA_URL": "postgres://host/x"}, "DATABASE_REPLICA_URL is invalid. Set it to postgres://"),
        ({"DATABASE_DIRECT_URL": "postgres://host/x"}, "DATABASE_DIRECT_URL is invalid. Set it to postgres://"),
        ({"DITCARDS_DATA": "/dev/null/folder"}, "DITCARDS_DATA is '/dev/null/folder'. Set it to a folder"),
        ({"DITCARDS_DATA": "/proc"}, "DITCARDS_DATA is '/proc'. Set it to a folder that can be created and written."),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN is too short or has other characters."),
        ({"DRAIN_SECONDS": "301"}, "DRAIN_SECONDS is '301'."),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'. Set it to text or json."),
        ({"MIN_FREE_DISK_MIB": "-1"}, "MIN_FREE_DISK_MIB is '-1'."),
        ({"MAX_JOB_WAIT_SECONDS": "0"}, "MAX_JOB_WAIT_SECONDS is '0'."),
        ({"TEACHING": "nobody"}, "TEACHING is 'nobody'. Set it to everybody, invited or superusers."),
        ({"SIGNUP": "perhaps"}, "SIGNUP is 'perhaps'. Set it to open, domains, invitation or closed."),
        ({"SIGNUP": "domains", "EMAIL_URL": "smtp://localhost"}, "SIGNUP_DOMAINS is ''. Set it to domains:"),
        ({"SIGNUP": "domains", "SIGNUP_DOMAINS": "me@uni"}, "SIGNUP_DOMAINS is 'me@uni'. Set it to domains:"),
        ({"SIGNUP": "domains", "SIGNUP_DOMAINS": "uni.example.org"}, "SIGNUP is domains: set EMAIL_URL, too."),
        ({"EMAIL_URL": "pigeon://coop"}, "EMAIL_URL is invalid."),
        ({"EMAIL_URL": "smtp://host:port"}, "EMAIL_URL is invalid."),
        ({"EMAIL_URL": "smtp://host:65536"}, "EMAIL_URL is invalid."),
        ({"EMAIL_URL": "smtp://[::1"}, "EMAIL_URL is invalid."),
        ({"DATABASE_URL": "postgres://host/x?pool=many"}, "DATABASE_URL is invalid. Set conn_max_age to seconds"),
        ({"DATABASE_URL": "postgres://host/x?conn_max_age=-1"}, "DATABASE_URL is invalid. Set conn_max_age to seconds"),
        ({"CACHE_URL": "memcached://host"}, "CACHE_URL is invalid. Set it to redis://:password@host:6379/0."),
        ({"FILES_URL": "s3:///folder"}, "FILES_URL is invalid. Set it to s3://bucket or"),
        ({"FILES_URL": "https://s3.example.org/bucket"}, "FILES_URL is invalid."),
        ({"FILES_URL": "s3://bucket?endpoint=s3.example.org"}, "FILES_URL is invalid."),
        ({"FILES_URL": "s3://key@bucket"}, "FILES_URL is invalid."),
        ({"FILES_URL": "s3://bucket?endpiont=https://s3.example.org"}, "FILES_URL is invalid."),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'. Set it to a whole number from 0 to 10."),
        ({"INTERVAL_CAP_DAYS": "0"}, "INTERVAL_CAP_DAYS is '0'. Set it to a whole number from 1 to 36500."),
    ],
)
def test_an_invalid_value_ends_the_program_with_a_sentence(tmp_path, variables, sentence):
    result = start(tmp_path, "manage.py", "check", **variables)
    assert result.returncode != 0
    assert result.stderr.startswith(sentence)
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_server_without_a_secret_key_refuses_to_start(tmp_path):
    result = start(tmp_path, "-c", "import ditcards.wsgi")
    assert result.returncode != 0
    assert "SECRET_KEY is empty." in result.stderr


@pytest.mark.slow
def test_development_needs_no_settings(tmp_path):
    assert start(tmp_path, "manage.py", "check").returncode == 0


@pytest.mark.slow
def test_a_production_environment_passes_the_deployment_check(tmp_path):
    secret = "k7#mQ2!vX9pL4$wZ8nR6^tB3&yH5*uJ1cD0eF-gS_aT+iO=xN~"
    result = start(
        tmp_path,
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY=secret,
        DEBUG="False",
        SITE_URL="https://cards.example.org",
        EMAIL_URL="smtp+tls://user:password@mail.example.org:587",
    )
    assert result.stderr == ""
    assert "no issues" in result.stdout
    assert result.returncode == 0


def documented():
    """Return the variables of docs/settings.md with their defaults; a default in words is empty."""
    table = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:`([^`]*)`)?[^|]*\|", table, re.MULTILINE)
    return dict(rows)


def test_every_variable_is_documented():
    assert {*VARIABLES, "DITCARDS_DATA", "EMAIL_FROM", "PORT"} <= {*documented()}


def test_the_example_has_every_variable_with_a_comment_and_its_default():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert dict(re.findall(r"^# .+\n#(\w+)=(.*)$", example, re.MULTILINE)) == documented()


@pytest.mark.parametrize(
    ("url", "origin", "host", "prefix"),
    [
        ("https://cards.example.org", "https://cards.example.org", "cards.example.org", ""),
        ("HTTPS://Cards.Example.org/", "https://cards.example.org", "cards.example.org", ""),
        ("https://example.org:443/cards/", "https://example.org", "example.org", "/cards"),
        ("https://example.org:8443/Team/cards", "https://example.org:8443", "example.org", "/Team/cards"),
        ("http://192.0.2.7:8000", "http://192.0.2.7:8000", "192.0.2.7", ""),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]", ""),
        ("http://my_host", "http://my_host", "my_host", ""),
    ],
)
def test_the_url_of_the_site_gives_its_origin_its_host_and_its_prefix(monkeypatch, url, origin, host, prefix):
    monkeypatch.setenv("SITE_URL", url)
    site = environment.site(default="")
    assert (site.origin, site.host, site.prefix) == (origin, host, prefix)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org",
        "https://",
        "https://example.org:65536",
        "https://example.org:port",
        "https://user@example.org",
        "https://example.org/a b",
        "https://example.org/../cards",
        "https://example.org//cards",
        "https://example.org/cards?page=1",
        "https://example.org/cards#top",
        "https://*.example.org",
        "https://[::1",
    ],
)
def test_what_is_no_url_of_a_site_is_refused(monkeypatch, url):
    monkeypatch.setenv("SITE_URL", url)
    with pytest.raises(environment.ConfigurationError, match=re.escape("Set it to https://cards.example.org")):
        environment.site(default="")


def test_cookies_below_a_path_have_names_of_their_own(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/team/cards")
    assert environment.site(default="").cookie_prefix == "team_cards_"


SHOW = "from django.conf import settings; print(*(getattr(settings, name) for name in {names}))"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "names", "values"),
    [
        (
            {"SITE_URL": "https://example.org/cards"},
            ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_PATH", "STATIC_URL", "SESSION_COOKIE_SECURE"),
            "['example.org'] ['https://example.org'] /cards /cards/static/ True",
        ),
        (
            {"SITE_URL": "https://example.org"},
            ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
            "31536000 False",
        ),
        ({"SITE_URL": "https://example.org/cards"}, ("SECURE_HSTS_SECONDS",), "0"),
        ({"SITE_URL": "http://example.org"}, ("SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE"), "0 False"),
        (
            {"SITE_URL": "https://example.org", "HSTS": "preload"},
            ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
            "True True",
        ),
        ({"SECRET_KEY_FALLBACKS": "old,older"}, ("SECRET_KEY_FALLBACKS",), "['old', 'older']"),
    ],
)
def test_from_the_url_of_the_site_follow_its_hosts_cookies_and_headers(tmp_path, variables, names, values):
    django = {"DJANGO_SETTINGS_MODULE": "ditcards.settings", "SECRET_KEY": "x", "DEBUG": "off"}
    result = start(tmp_path, "-c", SHOW.format(names=names), **django, **variables)
    assert result.stdout.strip() == values, result.stderr


def test_an_email_url_gives_host_port_and_password(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://user:pass%40word@mail.example.org:587")
    options = environment.mailers()["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["password"]) == ("mail.example.org", 587, "pass@word")


@pytest.mark.parametrize(("scheme", "port"), [("smtp", 25), ("smtp+tls", 587), ("smtp+ssl", 465)])
def test_an_email_url_without_a_port_has_that_of_its_scheme(monkeypatch, scheme, port):
    monkeypatch.setenv("EMAIL_URL", f"{scheme}://mail.example.org")
    assert environment.mailers()["default"]["OPTIONS"]["port"] == port


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "is_local"),
    [
        ({}, True),
        ({"SITE_URL": "http://127.0.0.1:8001"}, True),
        ({"SITE_URL": "http://cards.example.org"}, False),
        ({"DATABASE_URL": "postgres://localhost/x"}, False),
    ],
)
def test_a_site_is_local_unless_something_says_that_others_reach_it(tmp_path, variables, is_local):
    program = "from ditcards import settings; print(settings.IS_LOCAL)"
    result = start(tmp_path, "-c", program, **{"DEBUG": "off", "SECRET_KEY": "x", **variables})
    assert result.stdout.split() == [str(is_local)], result.stderr


@pytest.mark.slow
def test_what_is_stored_is_for_this_account_only(tmp_path):
    data = tmp_path / "data"
    start(tmp_path, "manage.py", "migrate", "--verbosity=0", DITCARDS_DATA=str(data), DEBUG="on")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.rglob("*") if path.is_file()} == {0o600}


def test_a_folder_that_was_open_is_closed(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    (data / "ditcards.sqlite3").touch(mode=0o644)
    monkeypatch.setenv("DITCARDS_DATA", str(data))
    folders.data_folder(tmp_path)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "ditcards.sqlite3").stat().st_mode) == 0o600


def test_a_folder_that_others_share_stays_open(tmp_path, monkeypatch):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("DITCARDS_DATA", str(shared))
    folders.data_folder(tmp_path)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777


def test_a_bucket_holds_all_files_and_this_machine_copies_of_media(monkeypatch, tmp_path):
    monkeypatch.setenv("FILES_URL", "s3://me:pass%2Fword@cards/site?endpoint=https://s3.example.org&region=eu-west-1")
    found = {name: each["OPTIONS"] for name, each in files_url.storages(tmp_path).items()}
    assert {name: each["location"] for name, each in found.items()} == {
        name: f"site/{name}" for name in ("media", "jobs", "scratch")
    }
    assert {each["secret_key"] for each in found.values()} == {"pass/word"}
    assert [name for name, each in found.items() if "cache" in each] == ["media"]
