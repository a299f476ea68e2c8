"""The real Anki, in a process of its own."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PYTHON = Path(os.environ.get("ANKI_PYTHON", ROOT / ".anki" / "bin" / "python"))
SCRIPT = Path(__file__).parent / "anki_contents.py"
INSTALLED = PYTHON.exists()
NOT_INSTALLED = "The real Anki is not installed. Run: make setup-anki"


def anki(*arguments, zone="UTC"):
    """Return what Anki has after importing packages."""
    done = subprocess.run(  # noqa: S603 - our own script
        [PYTHON, SCRIPT, *arguments], capture_output=True, check=False, text=True, env={**os.environ, "TZ": zone}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
