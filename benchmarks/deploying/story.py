"""What happens on the machines: the guide from its first line to its last, while learners answer and things break."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count, cycle
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from benchmarks.deploying import releases
from benchmarks.deploying.container import Image, build
from benchmarks.deploying.guide import Block, blocks_of
from benchmarks.deploying.machine import Failed, Machine, copy, make_base
from benchmarks.deploying.review import Learner, Reviews

SITE = "cards.example.org"
NAMES = (
    f"127.0.0.1 localhost {SITE} db.example.org files.example.org\n127.0.0.2 node1.internal\n127.0.0.3 node2.internal\n"
)
GIT = '[url "/shared/"]\n\tinsteadOf = https://git.example.org/\n[safe]\n\tdirectory = *\n'
CADDY = "a machine with Caddy"  # where it takes the place of nginx
LEARNERS = 6
CARDS = count(600, 100)  # of learners: those with the same number of cards are the same
BUCKET, FILES_PORT = "ditcards", 9000
KILLS = 2
SERVICES = "ditcards ditcards-worker ditcards-worker-short"
SHARED_SERVICES = "postgresql@*-main.service pgbouncer redis-server"


type Where = dict[str, list[Machine]]


def tell() -> None:
    """Follow the guide on one machine, on several, and in a container.

    Raises Failed where a command fails or an answer is lost.
    """
    with tempfile.TemporaryDirectory(prefix="ditcards-") as folder:
        place = Place(Path(folder))
        place.prepare()
        for story in (_one_machine, _several_machines):
            with ExitStack() as open_until_then:
                try:
                    story(place, open_until_then)
                except Failed as failure:
                    print(failure, flush=True)  # before the machines are switched off, which takes minutes
                    raise


class Place:
    """The folder of the machines, and what they share."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shared = folder, folder / "shared"
        self.base, self.installed = folder / "base", folder / "installed"
        self.source = self.shared / "ditcards.git"

    def prepare(self) -> None:
        """Publish the source, and make the Debian that each machine begins with."""
        self.shared.mkdir()
        releases.publish(self.source)
        with _timed("a fresh Debian"):
            make_base(self.base)

    def machine(self, name: str, base: Path, until: ExitStack) -> Machine:
        """Start a machine with the files of a base; it is switched off at the end."""
        machine = Machine(name, self.folder / name, self.shared)
        with _timed(f"{name}: installed and started"):
            machine.install(base)
            (machine.folder / "etc/hosts").write_text(NAMES)
            (machine.folder / "root/.gitconfig").write_text(GIT)
            until.callback(machine.power_off)
            machine.boot()
        return machine


def _one_machine(place: Place, until: ExitStack) -> None:
    machine = place.machine("one", place.base, until)
    program, *more = _section("One machine")
    _follow([program], {}, machine)
    copy(machine.folder, place.installed)
    _follow(more, {CADDY: []}, machine)
    with _answering(machine, _learners(machine)) as reviews:
        _kill(reviews, [machine] * KILLS)
    backup, stop, *bring = _section("Bringing a backup back")
    _bring_back([backup, stop], bring, {}, machine, reviews)
    releases.publish_next(place.source, place.folder / "next")
    with _answering(machine, _learners(machine)) as reviews:
        for block in _section("Updating"):
            _do(block, [machine])
            _kill(reviews, [machine])
    with_caddy = [block for block in _section("The proxy") if block.where == CADDY]
    _follow(with_caddy, {}, machine)
    with _answering(machine, _learners(machine)) as reviews:
        _kill(reviews, [machine])


def _several_machines(place: Place, until: ExitStack) -> None:
    """Install them, update and kill them, bring a backup back; in the end, a container takes their place."""
    nodes = [place.machine(name, place.installed, until) for name in ("node1", "node2")]
    first = nodes[0]
    container = place.machine("container", place.base, until)
    image = until.enter_context(ThreadPoolExecutor()).submit(build, container, "https://git.example.org/ditcards.git")
    until.enter_context(_object_storage())
    where = {"every node": nodes, CADDY: []}  # all else is on the first
    _follow([*_section("PostgreSQL"), *_section("What they share")], where, first)
    _follow([_section("Settings")[0], _section("Services")[0]], {"the machine": nodes}, first)
    certificate, nginx, *_ = _section("The proxy")
    _follow([*_section("The nodes"), certificate, nginx, *_section("Sharing the requests")], where, first)
    with _answering(first, _learners(first)) as reviews:
        _kill(reviews, nodes)
        _kill(reviews, [first] * KILLS, SHARED_SERVICES)
        install, change, restart = _section("Updating the nodes")
        steps = [(install, nodes), (change, [first]), *((restart, [node]) for node in nodes)]
        for (block, machines), killed in zip(steps, cycle(nodes)):
            _do(block, machines)
            _kill(reviews, [killed])
    backup = _section("Bringing a backup back")[0]
    stop, *bring = _section("Bringing a backup back to the nodes")
    _bring_back([backup, stop], bring, where, first, reviews)
    with _timed("container: the rest of the image"):
        built = image.result()
    _serve_instead(nodes, container, built)


