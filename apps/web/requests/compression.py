"""Compresses pages."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class TextGZipMiddleware(GZipMiddleware):
    """Django's, for texts only: pictures, PDFs and packages are compressed already, and streams have no length.

    What a page repeats of its address could let someone guess a secret beside it by the length (BREACH). The only
    secret in our pages is Django's CSRF token, which is masked differently in each; and each length has up to 100
    random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page, a fragment, JSON."""
        is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        if response.streaming or not is_text or not isinstance(response, HttpResponse):
            return response
        return super().process_response(request, response)
