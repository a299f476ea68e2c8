"""Files as objects of a bucket, which several machines share (S3's API). Imported only where FILES_URL names one.

An object appears when all of it has arrived, and replaces an older one of its name: S3 promises both.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError
from django.core.files import File
from storages.backends.s3 import S3Storage

from apps.formats.limits import MIB
from apps.web.local_cache import LocalCache
from apps.web.rest import Rest
from apps.web.storage import StorageDown, StoredFile, somebody_waits

MAX_IN_MEMORY = 1 * MIB  # of a file that is read; a larger one is spooled to the disk
HASHED = re.compile(r"(?:[0-9a-f]{2}/)?[0-9a-f]{64}\.\w+")  # the name of a file that is never another one
MISSING = ("404", "NoSuchKey")
# A person waits for a page, and the server has one thread: an answer comes within ten seconds and a pause, if need be
# the sentence that there is none.
CONFIG = {
    "connect_timeout": 2,
    "read_timeout": 5,
    "retries": {"mode": "standard", "total_max_attempts": 2},
    "signature_version": "s3v4",
    # Other servers than Amazon's do not know its newer checksums.
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}

rest = Rest(30, "The bucket of FILES_URL does not answer in time, pages do without it for half a minute: %s")


class ObjectStorage(S3Storage):
    """Files below `location` in a bucket; with a `cache` folder, copies of what is named by its hash stay here.

    Each operation raises StorageDown where the bucket does not answer. After one that does not answer in time, pages do
    not wait for it again for a while (apps/web/storage.py: for_a_page).
    """

    def __init__(self, *, addressing: str, cache: Path | None = None, cache_bytes: int = 0, **options: object) -> None:
        config = Config(**CONFIG, s3={"addressing_style": addressing})
        # Its threads would be ten more for each upload.
        super().__init__(client_config=config, transfer_config=TransferConfig(use_threads=False), **options)
        self._cache = LocalCache(cache, cache_bytes) if cache else None

    @property
    def service(self) -> str:
        """The service that has the bucket: its address; "amazon" for all of Amazon's. StorageDown if it is none."""
        try:
            address: str = self.connection.meta.client.meta.endpoint_url
        except (ValueError, BotoCoreError) as error:
            raise StorageDown(str(error)) from error
        return "amazon" if (urlsplit(address).hostname or "").endswith(".amazonaws.com") else address

    def local_path(self, name: str) -> AbstractContextManager[Path]:
        """Give the path of a copy on this machine, or raise FileNotFoundError."""
        cache = self._cache_of(name)
        return cache.path(name, lambda file: self._download(name, file)) if cache else self._copied(name)

    def files_below(self, folder: str) -> Iterator[StoredFile]:
        """Yield the files in a folder and its folders: one request for a thousand of them."""
        prefix = self._normalize_name(f"{folder}/" if folder else "")
        root = len(self._normalize_name(""))
        pages = self.connection.meta.client.get_paginator("list_objects_v2")
        with _answers(folder):
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix):
                for entry in page.get("Contents", ()):
                    name = entry["Key"][root:].lstrip("/")
                    yield StoredFile(name, entry["Size"], entry["LastModified"])

    def delete(self, name: str) -> None:
        """Delete a file, also the copy on this machine."""
        if cache := self._cache_of(name):
            cache.delete(name)
        with _answers(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Return whether the bucket has the file."""
        with _answers(name):
            return cast("bool", super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of the folders and of the files directly in a folder."""
        with _answers(path):
            return cast("tuple[list[str], list[str]]", super().listdir(path))

    def size(self, name: str) -> int:
        """Return the bytes of a file, or raise FileNotFoundError."""
        with _answers(name):
            return cast("int", super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file was written, or raise FileNotFoundError."""
        with _answers(name):
            return cast("datetime", super().get_modified_time(name))

    def _open(self, name: str, mode: str = "rb") -> File:
        if cache := self._cache_of(name):
            return File(cache.open(name, lambda file: self._download(name, file)), name)
        with ExitStack() as failing:
            content = failing.enter_context(tempfile.SpooledTemporaryFile(max_size=MAX_IN_MEMORY))
            self._download(name, cast("BinaryIO", content))
            failing.pop_all()  # from now on the caller closes it
        content.seek(0)
        return File(content, name)

    def _cache_of(self, name: str) -> LocalCache | None:
        return self._cache if HASHED.fullmatch(name) else None

    def _save(self, name: str, content: File) -> str:
        with _answers(name):
            return cast("str", super()._save(name, content))

    @contextmanager
    def _copied(self, name: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile() as copy:
            self._download(name, cast("BinaryIO", copy))
            copy.flush()
            yield Path(copy.name)

    def _download(self, name: str, file: BinaryIO) -> None:
        """Write the file, as it was at one moment, into another; raises FileNotFoundError."""
        with _answers(name):
            found = self.bucket.Object(self._normalize_name(name)).get()
            with found["Body"] as body:
                shutil.copyfileobj(body, file)


@contextmanager
def _answers(name: str) -> Iterator[None]:
    """Raise FileNotFoundError for a missing object, StorageDown where there is no other answer, or none is awaited."""
    if rest.lasts and somebody_waits():
        raise StorageDown("The bucket of FILES_URL did not answer a moment ago.")
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            raise FileNotFoundError(name) from None
        raise StorageDown(f"The bucket of FILES_URL does not answer: {error}") from error
    except (BotoCoreError, Boto3Error) as error:
        if isinstance(error, (ConnectTimeoutError, ReadTimeoutError)):
            rest.begin(error)
        raise StorageDown(f"The bucket of FILES_URL does not answer: {error}") from error
