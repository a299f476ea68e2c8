#!/bin/sh
# For development: checks what changed since main, then runs the fast tests. quick.sh [pytest's arguments]
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

# The changes since this branch left main, committed or not.
since=$(git merge-base HEAD main 2>/dev/null || git rev-parse HEAD)
changed() { { git diff --name-only --diff-filter=d "$since" -- "$@" && git ls-files --others --exclude-standard -- "$@"; } | sort -u; }

.venv/bin/ruff check
.venv/bin/ruff format --check
if [ -n "$(changed '*.html')" ]; then
    changed '*.html' | xargs .venv/bin/djade --target-version 6.1 --check
fi
if [ -n "$(changed 'templates/*.html')" ]; then
    changed 'templates/*.html' | xargs .venv/bin/djlint --lint --quiet
fi
if [ -n "$(changed '*.py' pyproject.toml)" ]; then
    .venv/bin/mypy # its cache makes checking all files fast
    .venv/bin/lint-imports
fi
if [ -n "$(changed '*/models.py' '*/migrations/*.py' '*/models/*.py')" ]; then
    .venv/bin/python manage.py makemigrations --check --dry-run
fi
# Tests that print run only after changes that concern printing: they take half of the time.
if [ -z "$(changed apps/printing apps/paper_sessions templates/printing static/css/pdf)" ]; then
    set -- --ignore-glob='*/printing/tests' --ignore-glob='*/paper_sessions/tests' "$@"
fi
# An app imports only from apps below it, so a change does not concern those below the lowest app that it touches. But
# `formats` reads `cards/kinds`, and what belongs to no app, conftest.py for example, concerns all.
apps=$(.venv/bin/python -S - <<'PYTHON'
import tomllib

with open("pyproject.toml", "rb") as file:
    contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
layers = next(each["layers"] for each in contracts if each["type"] == "layers")
names = [app.removeprefix("apps.") for layer in reversed(layers) for app in layer.split(" | ")]
print(*[name for name in names if name not in ("printing", "paper_sessions")])
PYTHON
)
of_an_app="^(apps|templates/($(echo "$apps printing paper_sessions" | tr ' ' '|')))/"
if [ -n "$(changed apps templates)" ] && [ -z "$(changed apps/cards/kinds)" ] &&
    ! changed '*.py' '*.html' '*.toml' '*.txt' | grep -Eqv "$of_an_app"; then
    for app in $apps; do
        if [ -n "$(changed "apps/$app" "templates/$app")" ]; then break; fi
        set -- --ignore-glob="*/$app/tests" "$@"
    done
fi
exec .venv/bin/pytest -n auto -m "not slow and not browser" "$@"
