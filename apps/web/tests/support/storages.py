"""Storages of a test's own: in a folder, or in a bucket of a server on this machine."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from apps.web.storage import STORES
from apps.web.tests.support.waiting import free_port

BUCKET = "ditcards-files"
CREDENTIALS = "only:fortests"


def wait_for(port, process, seconds=60):
    """Wait until a server listens; one that has ended fails the test."""
    for _attempt in range(seconds * 20):
        assert process.poll() is None, "the server has ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


def storages_in(folder):
    """Return the settings of our storages, each in a folder of its name."""
    backend = "apps.web.storage.FolderStorage"
    return {name: {"BACKEND": backend, "OPTIONS": {"location": folder / name}} for name in STORES}


@contextmanager
def s3_server(folder):
    """Give the FILES_URL of an empty bucket; its server ends with the block."""
    port = free_port()
    command = [Path(sys.executable).with_name("moto_server"), "-p", str(port)]
    with (folder / "s3.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:  # noqa: S603 - our own environment's
        try:
            wait_for(port, process)
            _make_bucket(f"http://127.0.0.1:{port}")
            yield f"s3://{CREDENTIALS}@{BUCKET}?endpoint=http://127.0.0.1:{port}&region=us-east-1"
        finally:
            process.terminate()


def _make_bucket(endpoint):
    import boto3

    key, secret = CREDENTIALS.split(":")
    session = boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1")
    session.client("s3", endpoint_url=endpoint).create_bucket(Bucket=BUCKET)
