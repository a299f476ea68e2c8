"""What happens on the machines: the guide from its first line to its last, while learners answer and things break."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from benchmarks.deploying import container, releases
from benchmarks.deploying.guide import Block, blocks_of
from benchmarks.deploying.machine import Failed, Machine, make_base
from benchmarks.deploying.review import Learner, Reviews

SITE = "cards.example.org"
NAMES = (
    f"127.0.0.1 localhost {SITE} db.example.org files.example.org\n127.0.0.2 node1.internal\n127.0.0.3 node2.internal\n"
)
GIT = '[url "/shared/"]\n\tinsteadOf = https://git.example.org/\n[safe]\n\tdirectory = *\n'
CADDY = "a machine with Caddy"  # where it takes the place of nginx
LEARNERS = 6
BUCKET, FILES_PORT = "ditcards", 9000
KILLS, SECONDS_BETWEEN = 5, 1.5
RECOVERY_SECONDS = 15  # for which learners go on after the last accident


def tell() -> None:
    """Follow the guide on one machine, on several, and in a container.

    Raises Failed where a command fails or an answer is lost.
    """
    with tempfile.TemporaryDirectory(prefix="ditcards-") as folder:
        place = Place(Path(folder))
        place.prepare()
        for story in (_one_machine, _several_machines, _container):
            with ExitStack() as open_until_then:
                try:
                    story(place, open_until_then)
                except Failed as failure:
                    print(failure, flush=True)  # before the machines are switched off, which takes minutes
                    raise


class Place:
    """The folder of the machines, and what they share."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shared, self.base = folder, folder / "shared", folder / "base"
        self.source = self.shared / "ditcards.git"

    def prepare(self) -> None:
        """Publish the source, and make the Debian that each machine begins with."""
        self.shared.mkdir()
        releases.publish(self.source)
        with _timed("a fresh Debian"):
            make_base(self.base)

    def machine(self, name: str, until: ExitStack) -> Machine:
        """Start a fresh machine, which is switched off at the end."""
        machine = Machine(name, self.folder / name, self.shared)
        machine.install(self.base)
        (machine.folder / "etc/hosts").write_text(NAMES)
        (machine.folder / "root/.gitconfig").write_text(GIT)
        until.callback(machine.power_off)
        machine.boot()
        return machine


def _one_machine(place: Place, until: ExitStack) -> None:
    machine = place.machine("one", until)
    _follow(_section("One machine"), {CADDY: []}, machine)
    with _reviewing(machine, cards=3_000) as reviews:
        _kill([machine])
    _follow(_section("Bringing a backup back"), {}, machine)
    _compare(machine, reviews)
    releases.publish_next(place.source, place.folder / "next")
    with _reviewing(machine, cards=4_000):
        for block in _section("Updating"):
            _do(block, machine)
            _kill([machine])
    with_caddy = [block for block in _section("The proxy") if block.where == CADDY]
    _follow(with_caddy, {}, machine)
    with _reviewing(machine, cards=5_000):
        _kill([machine])


def _several_machines(place: Place, until: ExitStack) -> None:
    nodes = [place.machine(name, until) for name in ("node1", "node2")]
    first = nodes[0]
    _leave_loopback_to_the_first(nodes[1])
    until.enter_context(_object_storage())
    where = {"every node": nodes, CADDY: []}  # all else is on the first
    *several, share = _section("Several machines")
    _follow(_section("PostgreSQL"), where, first)
    _follow([*_section("The program"), _section("Settings")[0]], {"the machine": nodes}, first)
    _follow(several, where, first)
    _follow(_section("Services"), {"the machine": nodes}, first)
    _follow([*_section("The proxy"), share], where, first)
    with _reviewing(first, cards=3_000):
        _kill(nodes)
        _kill([first], "postgresql@*-main pgbouncer redis-server")


def _container(place: Place, until: ExitStack) -> None:
    machine = place.machine("container", until)
    with _timed("container: the image"):
        image = container.build(machine, "https://git.example.org/ditcards.git")
    machine.run(f"cp {image.folder}/docs/deploying/ditcards.env /etc; echo SECRET_KEY={'k' * 50} >>/etc/ditcards.env")
    machine.run(image.run("migrate", "--verbosity", "0"))
    machine.run(image.start())
    machine.run("apt-get update --quiet; apt-get install --yes --quiet --no-install-recommends curl")
    machine.run("curl --fail --silent --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8000/readyz")


def _leave_loopback_to_the_first(machine: Machine) -> None:
    """Take back the first address of the site's socket: here, all machines have the same loopback."""
    folder = machine.folder / "etc/systemd/system/ditcards.socket.d"
    folder.mkdir(parents=True)
    (folder / "a.conf").write_text("[Socket]\nListenStream=\n")


def _follow(blocks: list[Block], where: dict[str, list[Machine]], otherwise: Machine) -> None:
    for block in blocks:
        for machine in where.get(block.where, [otherwise]):
            _do(block, machine)


def _section(name: str) -> list[Block]:
    """Return the blocks below a heading, and below the headings within it."""
    return [block for block in blocks_of("deploying.md") if name in block.path]


def _do(block: Block, machine: Machine) -> None:
    with _timed(f"{machine.name}: {block.path[-1]}"):
        machine.run(block.commands)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:6.1f} s  {what}", flush=True)


@contextmanager
def _reviewing(machine: Machine, *, cards: int) -> Iterator[Reviews]:
    """Let learners of at least so many cards each answer in the block; then compare. No two blocks have one number."""
    made = _learners(machine, f"make({LEARNERS}, {cards})")
    reviews = Reviews(SITE)
    reviews.start([Learner(**each) for each in made])
    try:
        yield reviews
        time.sleep(RECOVERY_SECONDS)
    finally:
        reviews.stop()
    _say(reviews)
    _compare(machine, reviews)


def _compare(machine: Machine, reviews: Reviews) -> None:
    """Compare what was acknowledged with what is stored, and that with itself. Raises Failed."""
    file = machine.shared / "acknowledged.json"
    file.write_text(json.dumps(reviews.acknowledged))
    found = _learners(machine, f"compare('/shared/{file.name}')")
    if found["lost"] or found["doubled"] or not found["acknowledged"]:
        raise Failed(f"Answers were lost or doubled: {found}")
    machine.run("ditcards check_data")


def _learners(machine: Machine, call: str) -> Any:
    """Call a function of learners.py on the machine of the site; return what it prints."""
    code = f"from benchmarks.deploying import learners; learners.{call}"
    return json.loads(machine.run(f'ditcards shell --no-imports --command "{code}"').splitlines()[-1])


def _say(reviews: Reviews) -> None:
    print(f"          {len(reviews.acknowledged):,} answers, {reviews.refused:,} of them sent again", flush=True)


def _kill(machines: list[Machine], units: str = "ditcards ditcards-worker ditcards-worker-short") -> None:
    """Kill all processes of services at once, again and again; systemd starts them again."""
    for number in range(KILLS):
        time.sleep(SECONDS_BETWEEN)
        machines[number % len(machines)].run(f"systemctl kill --signal=KILL {units}")


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
