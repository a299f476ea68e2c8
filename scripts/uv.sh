#!/bin/sh
# Runs uv with the right Python. Installs uv into .tools/ if it is missing, by the hashes of requirements/uv.txt (Debian's own pip refuses to install).
set -eu
unset CDPATH
# uv and pyenv's shims read .python-version in the current folder.
cd "$(dirname "$0")/.."

# All possible paths of Python, one per line, in order of preference: the versions we develop with, then any other.
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

# The first Python that passes the test in $1. Its real path: a shim or an activated .venv may be missing the next time.
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
    can_install='import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 8))'
    python=$(find_python "$can_install")
    if [ -z "$python" ]; then
        scripts/system_packages.sh venv
        python=$(find_python "$can_install")
    fi
    if [ -z "$python" ]; then
        echo "No Python 3.8 or newer that can create virtual environments was found. Install one, or install uv, then try again."
        exit 1
    fi
    echo "Installing uv into .tools ..."
    # --clear: an earlier attempt may have been interrupted.
    if ! "$python" -m venv --clear .tools || ! .tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/uv.txt; then
        echo "uv could not be installed into .tools. Read the lines above, check the network, then try again."
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
    # If there is none, uv downloads one.
    export UV_PYTHON="${UV_PYTHON:-3.13}"
fi
# The certificate of a firewall is among the system's, which pip uses by default and uv does not.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
fi
exec "$uv" "$@"
