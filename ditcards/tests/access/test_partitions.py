"""On tables divided by user, each statement of a request reads and writes one partition: that of the person."""

import pytest
from django.db import connection, transaction

from apps.operations.distribution.tests.support.partition_watch import PartitionWatch
from apps.reviews.models import ReviewLog
from apps.reviews.services import grade_card
from apps.web.tests.support.clock import NOW
from ditcards.tests.access.rows import ROWS

pytestmark = pytest.mark.usefixtures("partitions")


@pytest.fixture
def watched(client):
    """Send requests that leave nothing behind; return the statements of several partitions by URL and method."""

    def send(person, requests):
        client.force_login(person)
        watch, found = PartitionWatch(), {}
        for name, method, url, data in requests:
            with transaction.atomic(), connection.execute_wrapper(watch):
                response = getattr(client, method)(url, data)
                if response.streaming:
                    b"".join(response)  # a download, whose file is closed at its end
                transaction.set_rollback(True)
            if watch.spread:
                found[name, method] = watch.report()
                watch.spread = {}
        assert watch.explained > 0
        return found

    return send


@pytest.mark.slow
@pytest.mark.parametrize("role", ["learner", "instructor"])
def test_every_url_of_a_person_finds_their_partition(urls, cast, watched, role):
    requests = [(name, method, urls[name], data) for name, rows in ROWS.items() for method, data, _results in rows]
    assert watched(cast[role], requests) == {}


def test_a_grade_and_its_undo_find_their_partition(schedule, learner, watched):
    grade = ("grade", "post", f"/review/{schedule.card_id}/grade/", {"grade": 4, "version": 0})
    assert watched(learner, [grade]) == {}
    grade_card(schedule, 4, seen_version=0, at=NOW)
    undo = ("undo", "post", "/review/undo/", {"log": ReviewLog.objects.get(user=learner).pk})
    assert watched(learner, [undo]) == {}


def test_grades_from_paper_find_their_partition(paper_session, learner, watched):
    url = f"/paper/{paper_session.code}/"
    assert watched(learner, [("enter", "post", url, {"grades": "1: 5"}), ("delete", "post", f"{url}delete/", {})]) == {}


def test_a_statement_that_names_nobody_is_found():
    watch = PartitionWatch()
    with connection.execute_wrapper(watch):
        list(ReviewLog.objects.all())
    assert len(watch.spread) == 1
