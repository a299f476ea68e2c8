"""Imports are jobs: each test has a browser beside a worker."""

from apps.jobs.tests.support.working_client import client

__all__ = ["client"]
