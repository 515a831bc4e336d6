#!/bin/bash
# check-paths.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# check-paths.sh [--root DIR]: nothing of the machine it was written on is in the tree: no absolute paths
# of a workplace, no host of a package mirror or registry, no binaries above 200 KiB.
set -uo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
[ "${1:-}" = --root ] && root=$(cd "$2" && pwd)
cd "$root" || exit 2
max_bytes=$((200 * 1024))

files ()
{
  if [ -e .git ]; then
    git -c safe.directory='*' ls-files --cached --others --exclude-standard
  else
    find . -path './_build*' -prune -o -path ./.git -prune -o -type f -print | sed 's|^\./||'
  fi | sort -u | while IFS= read -r file; do [ -f "$file" ] && echo "$file"; done
}

number=0
failed=0
result () # RULE: reads 'file:line message' lines; none is a pass
{
  local rule=$1 line any=0
  while IFS= read -r line; do
    number=$((number + 1))
    any=1
    failed=1
    echo "not ok $number - $rule: $line"
  done
  [ "$any" = 1 ] && return
  number=$((number + 1))
  echo "ok $number - $rule"
}

# One character in brackets keeps these lines from finding themselves.
paths='(^|[^A-Za-z0-9_./$}*-])/(wor[k]|roo[t]|Users|workspac[e]|mnt/[a-z]+)/[A-Za-z0-9._-]+'
homes='(^|[^A-Za-z0-9_./$}*-])/hom[e]/[A-Za-z0-9._-]+'
invented='/home/(tester|user|USER|username|sam|you)\b'
registries='https?://[^/ "]*(artifac[t]|registr[y]|nexu[s]|mirro[r]|prox[y]|pypi[.])[^ "]*|https?://(10|127|192[.]168|169[.]254)[.][0-9.]+:?[0-9]*/(pyp[i]|npm|debia[n]|simple)'

# The hosts this very machine fetches packages from, if they are not Debian's own.
hosts=$({ apt-get indextargets --format '$(REPO_URI)' 2> /dev/null
  cat /etc/pip.conf ~/.config/pip/pip.conf 2> /dev/null; } |
  grep -oE 'https?://[^/ :]+' | sed 's|.*//||; s|.*@||' | sort -u |
  grep -vE '(^|\.)(debian\.org|pypi\.org|localhost)$' | sed 's/[.]/[.]/g' | paste -sd'|')

list=$(mktemp)
trap 'rm -f "$list"' EXIT
files > "$list"

search () # GREP-OPTION PATTERN
{
  tr '\n' '\0' < "$list" | xargs -0 -r grep -HnIoE "$@" -- /dev/null | sed -E 's/^([^:]*:[0-9]+):/\1 /'
}

result "no machine paths" < <(
  search -e "$paths"
  search -e "$homes" | grep -vE "$invented"
)
result "no package registries" < <(
  search -e "$registries"
  [ -z "$hosts" ] || search -e "$hosts"
)
result "no large binaries" < <(
  while IFS= read -r file; do
    size=$(stat -c %s "$file")
    # grep -I takes a file with a NUL byte for binary and finds nothing in it.
    if [ "$size" -gt "$max_bytes" ] && ! grep -qI . "$file"; then
      echo "$file:1 binary of $size bytes, at most $max_bytes"
    fi
  done < "$list"
)
echo "1..$number"
exit $failed
