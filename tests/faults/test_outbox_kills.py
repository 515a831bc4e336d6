#!/usr/bin/python3
# test_outbox_kills.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""kill -9 between order, call and confirmation: each person has one contact in the real address book, and
one who was taken back has none. Runs below with-eds.sh. TAP on stdout.

usage: test_outbox_kills.py --driver FILE --shim FILE --ecrm FILE [--kills N] [--seed N]
"""

import argparse
import os
import random
import subprocess
import sys

from faultlib import SIGKILL, Run, Store, Tools

PEOPLE = 6


def drive(store, *words, env=None):
    done = subprocess.run([store.tools.driver, store.db, *map(str, words)], check=False,
                          env=env or store.environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, SIGKILL), (done.returncode, done.stdout, done.stderr)
    return Run(done.returncode, done.stdout)


class EdsStore(Store):
    """The home is that of the address books, not the store's own."""

    def environment(self, **more):
        result = super().environment(**more)
        result['HOME'] = os.environ['HOME']
        result.pop('XDG_DATA_HOME', None)
        result.setdefault('G_DEBUG', '')
        return result


def one_kill(tools, chance, first, total):
    with EdsStore(tools) as store:
        at = chance.randint(1, total)
        env = store.fault(chance.choice(('kill', 'torn')), at)
        env['FAULT_BUS'] = '1'
        run = drive(store, 'work', first, PEOPLE, env=env)
        captured, undone = set(run.done('capture')), set(run.done('undo'))
        settled = drive(store, 'settle', first, PEOPLE)
        contacts = {int(x[2]): int(x[3]) for x in settled.lines if x[:2] == ['=', 'contacts']}
        people = {int(name.split(' ')[1]) for (name,) in store.rows('SELECT name FROM person')}
        flying = [n for n in range(first, first + PEOPLE) if n not in captured][:1]
        undoing = {n for n in captured if n % 3 == 0 and n not in undone}
        assert captured - undone - undoing <= people, (captured, undone, people)
        assert people <= (captured - undone) | set(flying), (captured, undone, people)
        for number in range(first, first + PEOPLE):
            assert contacts[number] == (number in people), (number, contacts, people, run.text)
        states = store.rows("SELECT state, count(*) FROM outbox GROUP BY 1")
        assert [s for s, _ in states if s != 'done'] == [], states
        store.must_be_well()
        return run.status == SIGKILL


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--driver', required=True)
    parser.add_argument('--shim', required=True)
    parser.add_argument('--ecrm', required=True)
    parser.add_argument('--kills', type=int, default=15)
    parser.add_argument('--seed', type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 31)
    chance = random.Random(seed)
    tools = Tools(options.driver, options.shim, options.ecrm)
    print('# seed %d' % seed)
    print('1..1')
    with EdsStore(tools) as first:
        count = first.root / 'count'
        drive(first, 'work', 900000, PEOPLE,
              env=dict(first.fault('', 0), FAULT_COUNT=str(count), FAULT_BUS='1'))
        total = int(count.read_text())
    kills = sum(one_kill(tools, chance, 1000 * (n + 1), total) for n in range(options.kills))
    print('ok 1 - kill between order, call and confirmation')
    print('#   %d kills among %d operations' % (kills, total))
    return 0


if __name__ == '__main__':
    sys.exit(main())
