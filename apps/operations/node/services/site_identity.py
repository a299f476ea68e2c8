"""Says which stored files and which secret belong to the database."""

import secrets

from django.conf import settings
from django.db import transaction

from apps.operations.models import SiteIdentity
from apps.operations.node.identity import fingerprint
from apps.web.storage import SITE_MARKER, media_files, write

MARKER_BYTES = 16


@transaction.atomic
def identify_site() -> None:
    """Make the first machine's secret and stored files the site's; later ones have to have the same."""
    if not SiteIdentity.objects.exists():
        adopt_node()


@transaction.atomic
def adopt_node() -> None:
    """Make this machine's secret and stored files those of the site."""
    identity = SiteIdentity.objects.select_for_update().first()
    marker = identity.marker if identity else secrets.token_hex(MARKER_BYTES)
    key = fingerprint(settings.SECRET_KEY, marker)
    SiteIdentity.objects.update_or_create(defaults={"marker": marker, "secret_fingerprint": key})
    write(media_files(), SITE_MARKER, marker.encode())
