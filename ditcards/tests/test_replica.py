"""Pages and jobs that only look read from a replica, and see all that was committed before."""

import gzip

import pytest
from django.db import OperationalError, ProgrammingError, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.exchange import history
from apps.jobs import files
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.services.lifecycle import submit
from apps.lessons.models import Lesson
from apps.operations.node.refusals import another_replica
from apps.reviews.models import Subscription
from apps.teaching.insight.services.compute import begin, count_all
from apps.teaching.models import LessonInsight
from apps.web import replica
from apps.web.replica import from_replica, reads_from_primary, reads_from_replica
from apps.web.tests.support.clock import NOW
from ditcards.tests.support.standby import standby

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "replica"])]

PRIMARY, REPLICA = "default", replica.REPLICA


@pytest.fixture(scope="module")
def running(django_db_setup, django_db_blocker):
    """A replica for all tests of this module, known to the site as it is where DATABASE_REPLICA_URL is set."""
    with django_db_blocker.unblock(), standby() as found:
        own = {"OPTIONS": {"host": str(found.folder)}}
        test = connections.settings[PRIMARY]["TEST"] | {"MIRROR": PRIMARY}
        connections.settings[REPLICA] = connections.settings[PRIMARY] | own | {"TEST": test}
        yield found
        del connections.settings[REPLICA]


@pytest.fixture
def follower(settings, transactional_db, running, monkeypatch):
    """The replica, with connections and a memory of each test's own."""
    settings.DATABASE_ROUTERS = ["apps.web.replica.ReplicaRouter"]
    # Beside other tests, whose commits wait for no flush: the log may end within a record for as long as 0.2 s.
    monkeypatch.setattr(replica, "PAGE_PAUSES", (*replica.PAGE_PAUSES, 0.3, 0.5))
    _commit_at_once(True)
    running.catch_up()
    yield running
    _commit_at_once(False)
    connections[REPLICA].close()
    del connections[REPLICA]
    replica.rest.end()


