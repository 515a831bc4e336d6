#!/bin/sh
# with-eds.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# with-eds.sh COMMAND... : runs COMMAND with a session bus and a home of its own, so that it meets an
# Evolution Data Server without anybody's address books. Needs dbus-daemon and evolution-data-server.
set -u

command -v dbus-run-session >/dev/null || {
  echo '1..0 # SKIP dbus-run-session is not installed'
  exit 0
}

home=$(mktemp -d "${TMPDIR:-/tmp}/crm-eds-XXXXXX") || exit 1
mkdir -m 700 "$home/run" "$home/tmp"

# EDS ends when its bus does, but it may still be writing its last file.
clean_up () {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$home" 2>/dev/null && return
    sleep 0.2
  done
}
trap clean_up EXIT

# What makes our program abort shall not abort the services.
debug=${G_DEBUG-}
unset G_DEBUG DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
export HOME="$home" XDG_RUNTIME_DIR="$home/run" TMPDIR="$home/tmp"
export GSETTINGS_BACKEND=memory GIO_USE_VFS=local LC_ALL=C.UTF-8 TZ=UTC

# The bus and the services it starts say things that are no test results; they are of interest only
# when something went wrong.
exec 3>&1 4>&2
dbus-run-session -- env G_DEBUG="$debug" sh -c 'exec "$@" >&3 2>&4 3>&- 4>&-' sh "$@" >"$home/log" 2>&1
result=$?
[ $result -eq 0 ] || sed 's/^/# /' "$home/log" >&2
exit $result
