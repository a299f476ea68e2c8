#!/bin/sh
# Runs benchmarks on SQLite and then on PostgreSQL, with temporary data: bench.sh [names, such as grade]
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

if [ $# = 0 ]; then
    set -- benchmarks/bench_*.py
fi
failed=0
for benchmark in "$@"; do
    module=${benchmark##*/}
    case $module in
    bench_* | chaos_* | fuzz_*) ;;
    *) module=bench_$module ;;
    esac
    module=benchmarks.${module%.py}
    DITCARDS_DATA=$(mktemp -d)
    export DITCARDS_DATA
    trap 'rm -rf "$DITCARDS_DATA"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    echo "== $module on SQLite"
    DATABASE_URL='' .venv/bin/python -m "$module" || failed=1
    echo "== $module on PostgreSQL"
    scripts/with_postgres.sh .venv/bin/python -m "$module" || failed=1
    rm -rf "$DITCARDS_DATA"
done
exit "$failed"
