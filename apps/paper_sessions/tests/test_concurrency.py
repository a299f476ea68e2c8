"""Eight threads send the same page of a paper session at the same time, as a double click on a slow line does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.paper_sessions.models import PaperSession
from apps.paper_sessions.services.enter_grades import enter_grades
from apps.paper_sessions.services.start import start_session
from apps.reviews.models import ReviewLog, Schedule
from apps.web.tests.support.clock import NOW

THREADS = 8


@pytest.mark.django_db(transaction=True)
def test_a_page_sent_eight_times_at_the_same_time_counts_once_and_reports_no_conflict(learner, subscription):
    session = start_session(learner, None, now=NOW)
    barrier = Barrier(THREADS)

    def enter(_):
        barrier.wait(timeout=30)
        try:
            own = PaperSession.objects.select_related("user").get(pk=session.pk)
            return enter_grades(own, {1: 4, 2: 3, 3: 5}, reviewed_at=NOW, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(enter, range(THREADS)))
    assert sorted(len(outcome.recorded) for outcome in outcomes) == [0] * (THREADS - 1) + [3]
    assert sum(len(outcome.unchanged) for outcome in outcomes) == 3 * (THREADS - 1)
    assert not any(outcome.skipped for outcome in outcomes)
    assert ReviewLog.objects.count() == 3
    assert set(Schedule.objects.values_list("version", flat=True)) == {1}
