#!/bin/sh
# Runs a command with DATABASE_URL set to a temporary PostgreSQL: with_postgres.sh .venv/bin/pytest -n auto
# The cluster is in a temporary folder, listens only on a socket in it, and is always removed at the end.
# TEST_DATABASE_URL is a server to use instead; its user must be allowed to create databases.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

if [ -n "${TEST_DATABASE_URL:-}" ]; then
    export DATABASE_URL="$TEST_DATABASE_URL"
    exec "$@"
fi

if ! programs=$(scripts/find_postgres.sh); then
    scripts/system_packages.sh postgresql
    if ! programs=$(scripts/find_postgres.sh); then
        echo "PostgreSQL was not found. Install it (postgresql in Debian), or set TEST_DATABASE_URL=postgres://user:password@host:5432/name." >&2
        exit 1
    fi
fi

# PostgreSQL refuses to run as root. The folder has mode 700, so only its owner (and root) can use its socket, which needs no password.
cluster=$(mktemp -d)
owner=
if [ "$(id -u)" = 0 ]; then
    owner=postgres
fi
as_owner() (
    cd "$cluster"
    if [ -z "$owner" ]; then
        exec "$@"
    elif command -v runuser >/dev/null; then
        exec runuser -u "$owner" -- "$@"
    else
        # shellcheck disable=SC2016 # the inner shell expands it
        exec su -s /bin/sh "$owner" -c 'exec "$0" "$@"' -- "$@"
    fi
)

running=
# shellcheck disable=SC2317 # called by the trap
clean_up() {
    status=$?
    trap '' INT TERM HUP
    trap - EXIT
    if [ -n "$running" ]; then
        kill -TERM "$running" 2>/dev/null || true
        wait "$running" || true
    fi
    if [ -e "$cluster/data/postmaster.pid" ]; then
        as_owner "$programs/pg_ctl" --pgdata data --mode immediate stop >/dev/null 2>&1 || true
    fi
    rm -rf "$cluster"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    echo "$1" >&2
    exit 1
}

if [ -n "$owner" ]; then
    chown "$owner" "$cluster" || fail "PostgreSQL cannot run as root, and there is no user \"$owner\". Run this as another user, or set TEST_DATABASE_URL."
    as_owner test -w "$cluster" || fail "The user \"$owner\" cannot open $cluster. Set TMPDIR to a folder that every user can open."
fi

# Text is sorted and compared as on a Debian server, if the system has that locale.
locale=C
if locale -a 2>/dev/null | grep -qix 'C\.utf-\{0,1\}8'; then
    locale=C.UTF-8
fi
# The data is not needed after the command, so it does not have to reach the disk.
# POSTGRES_DURABLE=on is for a command that stops the server in the middle.
fast="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
if [ "${POSTGRES_DURABLE:-}" = on ]; then
    fast="-c max_wal_size=256MB"
fi
{
    as_owner "$programs/initdb" --pgdata data --username ditcards --auth trust --encoding UTF8 --locale "$locale" --no-sync &&
        as_owner "$programs/pg_ctl" --pgdata data --log "$cluster/log" -w \
            -o "-c listen_addresses= -c unix_socket_directories=$cluster -c max_connections=200 $fast" start &&
        as_owner "$programs/createdb" --host "$cluster" --username ditcards ditcards
} >"$cluster/setup" 2>&1 </dev/null || {
    tail -n 20 "$cluster/setup" "$cluster/log" >&2 || true
    fail "PostgreSQL did not start; the lines above show why. To use another server, set TEST_DATABASE_URL=postgres://user:password@host:5432/name."
}
export DATABASE_URL="postgres://ditcards@/ditcards?host=$cluster"

# The command runs in the background because a shell handles a signal only after a foreground command has ended. It has the same
# terminal and process group, so Ctrl+C reaches it as well; the shell makes it ignore that, so env resets it.
if env --default-signal=INT,QUIT true 2>/dev/null; then
    set -- env --default-signal=INT,QUIT "$@"
fi
exec 3<&0
(
    trap - INT QUIT
    exec "$@"
) <&3 3<&- &
running=$!
exec 3<&-
# After Ctrl+C the command takes its time to end; without a terminal, the signal has to be passed on.
trap '[ -t 2 ] || kill -INT "$running" || true' INT
# A signal interrupts "wait" as well; the status counts once the command has ended.
while :; do
    status=0
    wait "$running" || status=$?
    kill -0 "$running" 2>/dev/null || break
done
running=
exit "$status"
