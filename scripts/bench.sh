#!/bin/sh
# Runs benchmarks on SQLite and then on PostgreSQL, with temporary data: bench.sh [names, such as grade] [options]
# A name is that of a module in benchmarks/, in whatever folder; without one, all bench_*.py run
# but bench_scale.py, which fills a large site first, and bench_attacker.py, which takes a quarter of an hour. Options,
# such as --full of insight, are given to each.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

# Prints the module that a name, or a path, stands for.
module_of() {
    name=${1##*/}
    name=${name%.py}
    case $name in
    bench_* | chaos_* | fuzz_*) ;;
    *) name=bench_$name ;;
    esac
    found=$(find benchmarks -name "$name.py")
    if [ -z "$found" ]; then
        echo "There is no benchmark “$1”. Choose one of:" >&2
        find benchmarks -name 'bench_*.py' | sed 's|.*/bench_||; s|\.py$||' | sort | tr '\n' ' ' >&2
        echo >&2
        return 1
    fi
    echo "${found%.py}" | tr / .
}

names=
options=
for argument in "$@"; do
    case $argument in
    --*) options="$options $argument" ;;
    *) names="$names $argument" ;;
    esac
done
# shellcheck disable=SC2086 # our names have no spaces
set -- $names

if [ $# = 0 ]; then
    # shellcheck disable=SC2046 # our names have no spaces
    set -- $(find benchmarks -name 'bench_*.py' ! -name bench_scale.py ! -name bench_attacker.py | sort)
fi
trap 'rm -rf "$DITCARDS_DATA"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
failed=0

# Runs a command with a data folder of its own.
with_data() {
    DITCARDS_DATA=$(mktemp -d)
    export DITCARDS_DATA
    "$@" || failed=1
    rm -rf "$DITCARDS_DATA"
}

for benchmark in "$@"; do
    module=$(module_of "$benchmark")
    echo "== $module on SQLite"
    # shellcheck disable=SC2086 # options have no spaces either
    with_data env DATABASE_URL= .venv/bin/python -m "$module" $options
    echo "== $module on PostgreSQL"
    # shellcheck disable=SC2086
    with_data scripts/with_postgres.sh .venv/bin/python -m "$module" $options
done
exit "$failed"
