"""`make advisories` finds the pinned and vendored versions that a stored list of advisories names."""

import json
import zipfile

import pytest
from django.conf import settings

from scripts import advisories
from scripts.advisories import Component

DJANGO = Component("PyPI", "django", "6.1.3")


def advisory(*ranges, ecosystem="PyPI", name="Django", **fields):
    """Return a record about one package, with a range for each list of events."""
    affected = {"package": {"ecosystem": ecosystem, "name": name}}
    affected["ranges"] = [{"type": "ECOSYSTEM", "events": events} for events in ranges]
    return {
        "id": "X-1",
        "modified": "2026-11-01T00:00:00Z",
        "affected": [affected | fields.pop("affected", {})],
        **fields,
    }


def concerns(record, component=DJANGO):
    return [*advisories.concerning(component, [record])] == [record]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([{"introduced": "0"}], True),
        ([{"introduced": "0"}, {"fixed": "6.1.3"}], False),
        ([{"introduced": "0"}, {"fixed": "6.1.4"}], True),
        ([{"fixed": "6.1.10"}, {"introduced": "6.1"}], True),
        ([{"introduced": "6.1.4"}], False),
        ([{"introduced": "6.1.3"}, {"last_affected": "6.1.3"}], True),
        ([{"introduced": "0"}, {"last_affected": "6.1.2"}], False),
        ([{"introduced": "0"}, {"fixed": "5.2"}, {"introduced": "6.0"}, {"fixed": "6.2"}], True),
        ([{"introduced": "6.1.3rc1"}, {"fixed": "6.1.3"}, {"introduced": "6.1.3"}], True),
    ],
)
def test_a_version_is_affected_from_where_the_fault_came_until_it_was_mended(events, expected):
    assert concerns(advisory(events)) is expected


def test_one_range_of_several_is_enough():
    assert concerns(advisory([{"introduced": "7"}], [{"introduced": "6.1"}]))


def test_a_version_that_is_listed_by_itself_is_affected():
    assert concerns(advisory(affected={"versions": ["6.1.2", "6.1.3"]}))
    assert not concerns(advisory(affected={"versions": ["6.1.2"]}))


def test_versions_that_nobody_can_compare_are_reported():
    assert concerns(advisory([{"introduced": "the first one"}]))


def test_an_advisory_that_was_withdrawn_or_is_about_another_package_concerns_nobody():
    everything = [{"introduced": "0"}]
    assert not concerns(advisory(everything, withdrawn="2026-11-02T00:00:00Z"))
    assert not concerns(advisory(everything, name="django-htmx"))
    assert not concerns(advisory(everything, ecosystem="npm", name="django"))


def test_a_name_is_the_same_however_it_is_spelt():
    component = Component("PyPI", "django-htmx", "1.29.0")
    assert concerns(advisory([{"introduced": "0"}], name="Django_HTMX"), component)


def test_everything_that_is_pinned_or_vendored_is_compared():
    found = advisories.components(settings.BASE_DIR)
    assert {"django", "pysqlite3", "psycopg", "pytest", "htmx.org"} <= {each.name for each in found}
    lines = [
        line
        for file in settings.BASE_DIR.glob("requirements/*.txt")
        for line in file.read_text().splitlines()
        if "==" in line
    ]
    assert {line.partition("==")[0].partition("[")[0] for line in lines} <= {each.name for each in found}
    vendored = [file for file in settings.BASE_DIR.glob("static/vendor/*") if file.name != "README.md"]
    assert len([each for each in found if each.ecosystem == "npm"]) == len(vendored)


@pytest.fixture
def report(monkeypatch, capsys, tmp_path):
    """Return a function that compares lists with the project; it gives the status, and all that was printed."""
    monkeypatch.chdir(settings.BASE_DIR)

    def run(*paths):
        with pytest.raises(SystemExit) as ended:
            advisories.main([str(tmp_path / path) for path in paths])
        return ended.value.code, capsys.readouterr().out

    return run


def test_lists_are_read_from_folders_and_zips_together(report, tmp_path):
    (tmp_path / "folder").mkdir()
    known = advisory([{"introduced": "0"}], summary="It burns.", aliases=["CVE-1"])
    (tmp_path / "folder" / "X-1.json").write_text(json.dumps(known))
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.writestr("X-2.json", json.dumps(advisory([{"introduced": "999"}], ecosystem="npm", name="htmx.org")))
    status, printed = report("folder", "list.zip")
    assert status == 1
    assert "X-1 (CVE-1) It burns." in printed
    assert "1 of 2 advisories concern what is used here; the newest is of 2026-11-01." in printed
    assert report("list.zip")[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.zip", b"no zip", "cannot be read"),
        ("a.json/X.json", b"{", "cannot be read"),
        ("a.json/X.json", b'{"name": "no advisory"}', "has no id"),
        ("folder/README", b"", "there is no JSON file"),
    ],
)
def test_a_list_that_is_none_is_refused_with_a_sentence(report, tmp_path, name, content, sentence):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    status, _printed = report(name.partition("/")[0])
    assert sentence in status


def test_without_a_list_nothing_passes(report):
    assert report()[0].startswith("ADVISORIES is empty.")
    assert "cannot be read" in report("nowhere")[0]