def _serve_instead(nodes: list[Machine], machine: Machine, image: Image) -> None:
    """Let a container serve the site of the nodes, at their addresses."""
    learners = _learners(nodes[0])
    for node in nodes:
        node.run(f"systemctl stop {SERVICES}")
    shutil.copy(nodes[0].folder / "etc/ditcards.env", machine.folder / "etc")
    machine.run(image.run("migrate", "--verbosity", "0"))
    machine.run(image.start())
    with _answering(nodes[0], learners) as reviews:
        reviews.go_on()
        machine.run(image.run("backup", "/var/lib/ditcards/backups/"))


def _bring_back(before: list[Block], bring: list[Block], where: Where, otherwise: Machine, reviews: Reviews) -> None:
    """Bring a backup back, while learners press in vain: they go on by themselves, and nothing of before is lost."""
    learners = _learners(otherwise)
    _follow(before, where, otherwise)
    with _answering(otherwise, learners) as pressing:
        _follow(bring, where, otherwise)
        pressing.go_on()
    _compare(otherwise, reviews)


def _follow(blocks: list[Block], where: Where, otherwise: Machine) -> None:
    for block in blocks:
        _do(block, where.get(block.where, [otherwise]))


def _section(name: str) -> list[Block]:
    """Return the blocks below a heading, and below the headings within it."""
    return [block for block in blocks_of("deploying.md") if name in block.path]


def _do(block: Block, machines: list[Machine]) -> None:
    """Give the commands of a block to machines, to all of them at the same time."""
    if not machines:
        return
    with _timed(f"{', '.join(each.name for each in machines)}: {block.path[-1]}"), ThreadPoolExecutor() as pool:
        list(pool.map(lambda machine: machine.run(block.commands), machines))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:6.1f} s  {what}", flush=True)


@contextmanager
def _answering(machine: Machine, learners: list[Learner]) -> Iterator[Reviews]:
    """Let learners answer in the block; then compare."""
    reviews = Reviews(SITE)
    reviews.start(learners)
    try:
        yield reviews
    finally:
        reviews.stop()
    _say(reviews)
    _compare(machine, reviews)


def _compare(machine: Machine, reviews: Reviews) -> None:
    """Compare what was acknowledged with what is stored, and that with itself. Raises Failed."""
    file = machine.shared / "acknowledged.json"
    file.write_text(json.dumps(reviews.acknowledged))
    found = _ask(machine, f"compare('/shared/{file.name}')")
    if found["lost"] or found["doubled"] or not found["acknowledged"]:
        raise Failed(f"Answers were lost or doubled: {found}")


def _learners(machine: Machine) -> list[Learner]:
    """Make learners on the machine of the site, others than before."""
    return [Learner(**each) for each in _ask(machine, f"make({LEARNERS}, {next(CARDS)})")]


def _ask(machine: Machine, call: str) -> Any:
    """Call a function of learners.py on the machine of the site; return what it prints."""
    code = f"from benchmarks.deploying import learners; learners.{call}"
    return json.loads(machine.run(f'ditcards shell --no-imports --command "{code}"').splitlines()[-1])


def _say(reviews: Reviews) -> None:
    print(f"          {len(reviews.acknowledged):,} answers, {reviews.refused:,} of them sent again", flush=True)


def _kill(reviews: Reviews, machines: Iterable[Machine], units: str = SERVICES) -> None:
    """Kill all processes of services; systemd starts them again, and learners go on each time."""
    for machine in machines:
        with _timed(f"{machine.name}: killed, and answering again"):
            machine.run(f"systemctl kill --signal=KILL {units}")
            reviews.go_on()


@contextmanager
def _object_storage() -> Iterator[None]:
    """Serve an empty bucket, as a service that speaks S3 does."""
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(FILES_PORT)]
    names = os.environ | {"S3_IGNORE_SUBDOMAIN_BUCKETNAME": "true"}  # the first part of its host names no bucket
    server = subprocess.Popen(command, env=names, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _make_bucket()
        yield
    finally:
        server.terminate()
        server.wait()


def _make_bucket() -> None:
    """Make the bucket as soon as the service answers."""
    session = boto3.Session(aws_access_key_id="of", aws_secret_access_key="the trial", region_name="us-east-1")
    patient = Config(retries={"total_max_attempts": 20, "mode": "standard"})
    service = session.client("s3", endpoint_url=f"http://127.0.0.1:{FILES_PORT}", config=patient)
    service.create_bucket(Bucket=BUCKET)
