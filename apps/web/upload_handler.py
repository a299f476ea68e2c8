"""Files on their way in."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Refuses a request that is larger than any form here takes, before its files fill the disk."""

    def handle_raw_input(self, input_data: Any, meta: dict[str, Any], content_length: int, *args: Any) -> None:
        """Look at the length that the server read of the request: no more than that is ever read."""
        if content_length > settings.MAX_REQUEST_BYTES:
            raise RequestDataTooBig("A form with its files is larger than any that this site takes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the bytes to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
