#!/bin/bash
# make-root.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# make-root.sh [DIR]: make, or reuse, a Debian 13 root with everything in ../packages/trixie.txt.
# DIR defaults to a folder outside the checkout and is reused while its stamp (a sum over this script
# and the package list) matches. Prints DIR as its last line. Needs root and mmdebstrap, about two
# minutes and 1.9 GB.
#
# Exit: 0 made or reused; 77 the packages cannot be fetched (callers skip); anything else is a fault.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
list=$here/../packages/trixie.txt
dir=${1:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/evolution-crm/trixie}
fetch_secs=${CRM_TRIXIE_SECS:-720}

skip () { echo "skip: $*" >&2; exit 77; }
words () { sed 's/#.*//' "$1" | tr -s ' \t\n' '\n' | sed '/^$/d'; }

key=$({ cat "$0"; words "$list"; } | sha256sum | cut -c1-16)
mkdir -p "$(dirname "$dir")"
# Held until we exit: two runs must not make the root at once, nor replace it under a running test.
exec 9> "$dir.lock"
flock -w 900 -s 9 || skip "the Debian 13 root is locked by another run"
reuse_and_exit ()
{
  [ "$(cat "$dir/.stamp" 2> /dev/null)" = "$key" ] || return 0
  echo "reusing the Debian 13 root" >&2
  echo "$dir"
  exit 0
}
reuse_and_exit
flock -w 900 -x 9 || skip "the Debian 13 root is in use by another run"
reuse_and_exit # whoever held the lock may just have made it

[ "$(id -u)" = 0 ] || skip "making a Debian 13 root needs root"
command -v mmdebstrap > /dev/null || skip "mmdebstrap is not installed"

# The mirror this machine already uses, so that a local mirror or a proxy is honoured.
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
repo () {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$1" '$1 == suite { print $2; exit }'
}
mirror=$(repo "$codename")
security=$(repo "$codename-security")
: "${mirror:=http://deb.debian.org/debian}" "${security:=http://deb.debian.org/debian-security}"

log=$(mktemp)
new=$dir.new
trap 'rm -f "$log"' EXIT
case $new in /?*/?*) rm -rf --one-file-system "$new" ;; *) echo "refusing $new" >&2; exit 2 ;; esac

echo "making the Debian 13 root in $dir" >&2
status=0
timeout -k 20 "$fetch_secs" mmdebstrap --quiet --mode=root --variant=apt \
  --dpkgopt=force-unsafe-io \
  --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --aptopt='Acquire::Retries "3"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/help/*' --dpkgopt='path-exclude=/usr/share/gtk-doc/*' \
  --hook-dir="$(dpkg -L mmdebstrap | grep 'hooks/eatmydata$')" \
  --include="$(words "$list" | paste -sd,)" \
  trixie "$new" "deb $mirror trixie main" "deb $mirror trixie-updates main" \
  "deb $security trixie-security main" > "$log" 2>&1 || status=$?

if [ "$status" != 0 ]; then
  tail -n 30 "$log" >&2
  rm -rf --one-file-system "$new"
  [ "$status" = 124 ] && skip "fetching Debian 13 took more than $fetch_secs s"
  # Only a network fault is excused: a wrong name in our list must fail.
  grep -Eq 'apt-get update .*failed|Failed to fetch|Could not (resolve|connect)|Unable to connect|Temporary failure|Connection (timed out|refused|failed)|Network is unreachable|does not have a Release file' "$log" &&
    skip "the Debian 13 packages cannot be fetched"
  exit 1
fi

echo "$key" > "$new/.stamp"
rm -rf --one-file-system "$dir"
mv "$new" "$dir"
echo "$dir"
