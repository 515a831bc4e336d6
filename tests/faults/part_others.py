# part_others.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Other programs on the same files, newer programs, clocks that jump, folders on other machines."""

import sqlite3
import subprocess
import threading
import time

from faultlib import BUSY, TOO_NEW, Store, assert_kept

TESTS = []
DAY = 24 * 3600


def test(function):
    TESTS.append(function)
    return function


@test
def two_writers(tools, random, options):
    with Store(tools) as store:
        store.drive('deal', 0, 1)
        env = store.environment()
        children = [subprocess.Popen(
            [tools.driver, str(store.db), 'note', str(first), '60', 'file', str(first), '60',
             'index', str(first // 20), '3'],
            stdout=subprocess.PIPE, text=True, env=env) for first in (0, 100, 200)]
        outputs = [child.communicate(timeout=100)[0] for child in children]
        assert all('!' not in out for out in outputs), outputs
        store.reopen()
        wanted = [n for first in (0, 100, 200) for n in range(first, first + 60)]
        assert_kept(wanted, store.notes(), [], 'note')
        assert_kept(wanted, store.filed(), [], 'letter')
        (doubled,), = store.rows('SELECT count(*) - count(DISTINCT hlc) FROM change_set')
        assert doubled == 0, doubled
        rows = store.rows('SELECT hlc FROM change_set ORDER BY seq')
        assert rows == sorted(rows)
    return '3 programs, 180 notes, 180 letters'


class Holder:
    """A program that stands still with the file locked."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.execute('BEGIN IMMEDIATE')

    def release(self):
        self.connection.execute('ROLLBACK')
        self.connection.close()


@test
def stalled_writer(tools, random, options):
    with Store(tools) as store:
        store.drive('deal', 0, 1)
        holder = Holder(store.crm)
        began = time.monotonic()
        told = store.ecrm('note', 'add', '--address', 'a@b.example', 'text=x', want=5)
        waited = time.monotonic() - began
        assert 4 < waited < 8, waited
        assert 'another program is writing' in told.stderr, told.stderr
        # Evolution's way waits longer, and writes when the other goes on.
        timer = threading.Timer(6.5, holder.release)
        timer.start()
        run = store.drive('async', 7, 1)
        timer.join()
        assert run.done('async') == [0], run.text
        assert store.notes() == {7: 1}
        store.reopen()
    return 'told after %.1f s; with a main loop it waits on and writes' % waited


@test
def stalled_for_good(tools, random, options):
    if options.points > 0:
        return 'SKIP takes 20 s; with --points 0 only'
    with Store(tools) as store:
        store.drive('deal', 0, 1)
        holder = Holder(store.crm)
        run = store.drive('async', 7, 1)
        assert [x[2] for x in run.refused()] == [BUSY], run.text
        holder.release()
        assert store.notes() == {}
    return None


@test
def newer_program_while_running(tools, random, options):
    with Store(tools) as store:
        store.drive('deal', 0, 1, 'backup', 0, 1)
        child = subprocess.Popen(
            [tools.driver, str(store.db), 'note', '0', '1', 'wait', '0', '1', 'note', '1', '3',
             'undo', '20', '1'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=store.environment())
        for _ in range(3):
            line = child.stdout.readline()
        assert line == '= waiting\n', line
        store.script('PRAGMA user_version = 999; ALTER TABLE note ADD COLUMN tomorrow TEXT')
        rest, _ = child.communicate('\n')
        codes = [line.split(' ')[3] for line in rest.splitlines() if line[0] == '!']
        assert codes and set(codes) == {str(TOO_NEW)}, rest
        assert store.notes() == {0: 1}
        told = store.ecrm('deal', 'list', want=6)
        assert 'newer program' in told.stderr and 'restore' in told.stderr, told.stderr
        german = store.ecrm('deal', 'list', env=store.environment(LANGUAGE='de'), want=6)
        assert 'restore' in german.stderr
        assert [f['kind'] for f in store.findings()] == ['newer']
        store.ecrm('restore', want=0)
        store.reopen()
        kept, = store.db.glob('crm.db.replaced-*Z')
        assert store.rows('SELECT count(*) FROM note', kept) == [(1,)]
    return None


@test
def clock_jumps(tools, random, options):
    """Forward to 2099, back a day, back ten years: the order of decisions stays, none is lost."""
    year_2099 = 73 * 365 * DAY
    jumps = [0, -DAY, -3650 * DAY, year_2099, 0, -DAY, 3600, year_2099, -3650 * DAY, 0]
    with Store(tools) as store:
        store.drive('deal', 0, 1)
        for number, jump in enumerate(jumps):
            run = store.drive('note', number, 1, 'undo', 100 + number, 1, 'backup', 0, 1,
                              env=store.environment(FAULT_CLOCK_SECS=jump))
            assert run.status == 0 and not run.refused(), run.text
        store.reopen()
        wanted = list(range(len(jumps))) + [2 * (100 + n) + 1 for n in range(len(jumps))]
        assert_kept(wanted, store.notes(), [], 'note')
        rows = store.rows('SELECT hlc FROM change_set ORDER BY seq')
        assert rows == sorted(set(rows)), 'the order of the journal'
        # Once it was 2099 here the clock stands there and counts, it does not run ahead of itself.
        usec = (rows[-1][0] >> 16) * 1000
        ahead = usec / 1e6 - (time.time() + year_2099)
        assert ahead < 3600, ahead
        # People see when it was by the clock on the wall at that time, not by the one that stands.
        items = store.ecrm_json('journal', '--limit', '2')['items']
        assert items[0]['time'].startswith(time.strftime('%Y-', time.gmtime())), items[0]
        kept = list((store.db / 'backups').iterdir())
        assert len(kept) == len(jumps), kept
    return '%d jumps' % len(jumps)


@test
def backups_rotate(tools, random, options):
    """A year of days, among them some with a wrong clock: bounded, the newest is there."""
    with Store(tools) as store:
        store.drive('deal', 0, 1)
        # By the functions' own clock; ecrm would take the wall's.
        for day in list(range(0, 60)) + [20000, 60, 61]:
            run = store.drive('async', day, 1, env=store.environment(FAULT_CLOCK_SECS=day * DAY))
            assert run.status == 0, run.text
        names = sorted(f.name for f in (store.db / 'backups').iterdir())
        assert 8 <= len(names) <= 7 + 4 + 2, names
        newest = time.strftime('%Y%m%d', time.gmtime(time.time() + 61 * DAY))
        assert [n for n in names if n.startswith('crm-' + newest)], names
        assert all(f.stat().st_mode & 0o77 == 0 for f in (store.db / 'backups').iterdir())
    return '%d kept of 63' % len(names)


@test
def network_folder(tools, random, options):
    """No write-ahead log where two machines may come; told by the check."""
    with Store(tools) as store:
        env = store.fault('', 0)
        env['FAULT_FS'] = '0x6969'
        run = store.drive('deal', 0, 1, 'file', 0, 5, 'index', 0, 2, 'stats', 0, 1, env=env)
        assert run.status == 0 and not run.refused(), run.text
        assert store.crm.read_bytes()[18:20] == b'\1\1', 'written without a write-ahead log'
        assert not list(store.db.glob('*-wal'))
        kinds = [f['kind'] for f in store.findings(harmless=True, env=env)]
        assert 'network-folder' in kinds, kinds
        assert_kept(range(5), store.filed(), [], 'letter')
        # Back on a local disk it has its log again.
        store.reopen()
        store.drive('file', 5, 1)
        assert store.crm.read_bytes()[18:20] == b'\2\2'
    return None


@test
def private_is_nowhere(tools, random, options):
    """What was filed and is private now is in no file of the store once the program has ended."""
    with Store(tools) as store:
        store.drive('deal', 0, 1, 'file', 0, 6)
        needle = b'Letter number 3'
        assert any(needle in f.read_bytes() for f in store.db.iterdir() if f.is_file())
        store.drive('private', 3, 1)
        for file in store.db.iterdir():
            if file.is_file():
                data = file.read_bytes()
                assert needle not in data and b'sender3@' not in data, file
        assert b'Letter number 4' in store.crm.read_bytes()
        store.must_be_well()
        store.ecrm('backup', want=0)
        for file in (store.db / 'backups').iterdir():
            assert needle not in file.read_bytes(), file
    return None
