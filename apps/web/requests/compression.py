"""Compresses pages."""

import re
import secrets

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

ACCEPTS_BROTLI = re.compile(r"\bbr\b")
SMALL_BYTES = 200  # are sent as they are, as Django does
QUALITY = 5  # above it, a little shorter for much more time


class TextCompressionMiddleware(GZipMiddleware):
    """Compresses texts only: pictures, PDFs and packages are compressed already, and streams have no length.

    What a page repeats of its address could let someone guess a secret beside it by the length (BREACH). The only
    secret in our pages is Django's CSRF token, which is masked differently in each; and each length has up to 100
    random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page, a fragment, JSON."""
        is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        if response.streaming or not is_text or not isinstance(response, HttpResponse):
            return response
        if not ACCEPTS_BROTLI.search(request.headers.get("Accept-Encoding", "")) or response.has_header("ETag"):
            return super().process_response(request, response)
        if len(response.content) >= SMALL_BYTES and not response.has_header("Content-Encoding"):
            self._by_brotli(response)
        return response

    def _by_brotli(self, response: HttpResponse) -> None:
        patch_vary_headers(response, ("Accept-Encoding",))
        compressed = padded_brotli(response.content, secrets.randbelow(self.max_random_bytes) + 1)
        if len(compressed) < len(response.content):
            response.content = compressed
            response.headers["Content-Length"] = str(len(compressed))
            response.headers["Content-Encoding"] = "br"


def padded_brotli(text: bytes, padding: int) -> bytes:
    """Return the text compressed by Brotli, with so many bytes (1 to 256) that every reader skips.

    They are a block of metadata (RFC 7932, 9.2): after the text, which ends on a whole byte, the bits 0 (not the last
    block), 11 (metadata), 0, 01 (one byte has its length), and the length less one.
    """
    compressor = brotli.Compressor(quality=QUALITY)
    block = (0b010110 | (padding - 1) << 6).to_bytes(2, "little") + bytes(padding)
    return bytes(compressor.process(text) + compressor.flush() + block + compressor.finish())
