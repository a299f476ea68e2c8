"""A browser of tests beside a worker."""

import pytest
from django.test import Client

from apps.jobs.models import Job
from apps.jobs.running import run


class WorkingClient(Client):
    """A browser that finds every job done which a request submitted."""

    def request(self, **request):
        response = super().request(**request)
        run_waiting()
        return response


@pytest.fixture
def client():
    """A browser beside a worker."""
    return WorkingClient()


def run_waiting():
    """Run all that waits, the oldest first."""
    while job := Job.objects.waiting().oldest_first().first():
        run(job.pk)
