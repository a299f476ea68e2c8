#!/bin/sh
# Runs uv. Finds it, or installs it into .tools/ (Debian's own pip refuses to install), and tells it which Python to use.
set -eu
unset CDPATH
# uv and pyenv's shims read .python-version in the current folder.
cd "$(dirname "$0")/.."

# Every Python there may be, one per line, the best first: the versions we develop on, wherever they are, then any other.
pythons() {
    for version in 3.13 3.12 3.14; do
        printf '%s\n' "python$version" "/usr/local/bin/python$version" "/usr/bin/python$version"
        for folder in "${PYENV_ROOT:-}/versions/$version"* "${HOME:-}/.pyenv/versions/$version"* "/opt/python$version"* "/opt/python/$version"*; do
            printf '%s\n' "$folder/bin/python$version"
        done
    done
    printf '%s\n' python3 python /usr/bin/python3
    for folder in "${PYENV_ROOT:-}/versions"/3.* "${HOME:-}/.pyenv/versions"/3.* /opt/python*; do
        printf '%s\n' "$folder/bin/python3"
    done
}

# The first Python that passes the test in $1. Its real path: a shim or an activated .venv may be gone the next time.
find_python() {
    pythons | while read -r python; do
        if "$python" -c "$1" >/dev/null 2>&1 </dev/null; then
            "$python" -c 'import os, sys; print(os.path.realpath(sys.executable))' </dev/null
            break
        fi
    done
}

find_uv() {
    for uv in uv .tools/bin/uv "${HOME:-}/.local/bin/uv"; do
        if "$uv" --version >/dev/null 2>&1; then
            printf '%s\n' "$uv"
            return
        fi
    done
}

install_uv() {
    able='import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 8))'
    python=$(find_python "$able")
    if [ -z "$python" ]; then
        scripts/system_packages.sh venv
        python=$(find_python "$able")
    fi
    if [ -z "$python" ]; then
        echo "There is no Python 3.8 or newer that can make a virtual environment. Install one, or uv, and start again."
        exit 1
    fi
    echo "Installing uv into .tools ..."
    # --clear: an earlier attempt may have been interrupted.
    if ! "$python" -m venv --clear .tools || ! .tools/bin/python -m pip install --quiet --disable-pip-version-check uv; then
        echo "uv could not be installed into .tools. Read the lines above, check the network, and start again."
        exit 1
    fi
}

uv=$(find_uv)
if [ -z "$uv" ]; then
    install_uv >&2
    uv=.tools/bin/uv
fi
if [ -z "${UV_PYTHON:-}" ]; then
    UV_PYTHON=$(find_python 'import sys; sys.exit(sys.version_info < (3, 12))')
    # Where there is none, uv fetches one if the network lets it.
    export UV_PYTHON="${UV_PYTHON:-3.13}"
fi
# A firewall's own certificate is among the system's, as pip knows and uv by itself does not.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
fi
exec "$uv" "$@"
