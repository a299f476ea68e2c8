"""Replaces a database file by a copy, and is killed at each step of it: prints what each kill left.

A process of its own, because it forks: python -m ... FOLDER, with DATABASE_URL=sqlite:///FOLDER/site.sqlite3
"""

import os
import resource
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402

from apps.operations.backup.services import sqlite  # noqa: E402

ROWS = 500
PAGE = 4096
FOLDER = Path(sys.argv[1])
SITE, COPY, PREPARED = FOLDER / "site.sqlite3", FOLDER / "copy", FOLDER / "prepared"


def main():
    """Kill before each line, then while each part of the new pages is written; print what each left."""
    _prepare()
    line, killed = 0, True
    while killed:
        line += 1
        killed = _child(lambda line=line: sys.settrace(_killer(line)))
        _tell("line", line)
    for pages in (1, 2, 20, 60):
        _child(lambda pages=pages: _limit(pages * PAGE))
        _tell("page", pages)


def _tell(how, number):
    sys.stdout.write(f"{how} {number} {_left()}\n")


def _prepare():
    """Make the site's file, with a log beside it as a server leaves it that was killed, and the copy."""
    PREPARED.mkdir()
    _fill(COPY, "new", 2 * ROWS)
    _fill(SITE, "old", ROWS)
    pid = os.fork()
    if not pid:
        database = sqlite._library().connect(SITE)
        database.execute("UPDATE found SET value = value")
        database.commit()
        os._exit(0)
    os.waitpid(pid, 0)
    for path in _files():
        path.rename(PREPARED / path.name)


def _fill(path, value, rows):
    with closing(sqlite._library().connect(path)) as database, database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE found (value)")
        database.executemany("INSERT INTO found VALUES (?)", [(value * 100,)] * rows)


def _files():
    return [path for path in FOLDER.iterdir() if path.is_file()]


def _child(prepare):
    """Return whether a process that replaces the file was killed."""
    for path in _files():
        path.unlink()
    shutil.copytree(PREPARED, FOLDER, dirs_exist_ok=True)
    pid = os.fork()
    if not pid:
        prepare()
        with sqlite.replacing(COPY, connected=False):
            connection.ensure_connection()
        os._exit(0)
    return os.waitpid(pid, 0)[1] != 0


def _killer(line):
    """Return what sees each line that runs, and ends the process before this one of ours."""
    seen = 0

    def see(frame, event, _argument):
        nonlocal seen
        if frame.f_code.co_filename != sqlite.__file__:
            return None
        seen += event == "line"
        if seen == line:
            os.kill(os.getpid(), signal.SIGKILL)
        return see

    return see


def _limit(size):
    """Let the system end this process when it makes a file longer than this."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _left():
    """Return how sound the file is, and what is in it, as the next server finds it."""
    with closing(sqlite._library().connect(SITE)) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        rows = database.execute("SELECT substr(value, 1, 3), COUNT(*) FROM found GROUP BY 1").fetchall()
    return f"{sound} {rows}"


if __name__ == "__main__":
    main()
