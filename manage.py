#!/usr/bin/env python
"""Django's command line. Without a SECRET_KEY in the environment, it runs for development: with DEBUG on."""

import os
import sys

from django.core.management import execute_from_command_line

from ditcards.gc_tuning import tune_gc

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
    if "SECRET_KEY" not in os.environ:
        os.environ.setdefault("DEBUG", "on")
    tune_gc()
    execute_from_command_line(sys.argv)
