"""Makes what docs/deploying/Containerfile describes on a fresh machine, step by step: there, that is the image."""

import json
import re
import shlex
from collections import defaultdict
from dataclasses import dataclass

from benchmarks.deploying.guide import DOCS
from benchmarks.deploying.machine import RELEASE, Failed, Machine

FILE = DOCS / "deploying" / "Containerfile"
UNIT = "container"


@dataclass(frozen=True)
class Image:
    """What a container is started with: its account, its folder, its variables, and its command without arguments."""

    user: str
    folder: str
    variables: dict[str, str]
    entry: list[str]
    arguments: list[str]  # when none are given

    def run(self, *arguments: str) -> str:
        """Return the shell's command that runs the image's command to its end."""
        return f"{self._started()} --wait --pipe --quiet {self._command(arguments)}"

    def start(self) -> str:
        """Return the shell's command that starts the image's own command in the background."""
        return f"{self._started()} --unit={UNIT} --quiet {self._command(())}"

    def _started(self) -> str:
        variables = shlex.join(f"--setenv={name}={value}" for name, value in self.variables.items())
        account = f"--property=User={self.user} --property=EnvironmentFile=/etc/ditcards.env"
        return f"systemd-run {account} --working-directory={self.folder} {variables}"

    def _command(self, arguments: tuple[str, ...]) -> str:
        program, *rest = [*self.entry, *(list(arguments) or self.arguments)]
        return shlex.join([f"{self.folder}/{program}", *rest])


def build(machine: Machine, source: str) -> Image:
    """Follow the file's steps; what it copies is a fresh clone of `source`. Raises Failed at a step nobody knows."""
    given: dict[str, str] = defaultdict(str)
    for name, rest in _steps():
        match name:
            case "RUN":
                machine.run(rest)
            case "COPY":
                machine.run(f"git clone --quiet {source} {rest.removeprefix('. ')}")
            case "FROM" | "ENV" | "USER" | "WORKDIR" | "VOLUME" | "EXPOSE" | "STOPSIGNAL" | "ENTRYPOINT" | "CMD":
                given[name] = rest
            case _:
                raise Failed(f"The Containerfile has a step that this test does not know: {name} {rest}")
    if given["FROM"] != f"debian:{RELEASE}-slim":
        raise Failed(f"The Containerfile begins with {given['FROM']}, the machines with {RELEASE}.")
    variables = dict(pair.split("=", 1) for pair in shlex.split(given["ENV"]))
    return Image(given["USER"], given["WORKDIR"], variables, json.loads(given["ENTRYPOINT"]), json.loads(given["CMD"]))


def _steps() -> list[tuple[str, str]]:
    """Return each instruction of the file with what follows it, on one line."""
    text = re.sub(r"^#.*\n", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return re.findall(r"^([A-Z]+) (.+)$", text, re.MULTILINE)
