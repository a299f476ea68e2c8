"""A bucket whose server accepts connections and never answers."""

import socket
from contextlib import contextmanager

from apps.web import object_storage
from apps.web.storage import STORES

READ_SECONDS = 0.1  # for which an answer is awaited


class SilentServer:
    """The server, which counts connections."""

    def __init__(self, listener):
        self.listener, self.accepted = listener, []
        self.listener.setblocking(False)

    @property
    def asked(self):
        """How many connections there were."""
        try:
            while True:
                self.accepted.append(self.listener.accept()[0])
        except BlockingIOError:
            return len(self.accepted)


@contextmanager
def silent_bucket(settings, monkeypatch):
    """Let all files be in such a bucket; give its server."""
    monkeypatch.setitem(object_storage.CONFIG, "read_timeout", READ_SECONDS)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings.STORAGES = settings.STORAGES | {name: _storage(name, endpoint) for name in STORES}
        server = SilentServer(listener)
        try:
            yield server
        finally:
            object_storage.rest.end()
            for each in server.accepted:
                each.close()


def _storage(name, endpoint):
    options = {
        "bucket_name": "cards",
        "access_key": "only",
        "secret_key": "fortests",
        "region_name": "us-east-1",
        "endpoint_url": endpoint,
        "addressing": "path",
        "location": name,
    }
    return {"BACKEND": "apps.web.object_storage.ObjectStorage", "OPTIONS": options}
