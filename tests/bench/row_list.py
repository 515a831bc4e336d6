# row_list.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows 9, 10 and 11 of performance.md: lists of deals, searching them, the pipeline by stage; and Ctrl+K."""
import re

import row_sidebar
from benchlib import Result

N_DEALS = 50000
N_PEOPLE = 100000


def store(bench):
    return bench.make(f'list-{N_PEOPLE}-{N_DEALS}', lambda path: bench.run(
        [bench.product('bench-list'), path, 'fill', str(N_PEOPLE), str(N_DEALS)]))


def rows(bench):
    filled = store(bench)
    limits = row_sidebar.limit_database(bench, 100000)

    def product(what, few=1, many=4):
        return bench.instructions([bench.product('bench-list'), filled, what], few, many)

    def limit(what, few=2, many=12):
        return bench.instructions([bench.product('limit-list'), limits, what], few, many)

    def median_ms(what, turns):
        out = bench.run([bench.product('bench-list'), filled, what, str(turns)])
        return int(re.search(r'median (\d+) us', out).group(1)) / 1000

    for row, what, text, goal in (
            ('9', 'deals', '1,000 open deals of 50,000 by close date', 2),
            ('9', 'contacts', "the same with their people's names", 2),
            ('10', 'search', 'deals by a part of the title', 2.5),
            ('11', 'report', 'a pipeline by stage, 50,000 deals', 2)):
        yield Result(row, text, 'instructions', product(what), limit(what), 'limit', at_most=goal)
        yield Result(row, text, 'ms cpu', median_ms(what, 15))
    yield from find(bench)
    yield Result('18', 'order of 100,000 people by name', 'ms cpu', median_ms('people', 7))


def find(bench):
    """What Ctrl+K costs the reader thread among as many people with addresses, and deals: words that there are, words
    with a mistake, and words that nothing is like. Each key asks anew and ends the question before."""
    named = bench.make(f'names-{N_PEOPLE}-{N_DEALS}', lambda path: bench.run(
        [bench.product('bench-list'), path, 'names', str(N_PEOPLE), str(N_DEALS)]))
    for words, text in (('k', 'Ctrl+K, one letter'), ('karen mi', 'Ctrl+K, a name'),
                        ('pliot audit', 'Ctrl+K, a title with a mistake'), ('zzzz', 'Ctrl+K, nothing found')):
        command = [bench.product('bench-list'), named, f'find:{words}']
        yield Result('find', text, 'instructions', bench.instructions(command, 1, 3))
        out = bench.run([*command, '9'])
        yield Result('find', text, 'ms cpu', int(re.search(r'median (\d+) us', out).group(1)) / 1000)


PARTS = {'find': find}
