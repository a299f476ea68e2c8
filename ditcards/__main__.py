"""`python -m ditcards` is manage.py: Django's command line.

Without a SECRET_KEY in the environment, it runs for development: with DEBUG on.
"""

import os
import sys

from django.core.management import execute_from_command_line

from ditcards.gc_tuning import tune_gc


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
    if "SECRET_KEY" not in os.environ:
        os.environ.setdefault("DEBUG", "on")
    tune_gc()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
