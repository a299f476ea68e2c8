#!/bin/sh
# Runs a command whose temporary files are on a small disk in memory, which it may fill: with_small_disk.sh make bench
# SMALL_DISK names it. Only root can mount one: without, the command runs as ever.
set -eu
disk=$(mktemp -d)
unmount() {
    status=$?
    umount --lazy "$disk" 2>/dev/null || true
    rmdir "$disk"
    exit "$status"
}
trap unmount EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if mount -t tmpfs -o size=1g,mode=1777 tmpfs "$disk" 2>/dev/null; then
    export TMPDIR="$disk" SMALL_DISK="$disk"
fi
"$@"