def _commit_at_once(value):
    """Let what is committed be in the log of the server, as everywhere but in tests."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on" if value else "RESET synchronous_commit")


def reads(work):
    """Return how many statements of some work on our tables went to the replica, and its result."""
    with CaptureQueriesContext(connections[REPLICA]) as captured:
        result = work()
    return sum('FROM "' in each["sql"] for each in captured), result


def test_a_block_reads_from_the_replica_and_writes_to_the_primary(follower, learner):
    with reads_from_replica():
        assert reads(lambda: User.objects.get(pk=learner.pk))[0] == 1
        User.objects.filter(pk=learner.pk).update(name="Ada")
        number, found = reads(lambda: User.objects.get(pk=learner.pk))
    assert (number, found.name) == (0, "Ada")


def test_what_is_read_there_is_written_and_read_again_on_the_primary(follower, learner):
    with reads_from_replica():
        found = User.objects.get(pk=learner.pk)
    assert found._state.db == REPLICA
    found.name = "Ada"
    found.save()
    assert reads(lambda: found.schedules.count() or found.refresh_from_db())[0] == 0
    assert User.objects.get(pk=learner.pk).name == "Ada"


def test_outside_a_block_and_in_a_transaction_nothing_is_read_there(follower, learner):
    assert reads(User.objects.count)[0] == 0
    with transaction.atomic(), reads_from_replica():
        assert reads(User.objects.count)[0] == 0
    with reads_from_replica(), transaction.atomic():
        assert reads(User.objects.count)[0] == 0


def test_a_block_within_writes_what_the_one_around_it_is_not_about(follower, learner):
    with reads_from_replica():
        with reads_from_primary():
            User.objects.filter(pk=learner.pk).update(name="Ada")
            assert reads(User.objects.count)[0] == 0
        assert reads(User.objects.count)[0] == 1


def test_whoever_wrote_sees_it_while_the_replica_is_behind(follower, client, learner, deck, caplog):
    client.force_login(learner)
    with follower.paused():
        client.post(reverse("library:subscribe", args=[deck.slug]))
        assert Subscription.objects.filter(user=learner).exists()
        for _page in range(2):
            number, page = reads(lambda: client.get(reverse("stats:statistics")))
            assert (number, deck.title in page.text) == (0, True)
    assert caplog.text.count("is behind, or follows another server") == 1


def test_the_statistics_read_from_a_replica_that_is_up_to_date(follower, client, subscription, learner, deck):
    client.force_login(learner)
    number, page = reads(lambda: client.get(reverse("stats:statistics")))
    assert number > 5
    assert deck.title in page.text


def test_a_replica_of_the_database_is_accepted(follower):
    assert [*another_replica()] == []


def test_a_server_that_follows_none_is_refused(follower):
    connections[REPLICA].settings_dict = connections.settings[PRIMARY]
    (sentence,) = another_replica()
    assert sentence.startswith("The server of DATABASE_REPLICA_URL is no streaming replica of that of DATABASE_URL.")


def test_a_replica_of_another_server_is_refused(follower, monkeypatch):
    known = replica._value
    monkeypatch.setattr(replica, "_value", lambda alias, sql: alias if "system" in sql else known(alias, sql))
    assert len([*another_replica()]) == 1


def test_a_replica_that_is_away_is_no_reason_to_refuse(follower):
    connections[REPLICA].settings_dict = connections.settings[REPLICA] | {"OPTIONS": {"host": "/nowhere"}}
    assert [*another_replica()] == []


def test_where_nobody_may_ask_for_the_system_nothing_is_refused(follower, monkeypatch):
    def refuse(_alias, sql):
        if "system" in sql:
            raise ProgrammingError("permission denied for function pg_control_system")
        return True

    monkeypatch.setattr(replica, "_value", refuse)
    assert [*another_replica()] == []


def test_a_review_asks_no_replica(follower, client, learner, schedule):
    client.force_login(learner)
    with CaptureQueriesContext(connections[REPLICA]) as there, CaptureQueriesContext(connections[PRIMARY]) as here:
        client.get(reverse("reviews:session"))
    assert not there.captured_queries
    assert not [each for each in here if "wal" in each["sql"]]


def test_without_the_replica_the_primary_answers_and_the_log_says_so_once(follower, client, learner, caplog):
    client.force_login(learner)
    connections[REPLICA].settings_dict = connections.settings[REPLICA] | {"OPTIONS": {"host": "/nowhere"}}
    for _page in range(2):
        replica.rest.until = 0.0
        assert client.get(reverse("stats:statistics")).status_code == 200
    assert caplog.text.count("does not answer") == 1


def test_a_page_whose_replica_ends_during_it_is_made_again_from_the_primary(follower, learner):
    places = []

    @from_replica
    def view():
        places.append(User.objects.get(pk=learner.pk)._state.db)
        if places[-1] == REPLICA:
            raise OperationalError("terminating connection due to conflict with recovery")
        return "shown"

    assert view() == "shown"
    assert places == [REPLICA, PRIMARY]


def test_an_export_of_a_history_reads_there_and_shows_its_progress_here(follower, learner, subscription):
    job = submit(learner, "export_history", title="History", at=timezone.now(), arguments={"name": history.LINES})
    number, _ = reads(lambda: run(job.pk))
    job = Job.objects.get(pk=job.pk)
    assert (job.state, number > 3) == (Job.State.DONE, True)
    with files.open_result(job) as file:
        assert b'"subscription"' in gzip.decompress(file.read())


def test_an_export_of_a_deck_reads_there(follower, learner, deck):
    arguments = {"deck": deck.slug, "format_": "apkg", "schedule": True}
    job = submit(learner, "export_deck", title="Deck", at=timezone.now(), arguments=arguments)
    number, _ = reads(lambda: run(job.pk))
    assert (Job.objects.get(pk=job.pk).state, number > 2) == (Job.State.DONE, True)


def test_a_class_is_counted_there_and_its_numbers_are_written_here(follower, course, deck, subscription):
    lesson = Lesson.objects.create(course=course, deck=deck, slug="diffusion", title="Diffusion")
    number, _ = reads(lambda: count_all(begin(course, NOW)))
    assert number > 5
    assert LessonInsight.objects.filter(lesson=lesson).exists()
