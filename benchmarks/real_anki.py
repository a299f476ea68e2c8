"""The real Anki, to compare with in the same run: that of `make setup-anki`, or of ANKI_PYTHON."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYTHON = Path(os.environ.get("ANKI_PYTHON", ROOT / ".anki" / "bin" / "python"))


def run(script: Path, *arguments: str) -> Any | None:
    """Run a script in Anki's Python; return the JSON that it prints, None where Anki is not installed."""
    if not PYTHON.exists():
        print("Anki is not installed, so nothing is compared. Run: make setup-anki")
        return None
    command = [str(PYTHON), str(script), *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
