"""A fresh Debian on this machine: its own files, its own processes and its own systemd, but this machine's network."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

RELEASE = "trixie"
PACKAGES = "systemd-sysv,dbus,ca-certificates,bash"
BOOT_SECONDS = 60
PRINTED = 3_000  # characters of what failed
# Inside its namespaces: what a system expects to find mounted, a control group of its own (in one for all, the systemd
# of one machine kills the services of the others), then itself as the root, then its first process.
BOOT = """
set -eu
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs tmpfs sys/fs/cgroup
mount -t cgroup2 cgroup2 sys/fs/cgroup
mkdir -p "sys/fs/cgroup/ditcards-machines/$3"
echo 0 >"sys/fs/cgroup/ditcards-machines/$3/cgroup.procs"
umount sys/fs/cgroup
mount --bind /dev dev
mount -t tmpfs tmpfs run
mkdir -p shared
mount --bind "$2" shared
pivot_root . mnt
umount -l /mnt
export container=lxc
exec unshare --cgroup sh -euc '
mount -t cgroup2 cgroup2 sys/fs/cgroup
exec /lib/systemd/systemd --unit=multi-user.target
'
"""
# As who logs in as root, and what stops at the first command that fails.
SHELL = ["bash", "-euo", "pipefail"]
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


class Failed(Exception):
    """Commands on a machine failed: their last lines."""


def make_base(folder: Path) -> None:
    """Install the smallest Debian that boots into a new folder."""
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise Failed(f"debootstrap could not make a system:\n{made.stdout[-PRINTED:]}{made.stderr[-PRINTED:]}")


def copy(base: Path, folder: Path) -> None:
    """Copy the files of a system into a new folder."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(folder)], check=True)


@dataclass
class Machine:
    """One machine, whose files are in `folder`; `shared` is what all machines see as /shared."""

    name: str
    folder: Path
    shared: Path
    init: int = field(default=0, init=False)  # the process of its systemd, seen from here
    _parent: subprocess.Popen | None = field(default=None, init=False)

    def install(self, base: Path) -> None:
        """Give it the files of the base, and this machine's way to the network."""
        copy(base, self.folder)
        for name in ("resolv.conf", "pip.conf"):
            if Path("/etc", name).exists():
                shutil.copy(Path("/etc", name), self.folder / "etc" / name)
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", self.folder / "etc/ssl/certs/ca-certificates.crt")
        (self.folder / "etc/hostname").write_text(f"{self.name}\n")

    def boot(self) -> None:
        """Start its systemd, and wait until commands can be given to it."""
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "sh", "-c", BOOT, "boot"]
        self._parent = subprocess.Popen([*command, str(self.folder), str(self.shared), self.name])
        end = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < end:
            self.init = _child_of(self._parent.pid)
            if self.init and not self._command("systemctl is-active multi-user.target").returncode:
                return
            time.sleep(0.2)
        raise Failed(f"{self.name} did not start within {BOOT_SECONDS} seconds.")

    def run(self, commands: str, environment: dict[str, str] | None = None) -> str:
        """Give commands as root; return what they print, or raise Failed."""
        done = self._command(commands, environment)
        if done.returncode:
            raise Failed(
                f"on {self.name}, these commands ended with {done.returncode}:\n{commands}\n{done.stdout[-3000:]}"
            )
        return done.stdout

    def _command(self, commands: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        enter = ["nsenter", "--target", str(self.init), "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--root"]
        return subprocess.run(
            [*enter, *SHELL, "-c", f"cd; {commands}"],
            env={**_of_the_network(), **ENVIRONMENT, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            umask=0o022,  # as who logs in has it
        )

    def power_off(self) -> None:
        """End all its processes at once, as when its power fails."""
        if self.init:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.init, signal.SIGKILL)
        if self._parent:
            self._parent.wait()
        self.init = 0


def _of_the_network() -> dict[str, str]:
    """Return the variables by which programs of this machine find packages and trust certificates."""
    prefixes = ("PIP_", "UV_", "SSL_")
    names = [name for name in os.environ if name.startswith(prefixes) or name.lower().endswith("_proxy")]
    return {name: os.environ[name] for name in names if name != "UV_PYTHON"}


def _child_of(pid: int) -> int:
    """Return the first child of a process, or 0."""
    try:
        return int((Path(f"/proc/{pid}/task/{pid}/children").read_text().split() or ["0"])[0])
    except FileNotFoundError:
        return 0


def why_not() -> str:
    """Return why no machine can be made here, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "It needs Linux and root: it makes systems of their own (debootstrap, unshare)."
    missing = [name for name in ("debootstrap", "unshare", "nsenter") if not shutil.which(name)]
    return f"It needs {', '.join(missing)}: apt-get install debootstrap util-linux" if missing else ""
