#!/usr/bin/python3
# test_faults.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Nothing is lost: the store under kill -9, full and broken disks, damaged files, other programs, newer
programs and jumping clocks. TAP on stdout; every random choice comes from the seed that is printed.

usage: test_faults.py --driver FILE --shim FILE --ecrm FILE [--kills N] [--points N] [--seed N] [PART...]

--kills says how many kill -9 in all (default 200), --points how many places of a broken disk are tried
in each sweep (default 15; 0 for every place there is).
"""

import argparse
import random
import sys
import time
import traceback

import part_damage
import part_disk
import part_kill
import part_others
from faultlib import Tools

PARTS = part_kill.TESTS + part_disk.TESTS + part_damage.TESTS + part_others.TESTS


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--driver', required=True)
    parser.add_argument('--shim', required=True)
    parser.add_argument('--ecrm', required=True)
    parser.add_argument('--kills', type=int, default=200)
    parser.add_argument('--points', type=int, default=15)
    parser.add_argument('--seed', type=int, default=None)
    parser.add_argument('parts', nargs='*')
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 31)
    tools = Tools(options.driver, options.shim, options.ecrm)
    chosen = [p for p in PARTS if not options.parts or p.__name__ in options.parts]
    failed = 0

    print('# seed %d: test_faults.py --seed %d repeats this run' % (seed, seed))
    print('1..%d' % len(chosen))
    for number, part in enumerate(chosen, 1):
        name = part.__name__.replace('_', ' ')
        began = time.monotonic()
        try:
            note = part(tools, random.Random('%d %s' % (seed, name)), options)
        except Exception:  # pylint: disable=broad-except # a test that failed; the others go on
            failed += 1
            print('not ok %d - %s' % (number, name))
            print(''.join('# ' + line + '\n' for line in traceback.format_exc().splitlines()), end='')
            continue
        finally:
            elapsed = time.monotonic() - began
        if note is not None and note.startswith('SKIP'):
            print('ok %d - %s # %s' % (number, name, note))
        else:
            print('ok %d - %s' % (number, name))
            print('#   %.1f s: %s' % (elapsed, note or 'as it should be'))
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
