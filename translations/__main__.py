"""`python -m translations messages` updates locale/; `... pseudo` writes the pseudo-languages into DITCARDS_DATA."""

import os
import sys

import django

from translations import catalogs, pseudo


def main(names: list[str]) -> None:
    """Do what the one argument names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
    os.environ.setdefault("DEBUG", "on")  # the settings want a secret key or development mode
    django.setup()
    from django.conf import settings

    commands = {
        "messages": lambda: catalogs.update(catalogs.ROOT / "locale", [code for code, _ in settings.LANGUAGES]),
        "pseudo": lambda: pseudo.write(settings.PSEUDO_LOCALE),
    }
    if len(names) != 1 or names[0] not in commands:
        sys.exit(f"Usage: python -m translations [{' | '.join(commands)}]")
    commands[names[0]]()


if __name__ == "__main__":
    main(sys.argv[1:])
