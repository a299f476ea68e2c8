"""Backups of the site, and bringing one back: the database, and pictures and sounds (docs/operating.md)."""
