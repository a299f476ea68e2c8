#!/bin/sh
# Makes .venv with exactly the packages of requirements/: bootstrap.sh run (what the site needs) or dev (the tests' tools as well).
set -eu
unset CDPATH
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

case ${1:-run} in
    run) wanted=base ;;
    dev) wanted=dev ;;
    *)
        echo "bootstrap.sh knows \"run\" and \"dev\", not \"$1\"." >&2
        exit 2
        ;;
esac

stamp=.venv/ditcards-installed
unfinished=.venv/ditcards-unfinished

checksum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# The stamp's line for one requirements file. The folder is part of it: scripts in .venv/bin hold its absolute path.
line() { printf '%s %s %s\n' "$1" "$(checksum <"requirements/$1.txt" | cut -d ' ' -f 1)" "$root"; }

installed() { [ -x .venv/bin/python ] && grep -qxF "$(line "$wanted")" "$stamp" 2>/dev/null; }

# A .venv that was interrupted, moved, or lost its Python is made anew: what is in it cannot be trusted.
usable() {
    [ ! -e "$unfinished" ] && [ -x .venv/bin/python ] &&
        .venv/bin/python -c 'import os, sys; sys.exit(sys.version_info < (3, 12) or not os.path.samefile(sys.prefix, ".venv"))' &&
        { [ ! -e "$stamp" ] || grep -qF " $root" "$stamp"; }
}

if installed; then
    exit
fi

# Two commands started together must not install over each other; the lock ends with this process. (macOS has no flock.)
exec 9<scripts/bootstrap.sh
if command -v flock >/dev/null; then
    flock 9
    if installed; then
        exit
    fi
fi

# Who has the tests' tools keeps them: "make run" must not take them out of a developer's .venv.
if [ -e .venv/bin/pytest ]; then
    wanted=dev
fi
echo "Installing requirements/$wanted.txt into .venv ..."
if ! usable; then
    rm -rf .venv
    if ! scripts/uv.sh venv --quiet .venv; then
        echo "No Python 3.12 or newer was found, and uv could not fetch one. Install one, and start again." >&2
        exit 1
    fi
fi
rm -f "$stamp"
: >"$unfinished"
# sync, not install: a package that left the requirements must leave .venv too, or an import that fails elsewhere works here.
# --python: UV_PYTHON names the Python under .venv, and uv would install there.
if ! scripts/uv.sh pip sync --quiet --require-hashes --python .venv/bin/python "requirements/$wanted.txt"; then
    echo "The packages of requirements/$wanted.txt could not be installed. Read the lines above, check the network, and start again." >&2
    exit 1
fi
{
    line base # dev.txt holds every line of base.txt
    if [ "$wanted" = dev ]; then line dev; fi
} >"$unfinished"
mv "$unfinished" "$stamp"
