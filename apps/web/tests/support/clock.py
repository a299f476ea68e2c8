"""The moment at which the clock of every test stands, but for a browser's."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
