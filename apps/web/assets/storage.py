"""The static files as they are served: built, named by their content, compressed by gzip and Brotli."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from apps.web.assets.bundles import built_files


class BuiltFilesStorage(CompressedManifestStaticFilesStorage):
    """Adds the built files to those that are collected."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Build one file a kind of page, then name and compress all."""
        for name, text in built_files(self._text):
            self.delete(name)
            self._save(name, ContentFile(text.encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode())
