# ecrm.fish - SPDX-License-Identifier: LGPL-2.1-or-later
# The program itself knows what may come next.

complete -c ecrm -a '(ecrm complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
