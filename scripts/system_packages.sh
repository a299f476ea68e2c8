#!/bin/sh
# Installs missing packages that pip cannot install: system_packages.sh [pango] [fonts] [chromium] [postgresql] [pgbouncer] [redis] [debootstrap] [venv]
# It needs apt, and root or sudo without a password. Otherwise it prints what to do and exits with 0, because the site starts
# and most tests run without these packages.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

# Loads the libraries in the site's Python as WeasyPrint does: dpkg knows only Debian's own copies.
has_pango() {
    .venv/bin/python - <<'PYTHON'
import ctypes

for name in ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset"):
    for file in (f"{name}.so.0", f"{name}.0.dylib", f"{name}.dylib"):
        try:
            ctypes.CDLL(file)
            break
        except OSError:
            pass
    else:
        raise SystemExit(1)
PYTHON
}
# One font of each package, without fontconfig's tools, which may not be installed.
has_fonts() {
    for name in NotoNaskhArabic-Regular NotoSerifCJK-Regular NotoColorEmoji; do
        find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.local/share/fonts" "${HOME:-/nonexistent}/.fonts" \
            -name "$name.*" 2>/dev/null | grep -q . || return 1
    done
}
# Debian's headless shell shows pages as Chromium does, for a third of the processor time.
knows_shell() { apt-cache show chromium-headless-shell; }
has_chromium() { command -v chromium-headless-shell || { command -v chromium && ! knows_shell; }; }
has_postgresql() { scripts/find_postgres.sh; }
has_pgbouncer() { PATH=$PATH:/usr/sbin command -v pgbouncer; }
has_redis() { command -v redis-server; }
has_debootstrap() { command -v debootstrap; }
has_venv() { python3 -c 'import ensurepip, venv'; }

packages=
for need in "$@"; do
    case $need in
        pango)
            package="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
            what="Pango and HarfBuzz (needed to print cards)"
            ;;
        fonts)
            package="fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
            what="Fonts for all scripts (without them, other characters than Latin, Greek and Cyrillic are printed as names or codes)"
            ;;
        chromium)
            package=chromium-headless-shell
            what="Chromium (without it, browser tests are skipped)"
            ;;
        postgresql)
            package=postgresql
            what="PostgreSQL server (needed for tests on PostgreSQL)"
            ;;
        pgbouncer)
            package=pgbouncer
            what="PgBouncer (needed for the tests behind it)"
            ;;
        redis)
            package=redis-server
            what="Redis (without it, its tests are skipped)"
            ;;
        venv)
            package=python3-venv
            what="Python's venv and ensurepip (needed for the setup)"
            ;;
        debootstrap)
            package=debootstrap
            what="debootstrap (makes the fresh Debian systems on which the guide of deploying is tested)"
            ;;
        *)
            echo "Unknown package \"$need\". Use pango, fonts, chromium, postgresql, pgbouncer, redis, debootstrap or venv." >&2
            exit 2
            ;;
    esac
    if ! "has_$need" >/dev/null 2>&1; then
        echo "Missing: $what."
        packages="$packages $package"
    fi
done
if [ -z "$packages" ]; then
    exit
fi

if ! command -v apt-get >/dev/null; then
    echo "Install these packages with your system's package manager (named as in Debian):$packages"
    exit
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    if ! sudo -n true 2>/dev/null; then
        echo "Install with: sudo apt-get install$packages"
        exit
    fi
fi

# Debian's server package creates and starts a cluster of its own; this file prevents it.
no_cluster=/etc/postgresql-common/createcluster.d/ditcards.conf
log=$(mktemp)
clean_up() {
    rm -f "$log"
    case $packages in *postgresql*) $as_root rm -f "$no_cluster" ;; esac
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
case $packages in
    *postgresql*)
        $as_root mkdir -p "${no_cluster%/*}"
        echo "create_main_cluster = false" | $as_root tee "$no_cluster" >/dev/null
        ;;
esac

# Standard input is empty so that no package asks a question. A new machine's updates may hold apt's lock for a while.
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1 </dev/null
}
echo "Installing$packages ..."
apt update || true # one unreachable archive may not matter
if ! knows_shell >/dev/null 2>&1; then packages=$(echo "$packages" | sed 's/chromium-headless-shell/chromium/'); fi
# shellcheck disable=SC2086 # several words
if ! apt install -y --no-install-recommends $packages; then
    tail -n 5 "$log" >&2
    echo "apt could not install the packages; the lines above show why. Try again with: ${as_root:+sudo }apt-get install$packages" >&2
fi
