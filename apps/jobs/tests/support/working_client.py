"""A browser of tests beside a worker."""

from uuid import UUID

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
    """Run all that waits, and what that submits, the oldest first and each once."""
    tried: set[UUID] = set()
    while job := Job.objects.waiting().exclude(pk__in=tried).oldest_first().first():
        tried.add(job.pk)
        run(job.pk)
