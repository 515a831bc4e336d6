#!/bin/bash
# check-format.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# check-format.sh [--root DIR]: every .c and .h is as clang-format 14 with our .clang-format writes it.
# Other versions write other things, so they are no substitute: without version 14 this is a skip.
set -uo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
[ "${1:-}" = --root ] && root=$(cd "$2" && pwd)
cd "$root" || exit 2

tool=$(command -v clang-format-14 || command -v clang-format)
if [ -z "$tool" ] || ! "$tool" --version | grep -q 'version 14\.'; then
  echo "ok 1 - format # SKIP clang-format 14 is not installed"
  echo "1..1"
  exit 0
fi

files ()
{
  if [ -e .git ]; then
    git -c safe.directory='*' ls-files --cached --others --exclude-standard -- '*.c' '*.h'
  else
    find . -path './_build*' -prune -o -path ./.git -prune -o -name '*.[ch]' -type f -print | sed 's|^\./||'
  fi | grep -vE '^tests/(fixtures|fuzz/corpus)/' | sort -u
}

number=0
failed=0
count=0
while IFS= read -r file; do
  [ -e "$file" ] || continue
  count=$((count + 1))
  # The first complaint is enough to find the file; the cure is the same for all.
  first=$("$tool" --style=file --dry-run -Werror "$file" 2>&1 | grep -m1 -oE ':[0-9]+:[0-9]+: error' || true)
  [ -n "$first" ] || continue
  number=$((number + 1))
  failed=1
  line=${first#:}
  echo "not ok $number - format: $file:${line%%:*} run: clang-format-14 -i $file"
done < <(files)

if [ "$failed" = 0 ]; then
  number=1
  echo "ok 1 - format: $count files"
fi
echo "1..$number"
exit $failed
