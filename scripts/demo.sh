#!/bin/sh
# Serves the demo on this machine alone: demo.sh (as the site is served) or demo.sh dev (reloads, DEBUG on).
# PORT is the port. "make run" and "make dev" install .venv first.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

port=${PORT:-8000}
umask 077 # what is stored is for this account only
export DITCARDS_DATA="${DITCARDS_DATA:-data}"
export SITE_URL="http://localhost:$port" # plain http never leaves this machine
export DEBUG=off
if [ "${1:-}" = dev ]; then
    export DEBUG=on
fi

# Checked before anything reads SITE_URL, which is made of it.
case $port in
*[!0-9]* | ??????*) valid=no ;;
*) [ "$port" -ge 1 ] && [ "$port" -le 65535 ] && valid=yes || valid=no ;;
esac
if [ $valid = no ]; then
    echo "PORT is '$port'. Set it to a whole number from 1 to 65535, for example: make run PORT=8001" >&2
    exit 1
fi

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
    exec .venv/bin/python manage.py serve_demo "$port" --reload
fi
exec .venv/bin/python manage.py serve_demo "$port"
