#!/bin/sh
# Prepares the data and serves the site on this machine: serve.sh (as in production) or serve.sh dev (reloads, DEBUG on).
# PORT is the port. "make run" and "make dev" install .venv first.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

port=${PORT:-8000}
umask 077 # what is stored is for this account only
export DITCARDS_DATA="${DITCARDS_DATA:-data}"
export ALLOWED_HOSTS="${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1]}"
export HTTPS="${HTTPS:-off}" # plain http never leaves this machine
export DEBUG=off
if [ "${1:-}" = dev ]; then
    export DEBUG=on
fi

# Checked before anything else: gunicorn's own message is a page long. SO_REUSEADDR as gunicorn sets it, so that a port that
# was in use a moment ago counts as free.
.venv/bin/python -S - "$port" <<'PYTHON'
import errno
import socket
import sys

port = sys.argv[1]
if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
    sys.exit(f"PORT is {port!r}. Set it to a whole number from 1 to 65535, for example: make run PORT=8001")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
        probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} is in use. Stop the program that uses it, or choose another port: make run PORT=8001")
        sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another port: make run PORT=8001")
PYTHON

# Generated once and stored, so that people stay logged in when the site restarts.
if [ -z "${SECRET_KEY:-}" ]; then
    key=$DITCARDS_DATA/secret_key
    if [ ! -s "$key" ]; then
        if ! mkdir -p "$DITCARDS_DATA" ||
            ! .venv/bin/python -S -c 'import secrets; print(secrets.token_urlsafe(64))' >"$key.new" ||
            ! mv "$key.new" "$key"; then
            echo "The secret key could not be saved in $DITCARDS_DATA. Set DITCARDS_DATA to a writable folder." >&2
            exit 1
        fi
    fi
    SECRET_KEY=$(cat "$key")
    export SECRET_KEY
fi

if [ "$DEBUG" = on ]; then
    exec .venv/bin/python manage.py serve "$port" --reload
fi
exec .venv/bin/python manage.py serve "$port"
