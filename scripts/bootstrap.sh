#!/bin/sh
# Installs exactly the packages of requirements/ into .venv: bootstrap.sh run (for the site) or dev (for tests as well).
set -eu
unset CDPATH
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

case ${1:-run} in
    run) requirements=base ;;
    dev) requirements=dev ;;
    *)
        echo "Unknown argument \"$1\". Use: bootstrap.sh run, or bootstrap.sh dev" >&2
        exit 2
        ;;
esac

stamp=.venv/ditcards-installed
unfinished=.venv/ditcards-unfinished

checksum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# The line of one requirements file in the stamp. It includes the folder: scripts in .venv/bin contain its absolute path.
line() { printf '%s %s %s\n' "$1" "$(checksum <"requirements/$1.txt" | cut -d ' ' -f 1)" "$root"; }

installed() { [ -x .venv/bin/python ] && grep -qxF "$(line "$requirements")" "$stamp" 2>/dev/null; }

# A .venv that was interrupted or moved, or whose Python is missing, is created again: its contents cannot be trusted.
usable() {
    [ ! -e "$unfinished" ] && [ -x .venv/bin/python ] &&
        .venv/bin/python -c 'import os, sys; sys.exit(sys.version_info < (3, 12) or not os.path.samefile(sys.prefix, ".venv"))' &&
        { [ ! -e "$stamp" ] || grep -qF " $root" "$stamp"; }
}

if installed; then
    exit
fi

# Two commands that run at the same time must not both install; the lock ends with this process. (macOS has no flock.)
exec 9<scripts/bootstrap.sh
if command -v flock >/dev/null; then
    flock 9
    if installed; then
        exit
    fi
fi

# "make run" must not remove the packages for tests from a developer's .venv.
if [ -e .venv/bin/pytest ]; then
    requirements=dev
fi
echo "Installing requirements/$requirements.txt into .venv ..."
if ! usable; then
    rm -rf .venv
    if ! scripts/uv.sh venv --quiet .venv; then
        echo "No Python 3.12 or newer was found, and uv could not download one. Install Python, then try again." >&2
        exit 1
    fi
fi
rm -f "$stamp"
: >"$unfinished"
# sync, not install: a package that was removed from the requirements is removed from .venv, so that imports fail here as well.
# --python: UV_PYTHON is the Python below .venv, and uv would install there.
if ! scripts/uv.sh pip sync --quiet --require-hashes --python .venv/bin/python "requirements/$requirements.txt"; then
    echo "The packages of requirements/$requirements.txt could not be installed. Read the lines above, check the network, then try again." >&2
    exit 1
fi
{
    line base # dev.txt contains every line of base.txt
    if [ "$requirements" = dev ]; then line dev; fi
} >"$unfinished"
mv "$unfinished" "$stamp"
