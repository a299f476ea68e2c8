"""The response that holds a PDF."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control


def pdf_file(pdf: bytes, file_name: str, etag: str) -> HttpResponse:
    """Return a PDF to be shown in the browser, which asks again whether it has changed."""
    headers = {"Content-Disposition": f'inline; filename="{file_name}.pdf"', "ETag": etag}
    response = HttpResponse(pdf, content_type="application/pdf", headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response
