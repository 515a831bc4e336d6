#!/bin/bash
# enter.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# enter.sh [--out DIR] ROOT SRC COMMAND...: run COMMAND as root in the Debian 13 ROOT.
#
# SRC is at /src, read-only; DIR (if given) is at /out, read-write, to get logs and pictures back.
# All other changes go to an overlay in memory and are thrown away, and all processes die with the
# process name space, so ROOT stays clean. The user "tester" (uid 1000) is there for the UI part: use
# `setpriv --reuid 1000 --regid 1000 --clear-groups`. The network, and so the X display numbers, are
# shared with the host. We use pivot_root and not chroot, because inside a chroot the kernel refuses
# user name spaces to normal users and WebKit's sandbox, which Evolution insists on, needs them.
set -euo pipefail

OUT=
if [ "${1:-}" = --out ]; then
  OUT=$(realpath "$2")
  shift 2
fi
[ $# -ge 3 ] || { echo "usage: enter.sh [--out DIR] ROOT SRC COMMAND..." >&2; exit 2; }
ROOT=$(realpath "$1") SRC=$(realpath "$2")
shift 2
[ -e "$ROOT/.stamp" ] || { echo "$ROOT is no root made by make-root.sh" >&2; exit 2; }
export ROOT SRC OUT

# Shared: make-root.sh does not replace the root while we are in it.
exec 9> "$ROOT.lock"
flock -s 9

# shellcheck disable=SC2016 # the inner shell expands these
exec unshare --mount --pid --ipc --fork --kill-child --propagation private bash -euc '
  T=$(mktemp -d)
  mount -t tmpfs -o mode=755 tmpfs "$T"
  mkdir "$T"/{u,w,m}
  mount -t overlay overlay -o lowerdir="$ROOT",upperdir="$T/u",workdir="$T/w" "$T/m"
  R=$T/m
  mount -t proc proc "$R/proc"
  mount -t sysfs sysfs "$R/sys"
  mount --rbind /dev "$R/dev"
  mount -t tmpfs tmpfs "$R/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$R/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$R/tmp"
  mount -t tmpfs -o mode=755 tmpfs "$R/run"
  mkdir -p "$R/src" "$R/tmp/.X11-unix" "$R/tmp/old"
  chmod 1777 "$R/tmp/.X11-unix"
  mount --bind "$SRC" "$R/src"
  mount -o remount,bind,ro "$R/src"
  if [ -n "$OUT" ]; then
    mkdir -p "$R/out"
    mount --bind "$OUT" "$R/out"
  fi
  if ! grep -q ^tester: "$R/etc/passwd"; then
    echo "tester:x:1000:1000::/home/tester:/bin/bash" >> "$R/etc/passwd"
    echo "tester:x:1000:" >> "$R/etc/group"
  fi
  install -d -o 1000 -g 1000 "$R/home/tester"
  install -d -o 1000 -g 1000 -m 700 "$R/run/user/1000"
  cd "$R"
  pivot_root . tmp/old
  cd /
  umount -l /tmp/old
  rmdir /tmp/old
  exec env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/root LANG=C.UTF-8 ${CI:+CI=$CI} "$@"
' sh "$@"
