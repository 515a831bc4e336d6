# row_camel.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Row 4 of performance.md: a folder that Camel has read before, from its summary into the index.

The limit by Camel's API is what camel_bench takes to open, load and walk the folder, and sqlite_bench
to insert the same rows with late indexes, 10,000 a transaction. Evolution has opened the folder
anyway; it counts on both sides.
"""
import os
import re

import benchlib
from benchlib import Result, Skipped
from row_index import LIMIT


def rows(bench):
    yield from instructions(bench)
    yield from seconds(bench)


def instructions(bench):
    """Repeat exactly, however busy the machine is."""
    n = 20000
    mail, state = bench.mail('headers', n), os.path.join(bench.work, f'camel-state-{n}')
    program, limit = bench.product('bench-camel'), bench.limit('sqlite_bench')

    def store():
        return fresh_directory(os.path.join(bench.work, 'camel-store'))
    bench.run([program, mail, state, store()])  # makes the summary
    summary = os.path.join(state, 'data', 'bench', 'folders.db')
    figure = bench.instructions_of([program, mail, state, store()])
    walked = bench.instructions_of([program, mail, state, '-'])
    inserted = bench.instructions_of([limit, 'insert', f'camel:{summary}:Inbox',
                                      os.path.join(bench.work, 'camel-limit.db'), *LIMIT])
    yield Result('4', f"{n:,} letters from Camel's summary, each", 'instructions', figure / n,
                 (walked + inserted) / n, "Camel's API + insert", at_most=1.5)
    yield Result('4', 'of this: Camel alone', 'instructions', walked / n)


def seconds(bench):
    n = 100000 if bench.full else 10000
    mail, state = bench.mail('headers', n), os.path.join(bench.work, f'camel-state-{n}')
    product, limit, peer = [], [], []
    cold = camel(bench, mail, state + '-cold', fresh=True)
    for turn in range(4):
        found, bare = one_turn(bench, mail, state)
        if turn > 0:  # the first made the summary
            product.append(sum(found))
            limit.append(bare)
            peer.append(found)
    figure = benchlib.median(product)
    yield Result('4', f"{n:,} letters from Camel's summary", 's cpu', figure,
                 benchlib.median(limit), "Camel's API + insert", at_most=1.5)
    yield Result('4', "the same, beside Camel's first opening", 's cpu', figure,
                 cold['get_folder'], 'Camel, header-only mail', at_least=1.5)
    for i, what in enumerate(('open the folder', 'load its infos', 'make letters of them',
                              'enter and settle')):
        yield Result('4', f'of this: {what}', 's cpu', benchlib.median([f[i] for f in peer]))


def fresh_directory(path):
    benchlib.remove(path)
    os.makedirs(path)
    return path


def one_turn(bench, mail, state):
    """Seconds of the product's four steps, and of the limit in all."""
    store = fresh_directory(os.path.join(bench.work, 'camel-store'))
    said = bench.run([bench.product('bench-camel'), mail, state, store])
    found = [float(x) for x in re.search(
        r'open ([\d.]+), load ([\d.]+), read ([\d.]+), enter ([\d.]+)', said).groups()]
    steps = camel(bench, mail, state)
    summary = os.path.join(state, 'data', 'bench', 'folders.db')
    said = bench.run([bench.limit('sqlite_bench'), 'insert', f'camel:{summary}:Inbox',
                      os.path.join(bench.work, 'camel-limit.db'), *LIMIT])
    insert = float(re.search(r'insert .*cpu=([\d.]+)', said, re.DOTALL).group(1))
    return found, insert + sum(steps[x] for x in ('get_folder', 'prepare', 'walk'))


def camel(bench, mail, state, fresh=False):
    """Seconds that Camel itself takes for each step."""
    if fresh:
        fresh_directory(state)
        for name in os.listdir(mail):
            if name not in ('cur', 'new', 'tmp'):  # its body index
                os.unlink(os.path.join(mail, name))
    said = bench.run([bench.limit('camel_bench'), mail, state, 'nobody@x.example',
                      'noone@x.example', '1'], {'NOBODY': '1'})
    steps = {name: float(seconds)
             for name, seconds in re.findall(r'^(\w+).*?cpu=([\d.]+)', said.replace(
                 'walk all message infos (pass 2)', 'again'), re.MULTILINE)
             if name in ('get_folder', 'prepare_fetch_all', 'walk')}
    if len(steps) < 3:
        raise Skipped('camel_bench does not say what each step took')
    steps['prepare'] = steps['prepare_fetch_all']
    return steps
