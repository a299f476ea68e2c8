#!/bin/sh
# Prints the folder of PostgreSQL's programs (initdb, pg_ctl, createdb): Debian's newest, which is not in PATH, or the one in PATH.
set -eu
{
    printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -t / -k 5 -n -r
    readlink -f "$(command -v initdb)"
} 2>/dev/null | while read -r initdb; do
    if [ -x "$initdb" ]; then
        dirname "$initdb"
        break
    fi
done | grep .
