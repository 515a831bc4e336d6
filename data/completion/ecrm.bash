# ecrm.bash - SPDX-License-Identifier: LGPL-2.1-or-later
# The program itself knows what may come next; a field waits for its value without a space.

_ecrm ()
{
  local IFS=$'\n'
  mapfile -t COMPREPLY < <(ecrm complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ ${COMPREPLY[0]-} == *= ]]; then
    compopt -o nospace
  fi
}

complete -o default -F _ecrm ecrm
