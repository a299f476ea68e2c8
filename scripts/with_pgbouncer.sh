#!/bin/sh
# Runs a command with DATABASE_URL set to a PgBouncer before that PostgreSQL, and DATABASE_DIRECT_URL to the latter (in transaction mode, and each transaction gets
# another connection): with_postgres.sh with_pgbouncer.sh .venv/bin/pytest
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

pgbouncer=$(PATH=$PATH:/usr/sbin command -v pgbouncer) || {
    scripts/system_packages.sh pgbouncer
    pgbouncer=$(PATH=$PATH:/usr/sbin command -v pgbouncer) || exit 1
}
folder=$(mktemp -d)
owner=
if [ "$(id -u)" = 0 ]; then
    owner="runuser -u postgres --" # PgBouncer refuses to run as root
    chown postgres "$folder"
fi
running=
clean_up() {
    if [ -e "$folder/pid" ]; then kill -INT "$(cat "$folder/pid")" && wait "$running" || true; fi
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cat >"$folder/pgbouncer.ini" <<INI
[databases]
* = host=${DATABASE_URL##*host=} user=ditcards
[pgbouncer]
listen_addr =
unix_socket_dir = $folder
auth_type = any
pool_mode = transaction
server_round_robin = 1
default_pool_size = 20
min_pool_size = 3
server_reset_query =
server_idle_timeout = 1
logfile = $folder/log
pidfile = $folder/pid
INI
chmod 644 "$folder/pgbouncer.ini"
# shellcheck disable=SC2086 # several words
(cd "$folder" && exec $owner "$pgbouncer" --quiet pgbouncer.ini) &
running=$!
tries=0
while [ ! -S "$folder/.s.PGSQL.6432" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then
        cat "$folder/log" >&2
        exit 1
    fi
    sleep 0.1
done
export DATABASE_DIRECT_URL="$DATABASE_URL"
export DATABASE_URL="postgres://ditcards@:6432/ditcards?host=$folder"
"$@"
