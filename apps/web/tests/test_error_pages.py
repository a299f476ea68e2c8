"""The page for requests that no view could read."""

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.web.requests.error_pages import bad_request


def test_a_request_that_is_too_large_is_read_to_its_end_so_that_the_browser_shows_the_error(rf):
    request = rf.post("/", b"x" * 200_000, content_type="text/plain")
    response = bad_request(request, RequestDataTooBig())
    assert (response.status_code, request.read()) == (413, b"")
    assert "Too large" in response.text


def test_the_page_for_any_other_bad_request_says_to_reload(rf):
    response = bad_request(rf.post("/", b"x", content_type="text/plain"), SuspiciousOperation())
    assert response.status_code == 400
    assert "reload the page" in response.text


def test_a_form_with_a_file_that_is_larger_than_allowed_is_refused(client, db, settings):
    settings.MAX_REQUEST_BYTES = 1_000
    file = SimpleUploadedFile("a.apkg", b"x" * 2_000)
    response = client.post("/accounts/login/", {"file": file})
    assert response.status_code == 413
    assert "The text in a form may have up to 5 MiB, a file up to 100 MiB." in response.text
