"""Says so where searches read every text, because PostgreSQL has no index over them."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import connections

from apps.cards.text_index.schema import lacks_index

HINT = "As a PostgreSQL superuser, run CREATE EXTENSION pg_trgm in the site's database; then run manage.py index_texts."


def warn_of_missing_index(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: object
) -> list[CheckMessage]:
    """Return a warning for each of these databases that has the texts but not their index."""
    sentence = "There is no index over the texts of cards: every search reads all of them."
    return [CheckWarning(sentence, hint=HINT, id="cards.W001") for name in databases or () if _lacks_index(name)]


def _lacks_index(name: str) -> bool:
    connection = connections[name]
    return connection.vendor == "postgresql" and lacks_index(connection)
