"""What is counted: by the names of views, and in the files of each process."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.db import OperationalError

from apps.jobs import queue
from apps.jobs.models import Job
from apps.operations.metrics.exposition import metrics_text
from apps.operations.metrics.processes import forget_ended
from apps.reviews.metrics import GRADES
from apps.reviews.services import grade_card
from apps.web.tests.support.clock import NOW


def value(name):
    """Return the value of a metric as Prometheus reads it; 0 where a counter has counted nothing yet."""
    lines = [line for line in metrics_text().decode().splitlines() if line.startswith(f"{name} ")]
    return float(lines[0].rpartition(" ")[2]) if lines else 0


def test_requests_are_counted_by_the_name_of_the_view_and_no_path_is_a_label(client, learner):
    name = 'ditcards_requests_total{method="GET",status="302",view="jobs:list"}'
    before = value(name)
    client.get("/jobs/?secret=1")
    assert value(name) == before + 1
    assert "secret" not in metrics_text().decode()


def test_an_invented_method_adds_no_label(client, db):
    client.generic("BREW", "/help/")
    assert "BREW" not in metrics_text().decode()


def test_a_grade_is_counted_when_it_is_committed(schedule, django_capture_on_commit_callbacks):
    name = 'ditcards_grades_total{kind="learn"}'
    before = value(name)
    with django_capture_on_commit_callbacks() as callbacks:
        grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    assert value(name) == before
    for callback in callbacks:
        callback()
    assert value(name) == before + 1
    assert GRADES


def test_jobs_are_counted_by_kind_and_state(learner):
    for _ in range(2):
        Job.objects.create(owner=learner, kind="print", title="x", created_at=NOW)
    assert value('ditcards_jobs{kind="print",state="waiting"}') == 2


def test_the_longest_wait_of_a_job_is_a_metric(learner):
    for minutes in (1, 3):
        Job.objects.create(owner=learner, kind="print", title="x", created_at=NOW - timedelta(minutes=minutes))
    assert value("ditcards_jobs_oldest_seconds") == 180


def test_a_database_that_is_away_is_a_metric(db, monkeypatch):
    def refuse(*_arguments):
        raise OperationalError

    monkeypatch.setattr(queue, "longest_wait", refuse)
    assert "ditcards_database_up 0.0" in metrics_text().decode()


def test_what_ended_processes_counted_is_forgotten(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (f"counter_{ended.pid}.db", f"counter_{os.getpid()}.db", "histogram_x.db"):
        (tmp_path / name).touch()
    forget_ended(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"counter_{os.getpid()}.db"]


def test_what_nodes_left_that_are_no_more_is_deleted_and_what_others_count_stays(tmp_path):
    ours, others, left = (tmp_path / name for name in ("ours", "others", "left"))
    for folder in (ours, others, left):
        folder.mkdir()
        (folder / "counter_1.db").touch()
    (tmp_path / "counter_1.db").touch()
    for path in (left / "counter_1.db", left, tmp_path / "counter_1.db", others):
        os.utime(path, (1, 1))
    forget_ended(ours)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["others", "ours"]
    assert (others / "counter_1.db").exists()


def test_what_another_node_deletes_at_the_same_time_stops_no_start(tmp_path, monkeypatch):
    (tmp_path / "ours").mkdir()
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter([tmp_path / "gone"]))
    forget_ended(tmp_path / "ours")
