"""Catalogs of translations: what is in them, and made-up languages that show what a real one would break."""
