# row_index.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows 5, 6, 7, 16 and 19 of performance.md: a mailbox into the index, and one letter into it.

Row 5 is what crm_index_*() costs with the letters made: bench-index fill less bench-index read. The
limit is sqlite_bench with transactions of 10,000 rows, sorted edges and late indexes. How that is with
a million is counted in three windows of a fill, and at its end (`run.py --full index:windows`).
"""
import os
import re
import sqlite3

import benchlib
from benchlib import Result, Skipped

LIMIT = ('edge=asc', 'esort=1', 'late=1', 'batch=10000', 'ckpt=100000')
CORE_TABLES = {'message', 'message_fingerprint', 'edge', 'address', 'domain',
               'sqlite_autoindex_address_1', 'sqlite_autoindex_domain_1', 'address_organization'}
FURTHER_TABLES = {
    'message_place': 'a place told by the mail program -> letter; how many letters a folder has',
    'copy': 'letter -> its copies beside the first, to open one',
    'copy_place': 'a place told by the mail program -> letter, beside the first copies',
    'domain_edge': "an account's letters, newest first",
    'thread_hash': 'Message-ID, of letters there or only referred to -> conversation',
    'message_thread': "a conversation's letters by date",
}


def rows(bench):
    yield from instructions(bench)
    yield from windows(bench)
    yield from whole_mailbox(bench)
    yield from files(bench)


WINDOW = 40000  # rows
SLICE = '1400'   # as e-crm-folder-sync.c has it


def fresh(bench, name):
    path = os.path.join(bench.work, name)
    benchlib.remove(path)
    os.makedirs(path)
    return path


def instructions(bench):
    """Repeat exactly: for CI."""
    program, limit = bench.product('bench-index'), bench.limit('sqlite_bench')
    rows_file, n = bench.mail('tsv', 40000), 40000
    filled = bench.instructions_of([program, 'fill', rows_file, fresh(bench, 'index-40k')])
    read = bench.instructions_of([program, 'read', rows_file])
    bare = bench.instructions_of([limit, 'insert', rows_file,
                                  os.path.join(bench.work, 'limit.db'), *LIMIT])
    yield Result('5', 'index of 40,000 header rows, each', 'instructions', (filled - read) / n,
                 bare / n, 'late, 10k a transaction', at_most=2)
    yield from arrival(bench, os.path.join(bench.work, 'index-40k'))


def arrival(bench, store):
    said = bench.run([bench.product('bench-index'), 'arrive', store, '2000'])
    limit = bench.run([bench.limit('sqlite_bench'), 'commit',
                       os.path.join(bench.work, 'limit.db'), '2000'])  # of instructions()
    reference = re.search(r'synchronous=NORMAL\s+p50=([\d.]+)', limit)
    figure = float(re.search(r'p50 (\d+) us', said).group(1))
    yield Result('16', 'one letter arrives, median', 'us', figure,
                 float(reference.group(1)) if reference else None, 'bare transaction', at_most=2)


def windows(bench):
    """What a row costs when many are there, by instructions: the mean of the windows, and the end
    spread over all rows. The limit's does not have the reading of its rows in it."""
    n = 1000000 if bench.full else 200000
    rows_file = bench.mail('tsv', n)
    names = [f'{first}-{first + WINDOW}' for first in (n // 10, n // 2, n - WINDOW)]
    ours = bench.instructions_by_dump([bench.product('bench-index'), 'fill', rows_file,
                                       fresh(bench, 'index-windows'), '5000', *names])
    bare = bench.instructions_by_dump(
        [bench.limit('sqlite_bench'), 'insert', rows_file,
         os.path.join(bench.work, 'limit.db'), *LIMIT],
        {'LD_PRELOAD': bench.product('limit-windows.so'), 'LIMIT_WINDOWS': ' '.join(names),
         'LIMIT_BATCH': '10000'})
    for name in names:
        yield Result('5', f'rows {name} of {n:,}, each', 'instructions', ours[name] / WINDOW,
                     bare[name] / WINDOW, 'the same rows')
    yield Result('5', f'the end of {n:,} rows, each', 'instructions', ours['end'] / n,
                 bare['end'] / n, 'its end')
    row, bare_row = (sum(counted[name] for name in names) / len(names) / WINDOW
                     + counted['end'] / n for counted in (ours, bare))
    yield Result('5', f'a row of {n:,}: mean and its part of the end', 'instructions', row,
                 bare_row, 'late, 10k a transaction', at_most=2)


def arrivals_cpu(said):
    return float(re.search(r'longest ([\d.]+) ms cpu', said).group(1))


def transactions(bench, rows_file, n):
    """Of as many letters as Evolution's have, in a fill and of a folder that comes later. Others on the
    machine only add to it: the run that they disturbed least."""
    program = bench.product('bench-index')
    filling, later = [], []
    for _ in range(3):
        store = fresh(bench, 'index-full')
        said = bench.run([program, 'fill', rows_file, store, SLICE])
        filling.append(float(re.search(r'longest transaction [\d.]+ ms, ([\d.]+) ms cpu',
                                       said).group(1)))
        later.append(arrivals_cpu(bench.run([program, 'arrive', store, '20000', SLICE])))
    for what, figures in (('while they come in', filling), ('20,000 that come later', later)):
        yield Result('5', f'longest transaction of {SLICE} of {n:,} letters, {what}', 'ms cpu',
                     min(figures), absolute_at_most=100)


def whole_mailbox(bench):
    n = 1000000 if bench.full else 100000
    program, limit = bench.product('bench-index'), bench.limit('sqlite_bench')
    rows_file = bench.mail('tsv', n)
    seconds, bare, longest, longest_cpu, memory = [], [], [], [], 0
    for _ in range(3):
        store = fresh(bench, 'index-full')
        said = bench.run([program, 'fill', rows_file, store])
        figures = re.search(r'([\d.]+) s cpu, longest transaction ([\d.]+) ms, ([\d.]+) ms cpu\n'
                            r'peak memory: (\d+)', said)
        seconds.append(float(figures.group(1)))
        longest.append(float(figures.group(2)))
        longest_cpu.append(float(figures.group(3)))
        memory = int(figures.group(4))
        said = bench.run([limit, 'insert', rows_file, os.path.join(bench.work, 'limit.db'), *LIMIT])
        bare.append(float(re.search(r'cpu=([\d.]+)', said).group(1)))
    yield Result('5', f'index of {n:,} header rows', 's cpu', benchlib.median(seconds),
                 benchlib.median(bare), 'late, 10k a transaction', at_most=2)
    # Others on the machine only add to it: the run that they disturbed least.
    yield Result('5', 'longest write transaction before the end', 'ms', min(longest),
                 absolute_at_most=100)
    yield Result('5', 'the same, its CPU', 'ms cpu', min(longest_cpu), absolute_at_most=100)
    yield from transactions(bench, rows_file, n)
    read = int(re.search(r'peak memory: (\d+)', bench.run([program, 'read', rows_file])).group(1))
    yield Result('19', f'memory of indexing {n:,} rows', 'MiB', (memory - read) / 1024,
                 absolute_at_most=100)
    yield from sizes(os.path.join(store, 'index.db'), n)


def sizes(path, n):
    with sqlite3.connect(path) as database:
        try:
            found = dict(database.execute('SELECT name, sum(pgsize) FROM dbstat GROUP BY 1'))
        except sqlite3.OperationalError as error:
            raise Skipped(f'this SQLite cannot tell the size of a table: {error}') from error
    core = sum(size for name, size in found.items()
               if name in CORE_TABLES or name.startswith('subject'))
    yield Result('7', 'core tables, a letter', 'bytes', core / n, absolute_at_most=280)
    for name, query in FURTHER_TABLES.items():
        yield Result('7', f'{name}: {query}', 'bytes', found.get(name, 0) / n)
    yield Result('7', 'the whole file, a letter', 'bytes', os.path.getsize(path) / n,
                 439, "Camel's summary", at_most=0.85)


def files(bench):
    """Row 6: ecrm index on Maildir files. The limits read the files, one of them with Camel's header
    parser, and insert as many rows."""
    n = 100000 if bench.full else 10000
    mail = bench.mail('headers', n)
    limit = bench.limit('maildir_read')
    store = fresh(bench, 'index-files')
    seconds, _ = bench.cpu_seconds([[bench.ecrm(), f'--db={store}', 'index', mail]],
                                   prepare=lambda i: fresh(bench, 'index-files'))
    said = bench.run([limit, mail, '3'])
    steps = {name: float(found) for name, found in
             re.findall(r'^(\S+) .*?cpu=([\d.]+) s', said, re.MULTILINE)}
    if 'camel-h' not in steps:
        raise Skipped('maildir_read says nothing of Camel')
    said = bench.run([bench.limit('sqlite_bench'), 'insert', bench.mail('tsv', n),
                      os.path.join(bench.work, 'limit.db'), *LIMIT])
    insert = float(re.search(r'cpu=([\d.]+)', said).group(1))
    what = f'index of {n:,} Maildir files'
    yield Result('6', what, 's cpu', seconds[0], steps['own'] + insert, 'read, scan, insert',
                 at_most=2)
    yield Result('6', what, 's cpu', seconds[0], steps['camel-h'] + insert,
                 "Camel's parser, insert")
    yield Result('6', what, 's cpu', seconds[0], steps['camel-h'], "Camel's parser alone",
                 at_most=1.3)


PARTS = {'windows': windows, 'files': files}
