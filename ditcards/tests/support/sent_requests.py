"""What a page asks the server for."""

from contextlib import contextmanager


@contextmanager
def requests_of(page):
    """Collect the requests that the page sends in the meantime."""
    sent = []

    def note(request):
        sent.append(request.url)

    page.on("request", note)
    yield sent
    page.remove_listener("request", note)
