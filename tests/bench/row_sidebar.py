# row_sidebar.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows 1, 2, 8, 15 and 19 of performance.md: what the sidebar shows, searches, memory."""
import os
import re
import shutil
import subprocess

from benchlib import Result, Skipped

N_DEALS = 50000
N_PEOPLE = 5000
# libnotmuch in process, newest 50 with headers, 100,000 letters: performance.md, row 1. For where
# it is not installed.
NOTMUCH_LETTERS = 100000
NOTMUCH_NOTED = (182.3e6, 4.6e6)
NOTMUCH_SIZES = (13832, 26)     # how many letters the two contacts have


def store(bench, letters):
    def fill(path):
        bench.run([bench.product('bench-sidebar-fill'), path, bench.mail('tsv', letters),
                   str(N_DEALS)])
    return bench.make(f'sidebar-{letters}', fill)


def limit_database(bench, letters):
    program = bench.limit('sqlite_bench')

    def fill(path):
        bench.run([program, 'insert', bench.mail('tsv', letters), path, 'edge=asc', 'esort=1',
                   'late=1', 'fts=ext'])
        bench.run([program, 'crm', path, str(N_PEOPLE), str(N_DEALS), str(N_DEALS)])
    return bench.make(f'sidebar-limit-{letters}.db', fill)


class Sidebar:
    def __init__(self, bench, letters):
        self.bench = bench
        self.store = store(bench, letters)
        self.limits = limit_database(bench, letters)

    def product(self, what, few=3, many=13):
        return self.bench.instructions(
            [self.bench.product('bench-sidebar'), self.store, what], few, many)

    def limit(self, what, few=10, many=60):
        return self.bench.instructions(
            [self.bench.limit('sqlite_bench'), 'op', self.limits, what], few, many)

    def first(self, what):
        """Instructions of the first turn of a process, statements prepared and caches empty."""
        command = [self.bench.product('bench-sidebar'), self.store, what]
        return (self.bench.instructions_of([*command, '1'])
                - self.bench.instructions_of([*command, '0']))

    def printed(self, what, turns, pattern):
        out = self.bench.run([self.bench.product('bench-sidebar'), self.store, what, str(turns)])
        return [float(found) for found in re.findall(pattern, out)]


def notmuch_contacts(environment):
    """The addresses whose numbers of letters are the nearest to NOTMUCH_SIZES."""
    command = ['notmuch', 'address', '--output=count', '--output=sender', '--output=recipients',
               '--deduplicate=address', '*']
    said = subprocess.run(command, env=environment, capture_output=True, text=True,
                                   check=True).stdout
    counted = [(int(n), address) for n, address in
               re.findall(r'^(\d+)\t(?:.*<)?([^<>\s]+@[^<>\s]+?)>?$', said, re.MULTILINE)]
    return [min(counted, key=lambda entry, size=size: abs(entry[0] - size))[1]
            for size in NOTMUCH_SIZES]


def notmuch(bench):
    """Instructions for the heavy and the light contact, and where the figures come from."""
    try:
        program = bench.limit('notmuch_lib')
    except Skipped:
        return (*NOTMUCH_NOTED, 'libnotmuch, as noted')
    if shutil.which('notmuch') is None:
        return (*NOTMUCH_NOTED, 'libnotmuch, as noted')
    mail = bench.mail('headers', NOTMUCH_LETTERS)
    config = os.path.join(bench.work, 'notmuch-config')
    environment = dict(os.environ, NOTMUCH_CONFIG=config)
    index = os.path.join(bench.work, 'notmuch')

    def write_config(path):
        with open(config, 'w', encoding='utf-8') as file:
            file.write(f'[database]\npath={path}\nmail_root={mail}\n[user]\nname=Owner\n'
                       'primary_email=olivia.owner@corp.example\n')

    def fill(path):
        os.makedirs(path)
        write_config(path)
        subprocess.run(['notmuch', 'new', '--quiet'], env=environment, check=True)
    bench.make('notmuch', fill)
    write_config(index)
    figures = []
    for address in notmuch_contacts(environment):
        turns = [bench.instructions_of([program, '-', config, address],
                                       {'MODE': '2', 'RUNS': str(n)}) for n in (2, 5)]
        figures.append((turns[1] - turns[0]) / 3)
    return (*figures, 'libnotmuch, 100k')


def contexts(full, tenth):
    heavy, light, peer = notmuch(full.bench)
    limit = full.limit('sidebar')
    cost = {case: full.product('context:' + case)
            for case in ('heavy', 'light', 'several', 'decided')}
    for case, what in (('heavy', 'context, 20,000 letters'), ('light', 'context, 100 letters'),
                       ('several', 'context, three addresses'),
                       ('decided', 'context, 40 letters filed, hidden, taken out')):
        yield Result('1', what, 'instructions', cost[case], limit, 'limit', at_most=2.5)
    yield Result('1', 'context, 40 letters decided of', 'instructions', cost['decided'],
                 full.bench.instructions([full.bench.product('limit-decided'), full.limits], 10, 60),
                 'limit that reads decisions', at_most=2.5)
    yield Result('1', 'context, heavy', 'instructions', cost['heavy'], heavy,
                 peer, at_least=60)
    yield Result('1', 'context, light', 'instructions', cost['light'], light,
                 peer, at_least=4)
    yield Result('1', 'context, first of a process', 'instructions', full.first('context:heavy'))
    yield Result('1', 'context, first of a process', 'us cpu',
                 full.printed('context:heavy', 2, r'first (\d+) us')[0])
    yield Result('1', 'context, median', 'us cpu',
                 full.printed('context:heavy', 300, r'median (\d+) us')[0])
    yield Result('2', 'context, heavy against light', 'instructions', cost['heavy'],
                 cost['light'], 'light', at_most=1.5)
    yield Result('2', 'context, heavy against a tenth of the mail', 'instructions', cost['heavy'],
                 tenth.product('context:heavy'), 'tenth', at_most=1.5)


def rows(bench):
    letters = 1000000 if bench.full else 100000
    full = Sidebar(bench, letters)
    tenth = Sidebar(bench, letters // 10)
    yield from contexts(full, tenth)
    yield Result('8', 'subjects, propos*', 'instructions', full.product('subjects:propos'),
                 full.limit('fts'), 'limit', at_most=2)
    for words in ('propos', 'pro', 'pr', 'p', 'r', 'invoice warr'):
        yield Result('8', f'subjects, {words}*', 'ms cpu',
                     full.printed('subjects:' + words, 31, r'median (\d+) us')[0] / 1000,
                     absolute_at_most=16)
    yield Result('15', 'is the sender known', 'instructions',
                 full.product('known:heavy', 10, 110),
                 bench.instructions([bench.product('limit-known'), full.limits], 10, 110), 'limit',
                 at_most=3)
    yield Result('19', 'memory of the sidebar', 'MiB',
                 full.printed('memory', 100, r'memory (\d+) KiB')[0] / 1024, absolute_at_most=32)
