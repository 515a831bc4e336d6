#!/bin/sh
# make-locales.sh - SPDX-License-Identifier: LGPL-2.1-or-later
#
# make-locales.sh DIR [LOCALE...]: compile UTF-8 locales into DIR, for programs started with
# LOCPATH=DIR LC_ALL=de_DE.UTF-8. Default: en_US de_DE pl_PL ar_EG. Needs no root: only the sources
# from the package "locales" and localedef. About two seconds and 3 MB each; what is there is kept.
# A program that gets LOCPATH finds no other locale than those in DIR (and C, C.UTF-8).
set -eu

dir=${1:?usage: make-locales.sh DIR [LOCALE...]}
shift
[ $# -gt 0 ] || set -- en_US de_DE pl_PL ar_EG
[ -d /usr/share/i18n/locales ] || { echo "make-locales.sh: the package 'locales' is missing" >&2; exit 77; }

mkdir -p "$dir"
for name in "$@"; do
  name=${name%.UTF-8}
  [ -e "$dir/$name.UTF-8/LC_CTYPE" ] && continue
  # Status 1 means warnings only; the file then exists all the same.
  localedef --quiet --no-archive -i "$name" -f UTF-8 "$dir/.$name.$$" || [ $? = 1 ]
  mv "$dir/.$name.$$" "$dir/$name.UTF-8" 2> /dev/null || rm -rf "$dir/.$name.$$"
  [ -e "$dir/$name.UTF-8/LC_CTYPE" ] || { echo "make-locales.sh: cannot make $name" >&2; exit 1; }
done
