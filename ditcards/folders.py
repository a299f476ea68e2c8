"""The folders of this machine, made as soon as the settings are read, and closed to other accounts."""

import os
import stat
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryFile

from ditcards.environment import ConfigurationError, env


def data_folder(default: Path) -> Path:
    """Return the folder for the SQLite file, the secret key and stored files; create it if it does not exist.

    Only its own account can read it, and what this process creates from now on.
    """
    folder = Path(env.str("DITCARDS_DATA", default="") or default).resolve()
    try:
        os.umask(0o077)
        folder.mkdir(parents=True, exist_ok=True)
        _close(folder)
        with TemporaryFile(dir=folder):  # the only reliable check: permissions do not tell of a read-only disk
            pass
    except OSError as error:
        raise ConfigurationError(
            f"DITCARDS_DATA is {str(folder)!r}. Set it to a folder that can be created and written."
        ) from error
    return folder


def _close(folder: Path) -> None:
    """Let nobody else into our own folder, and into the files directly in it: it may be older than this rule.

    A folder that is shared on purpose (such as /tmp) or that another account owns stays as it is.
    """
    mode = folder.stat()
    if mode.st_uid != os.geteuid() or mode.st_mode & stat.S_ISVTX:
        return
    for path in (folder, *(each for each in folder.iterdir() if each.is_file())):
        if path.stat().st_mode & 0o077:
            path.chmod(path.stat().st_mode & ~0o077)


def metrics_folder(data: Path) -> Path:
    """Return the folder in which the processes of this node count; create it if it does not exist.

    Nodes may share `data`, and containers the name of their host: the number of a process tells processes apart only
    within one namespace of them.
    """
    namespace = Path("/proc/self/ns/pid")
    number = namespace.stat().st_ino if namespace.exists() else 0
    folder = data / "metrics" / f"{gethostname()}-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
