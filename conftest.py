"""The cast and the clock that every test shares."""

import gc
import shutil
from io import StringIO
from uuid import uuid4

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from apps.accounts.models import User
from apps.cards.models import Card
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment
from apps.operations.distribution import catalog
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import ALL, examples
from apps.web.tests.support.statement_guard import StatementGuard
from apps.web.tests.support.storages import s3_server, storages_in
from ditcards import files_url
from ditcards.database_url import has_database_url

SLOW_SECONDS = 5
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# What pages and prints look like, and where links lead: that is alike on every database, though these tests fill one.
ALIKE = (
    "apps/printing/tests/assembly/",
    "apps/printing/tests/engine/",
    "apps/printing/tests/layouts/",
    "ditcards/tests/browser/every_page/",
    "ditcards/tests/test_path_prefix.py",
)

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the cheapest first
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
NO_CHROMIUM = "Browser tests are skipped: there is no Chromium here. On Debian: apt-get install chromium-headless-shell"

hypothesis.settings.register_profile("working", max_examples=examples(100), deadline=None)
if not ALL:  # for all, Hypothesis has a profile of its own, which it loads in CI
    hypothesis.settings.load_profile("working")


def pytest_addoption(parser):
    parser.addoption("--files", choices=("folder", "s3"), default="folder", help="where tests store their files")
    parser.addoption("--nodes", action="store_true", help="let two nodes behind a proxy serve the tests of browsers")
    parser.addoption("--partitions", type=int, help="divide the tables of PostgreSQL by user, into so many partitions")


def pytest_configure(config):
    """Leave out what takes long and no test is about: careful hashes, and a look at all static files by each client."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    # The sources, whatever was built here.
    settings.BUILT, settings.WHITENOISE_USE_FINDERS = False, True
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if config.getoption("nodes") and not has_database_url():
        raise pytest.UsageError("--nodes needs PostgreSQL: scripts/with_postgres.sh .venv/bin/pytest --nodes")


def pytest_report_header():
    return None if CHROMIUM else NO_CHROMIUM


@pytest.hookimpl(tryfirst=True)  # before pytest selects by markers
def pytest_collection_modifyitems(config, items):
    on_nodes = config.getoption("nodes")
    for item in items:
        if on_nodes and (marker := item.get_closest_marker("in_process")):
            item.add_marker(pytest.mark.skip(reason=marker.args[0]))
        if _uses_the_database(item) and not item.nodeid.startswith(ALIKE):
            item.add_marker(pytest.mark.database)
        if not CHROMIUM and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_collection_finish():
    """Let the garbage collector ignore what lasts for the whole run, which took it a tenth of the time."""
    gc.freeze()


def _uses_the_database(item):
    """Return whether a test may use the database: pytest-django refuses it to all others."""
    is_case = issubclass(item.cls or object, TransactionTestCase)
    return is_case or bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & {*item.fixturenames})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """Divide the tables of the tests' database, where the run asks for it."""
    if number := request.config.getoption("partitions"):
        with django_db_blocker.unblock():
            call_command("distribute", partitions=number, yes=True, stdout=StringIO())


@pytest.fixture
def partitions(db, request, monkeypatch):
    """Tables divided by user: in the transaction of the test, unless the whole run has them."""
    if connection.vendor != "postgresql":
        pytest.skip("Only tables of PostgreSQL can be divided.")
    # A thread of a test before may have left its connection open, or look once more: that is nobody to refuse for.
    monkeypatch.setattr(catalog, "other_connections", lambda: 0)
    catalog.rows(f"SELECT pg_terminate_backend(pid, 5000) FROM {catalog.OTHER_CLIENTS}")  # noqa: S608 - our own
    call_command("distribute", partitions=request.config.getoption("partitions") or 4, yes=True, stdout=StringIO())


@pytest.fixture(scope="session")
def chromium():
    """The path of the browser."""
    return CHROMIUM


