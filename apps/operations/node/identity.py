"""Whether this machine has the site's secret and stored files: read only."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from apps.operations.models import SiteIdentity
from apps.web.storage import SITE_MARKER, MissingFile, StorageDown, media_files, read

SALT = "apps.operations.node.identity"


def fingerprint(secret: str, marker: str) -> str:
    """Return what tells whether a secret is this one, and nothing else of it."""
    return salted_hmac(SALT, marker, secret=secret, algorithm="sha256").hexdigest()


def stored_marker() -> str:
    """Return the marker in the media storage; empty where there is none."""
    try:
        return read(media_files(), SITE_MARKER).decode(errors="replace")
    except MissingFile:
        return ""


def differences() -> Iterator[str]:
    """Yield a sentence for each thing that another machine of this site has otherwise.

    None before the first start, unless the stored files are those of another database.
    """
    try:
        identity, marker = SiteIdentity.objects.first(), stored_marker()
    except StorageDown as error:
        yield f"The stored files cannot be read. {error} Set FILES_URL to the site's bucket."
        return
    if identity and not _has_secret(identity):
        yield (
            "SECRET_KEY is not the site's. Set it as on the site's other machines; if it is a new one on purpose, "
            "set SECRET_KEY_FALLBACKS to the previous one and run manage.py adopt_node."
        )
    if marker != (identity.marker if identity else ""):
        yield (
            f"The stored files are not those of this database. Set DITCARDS_DATA (now '{settings.DATA}') and "
            "DATABASE_URL as on the site's other machines; if the two belong together, run manage.py adopt_node."
        )


def _has_secret(identity: SiteIdentity) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(fingerprint(key, identity.marker), identity.secret_fingerprint) for key in keys)
