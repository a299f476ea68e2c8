"""Printing in child processes: together again, and nothing takes the rest with it."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from apps.printing.assembly.merge import merge
from apps.printing.engine import printer
from apps.printing.engine.printer import Printer, PrintFailed
from apps.printing.engine.weasyprint_door import PangoMissing
from apps.printing.engine.workers import worker_pool
from apps.printing.engine.workers.worker_process import PROJECT
from apps.printing.layouts.document_info import DocumentInfo
from apps.web.tests.support.waiting import wait_until

pytestmark = pytest.mark.slow  # each starts processes

ABOUT = DocumentInfo("Diffusion", "en", "Ada")


def printed(printer_of_this, groups):
    target = io.BytesIO()
    merge(printer_of_this.print(groups), target)
    return target.getvalue()


def test_groups_become_one_tagged_pdf(sheet, paper):
    groups = [[sheet(f"Q{group}{number} [a](https://example.org/)") for number in (1, 2)] for group in (1, 2, 3)]
    made = paper(printed(Printer(ABOUT), groups))
    assert [page.split()[0] for page in made.pages] == ["Q11", "Q12", "Q21", "Q22", "Q31", "Q32"]
    assert [page for _, page in made.bookmarks] == [0, 1, 2, 3, 4, 5]
    assert made.document.get_metadata_dict()["Title"] == "Diffusion"
    every_page_and_link_is_in_the_tags(made)


def every_page_and_link_is_in_the_tags(made):
    tags = made.root.StructTreeRoot
    assert len(tags.K[0].K) == 6
    entries = list(tags.ParentTree.Nums)
    tree = dict(zip(map(int, entries[::2]), entries[1::2], strict=True))
    assert list(tree) == sorted(tree)
    for page in made.objects.pages:
        (link,) = page.Annots
        assert all(element.Pg.objgen == page.objgen for element in tree[page.StructParents])
        assert tree[link.StructParent].K[0].Obj.objgen == link.objgen


def test_a_card_that_takes_too_long_costs_one_page(sheet, paper, monkeypatch, capfd):
    monkeypatch.setattr(printer, "MIN_SECONDS", 1.5)
    monkeypatch.setattr(printer, "CHARACTERS_PER_SECOND", 1_000_000)
    export = Printer(ABOUT)
    made = paper(printed(export, [[sheet("Bomb", "- a\n" * 8_000), sheet("After")]]))
    assert export.failed == ["Question"]
    assert "This card could not be printed. Question" in made.pages[0]
    assert made.pages[1].startswith("After Answer.")


def test_a_card_that_cannot_be_laid_out_costs_one_page(sheet, paper, no_spare, capfd):
    export = Printer(ABOUT)
    far_out = sheet("Q")
    object.__setattr__(far_out, "back", '<div style="width: 400mm; text-align: right">far out</div>')
    made = paper(printed(export, [[far_out], [sheet("After")]]))
    assert export.failed == ["Question"]
    assert "This card could not be printed." in made.pages[0]
    assert "CutOff" in capfd.readouterr().err


def test_an_export_that_takes_too_long_says_so(sheet):
    with pytest.raises(PrintFailed, match="takes too long to print"):
        printed(Printer(ABOUT, seconds=0), [[sheet("Q")]])


def test_a_missing_pango_is_an_error_of_its_own(sheet, pango_missing):
    with pytest.raises(PangoMissing, match="libpango"):
        printed(Printer(ABOUT), [[sheet("Q")]])


def test_a_process_that_does_not_start_is_an_error_of_its_own(sheet, no_spare, monkeypatch, tmp_path, capfd):
    (tmp_path / "weasyprint.py").write_text("raise SystemExit(1)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(PrintFailed, match="could not be started"):
        printed(Printer(ABOUT), [[sheet("Q")]])


def test_the_worker_does_not_see_our_secrets(sheet, no_spare, monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("import os\nraise OSError(' '.join(os.environ))")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "secret")
    with pytest.raises(PangoMissing) as seen:
        printed(Printer(ABOUT), [[sheet("Q")]])
    assert "SECRET_KEY" not in str(seen.value)
    assert "PATH" in str(seen.value)


@pytest.fixture
def started(no_spare, monkeypatch):
    """Return the processes that were started for prints."""
    found = []

    class Counted(worker_pool.WorkerProcess):
        def __init__(self):
            super().__init__()
            found.append(self.process)

    monkeypatch.setattr(worker_pool, "WorkerProcess", Counted)
    return found


def test_the_next_print_uses_the_process_of_this_one(sheet, paper, started):
    for name in ("First", "Second"):
        assert paper(printed(Printer(ABOUT), [[sheet(name)]])).pages[0].startswith(name)
    assert len(started) == 1


def test_a_process_that_was_killed_while_it_waited_is_replaced(sheet, paper, started):
    printed(Printer(ABOUT), [[sheet("First")]])
    started[0].kill()
    started[0].wait()
    export = Printer(ABOUT)
    assert paper(printed(export, [[sheet("Second")]])).pages[0].startswith("Second")
    assert export.failed == []
    assert len(started) == 2


def test_processes_that_end_before_they_print_cost_no_card(sheet, paper, started):
    ready = worker_pool.WorkerPool()
    ready.start(2)
    for process in started:
        process.stdout.peek(1)  # it is ready
        process.kill()
    export = Printer(ABOUT, pool=ready)
    assert paper(printed(export, [[sheet("First")], [sheet("Second")]])).pages[1].startswith("Second")
    assert export.failed == []


def test_opening_the_print_page_replaces_a_process_that_ended(started):
    for _ in range(2):
        worker_pool.IDLE_WORKERS.warm_up()
        started[-1].kill()
        started[-1].wait()
    worker_pool.IDLE_WORKERS.warm_up()
    assert len(started) == 3
    assert started[-1].poll() is None


def test_a_process_that_waited_for_long_is_replaced(sheet, started, monkeypatch):
    printed(Printer(ABOUT), [[sheet("First")]])
    monkeypatch.setattr(worker_pool, "MAX_IDLE_SECONDS", 0)
    printed(Printer(ABOUT), [[sheet("Second")]])
    assert len(started) == 2
    assert started[0].poll() is not None


def test_a_print_that_is_stopped_leaves_no_process_at_work(sheet, started, monkeypatch):
    def stop(_done):
        raise KeyboardInterrupt

    monkeypatch.setattr(printer, "REPORT_SECONDS", 0.1)
    with pytest.raises(KeyboardInterrupt):
        printed(Printer(ABOUT, report=stop), [[sheet("Long", "- a\n" * 5_000)]])
    assert started[0].poll() is not None


def test_a_process_that_nobody_needs_ends():
    waits = "from apps.printing.engine.workers import worker; worker.IDLE_SECONDS = 0.1; worker.main()"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", waits], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as it:
        assert it.wait(timeout=30) == 0


def test_no_process_and_no_file_outlives_the_one_that_started_it(sheet):
    asks = """
from apps.printing.engine.workers.worker_process import WorkerProcess
child = WorkerProcess()
about = {"title": "", "language": "en", "author": "", "cpu_seconds": 90, "wall_seconds": 90}
child.render({**about, "sheets": ["<p>Q"]})
print(child.process.pid, child.folder.name, flush=True)
child.render({**about, "sheets": ["<ul>" + "<li>a" * 30_000]})
"""
    parent = subprocess.Popen([sys.executable, "-c", asks], cwd=PROJECT, stdout=subprocess.PIPE)  # noqa: S603
    pid, folder = parent.stdout.readline().decode().split()
    child = int(pid)
    wait_until(lambda: forks_of(child))  # one is laying out
    (fork,) = forks_of(child)
    parent.kill()
    parent.communicate()
    wait_until(lambda: not is_running(child) and not is_running(fork) and not Path(folder).exists())


def forks_of(process):
    """Return the processes that a process has started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def is_running(process):
    """Whether a process runs; one that ended and that nobody asked for its status does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
