#!/bin/bash
# build-and-test.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# Runs inside the Debian 13 root (enter.sh): builds /src in /tmp/b with warnings as errors, runs the
# unit tests, installs into a scratch folder and looks for the module, then runs the end-to-end tests
# in this Evolution: all of them, or those named (build-and-test.sh --only NAME..., as run.py has it; then
# without the unit tests). All as the normal user "tester": as root, permission tests prove nothing and
# WebKit's sandbox is another one. Prints TAP-like lines and, last, 'N passed, N failed, N skipped'.
# Logs and pictures go to /out when it is there.
set -uo pipefail

build=/tmp/b
export PYTHONDONTWRITEBYTECODE=1
passed=0 failed=0 skipped=0

as_tester ()
{
  setpriv --reuid 1000 --regid 1000 --clear-groups \
    env HOME=/home/tester USER=tester LOGNAME=tester XDG_RUNTIME_DIR=/run/user/1000 \
    TMPDIR=/tmp CRM_TEST_OUT=/tmp/e2e "$@"
}

show () # COUNT LOG: indented, so that nobody counts its lines again
{
  tail -n "$1" "$2" | sed 's/^/  | /'
}

add () # NAME STATUS LOG OPTION...: add one stage's counts
{
  local name=$1 status=$2 log=$3 result p f s
  shift 3
  result=$(/usr/bin/python3 /src/tests/support/count-results.py --name "$name" --status "$status" \
    "$@" "$log")
  read -r p f s <<< "$result"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  echo "# trixie $name: $p passed, $f failed, $s skipped"
  sed '1d;/^$/d' <<< "$result"
}

finish ()
{
  if [ -d /out ]; then
    cp -r /tmp/*.log "$build/meson-logs" /tmp/e2e /out/ 2> /dev/null
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit $?
}

as_tester test -r /src/meson.build -a -x /src ||
  { echo "not ok - the checkout is not readable to a normal user"; failed=1; finish; }

echo "# trixie: Evolution $(pkg-config --modversion evolution-shell-3.0), $(gcc --version | head -n 1)"
{ as_tester meson setup --prefix=/usr -Dwerror=true "$build" /src && as_tester ninja -C "$build"; } \
  > /tmp/build.log 2>&1
status=$?
[ "$status" = 0 ] || show 60 /tmp/build.log
add "build with warnings as errors" "$status" /tmp/build.log --one
[ "$status" = 0 ] || finish

if [ $# = 0 ]; then
  as_tester /usr/bin/python3 /src/tests/support/meson_test.py "$build" > /tmp/unit.log 2>&1
  status=$?
  [ "$status" = 0 ] || show 100 /tmp/unit.log
  add "unit tests" "$status" /tmp/unit.log --testlog "$build/meson-logs/testlog.json"
fi

# Not into the system: e2e loads the module with its shim, and twice the same module is a crash.
modules=$(pkg-config --variable=moduledir evolution-shell-3.0)
{
  as_tester meson install -C "$build" --no-rebuild --destdir /tmp/installed &&
    { [ ! -e /src/plugin/meson.build ] || ls -l /tmp/installed"$modules"/module-*.so; }
} > /tmp/install.log 2>&1
status=$?
[ "$status" = 0 ] || show 20 /tmp/install.log
add "install" "$status" /tmp/install.log --one

install -d -o 1000 -g 1000 /tmp/e2e
as_tester timeout -k 30 "${CRM_E2E_SECS:-1100}" \
  /usr/bin/python3 /src/tests/e2e/run.py "$build" "$@" > /tmp/e2e.log 2>&1
status=$?
grep '^# [^ ]*/[^ ]*: [0-9.]* s of' /tmp/e2e.log
[ "$status" = 0 ] || show 150 /tmp/e2e.log
add "e2e" "$status" /tmp/e2e.log
finish