@pytest.fixture(autouse=True)
def clock(request):
    """Stop the clock at NOW, but not for a browser, whose own clock goes on."""
    if request.node.get_closest_marker("browser"):
        yield None
        return
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def storage_root(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def s3_url(storage_root):
    """The FILES_URL of a bucket on this machine."""
    with s3_server(storage_root) as url:
        yield url


@pytest.fixture
def s3_files(settings, s3_url, storage_root):
    """Storages of the test's own in a bucket."""
    name = uuid4().hex
    own_url = s3_url.replace("?", f"/{name}?")
    settings.STORAGES = settings.STORAGES | files_url.in_bucket(own_url, storage_root / name)


@pytest.fixture(autouse=True)
def storage_folder(settings, storage_root, request):
    """The folder of the test's own storages, each in a folder of its name. The first file that is stored makes it."""
    folder = storage_root / uuid4().hex
    settings.STORAGES = settings.STORAGES | storages_in(folder)
    if request.config.getoption("files") == "s3":
        request.getfixturevalue("s3_files")
    return folder


@pytest.fixture(autouse=True)
def rate_limits(request):
    """Forget the attempts that rate limits counted in a test that commits: no flush empties the cache's table."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & {*request.fixturenames}
    if commits or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        yield
        caches["default"].clear()
    else:
        yield


@pytest.fixture(autouse=True)
def statements():
    """Fail where our code runs a statement on a per-user table without the user: see apps/web/statements.py."""
    guard = StatementGuard()
    with connection.execute_wrapper(guard):
        yield
    assert not guard.offenses, guard.report()


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    _name_slow_tests(terminalreporter, [each for each in reports if getattr(each, "when", "") == "call"])


def _name_slow_tests(terminalreporter, reports):
    """Name the tests to mark as slow; the machine may only have been busy, so none of them fails for it."""
    unmarked = [each for each in reports if each.duration > SLOW_SECONDS and "slow" not in each.keywords]
    if unmarked:
        terminalreporter.section(f"tests above {SLOW_SECONDS} s that are not marked slow")
    for each in unmarked:
        terminalreporter.line(f"{each.duration:.1f} s  {each.nodeid}")


@pytest.fixture
def course(db):
    return Course.objects.create(slug="multimodal", title="Multimodal AI")


@pytest.fixture
def learner(course):
    return _person("learner", course, Enrolment.Role.LEARNER)


@pytest.fixture
def classmate(course):
    return _person("classmate", course, Enrolment.Role.LEARNER)


@pytest.fixture
def instructor(course):
    return _person("instructor", course, Enrolment.Role.INSTRUCTOR)


@pytest.fixture
def teaching(client, instructor):
    """The browser of the instructor."""
    client.force_login(instructor)
    return client


@pytest.fixture
def root(client, db):
    """The browser of a superuser."""
    client.force_login(User.objects.create_superuser("root@example.org"))
    return client


@pytest.fixture
def stranger(db):
    return User.objects.create_user("stranger@example.org")


@pytest.fixture
def deck(course):
    """Three basic notes of a public course."""
    deck = make_deck(course, "diffusion")
    for number in (1, 2, 3):
        make_note(deck, f"Question {number}?", f"Answer {number}.")
    return deck


@pytest.fixture
def card(deck):
    return Card.objects.in_order().filter(note__deck=deck).first()


@pytest.fixture
def subscription(learner, deck):
    """The learner studies the deck: its three cards are new today."""
    return services.subscribe(learner, deck, today=learner.study_day(NOW))


@pytest.fixture
def schedule(subscription, learner, card):
    """The learner's schedule of the first card, new today."""
    return Schedule.objects.select_related("user").get(user=learner, card=card)


def _person(name, course, role):
    person = User.objects.create_user(f"{name}@example.org", name=name.capitalize())
    Enrolment.objects.create(user=person, course=course, role=role)
    return person
