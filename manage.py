#!/usr/bin/env python
"""Django's command line (ditcards/__main__.py)."""

from ditcards.__main__ import main

if __name__ == "__main__":
    main()
