# part_kill.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""kill -9 at a random operation on the files, or at a random moment; half of the operations are writes
that get only half done. Then the store is opened again, must be well, and hold what was promised."""

import atexit
import collections

from faultlib import DEAL, FIXTURES, SIGKILL, Store, assert_kept

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def keep(store):
    """The origin of copies: goes when the program ends."""
    atexit.register(store.__exit__)
    return store


def share(options, part):
    """How many of the kills this part gets."""
    return max(1, options.kills * part // 200)


def kill_at(store, random, total, *words):
    """Drives the store and kills it. Returns the run and where it was."""
    what = random.choice(('kill', 'torn'))
    at = random.randint(1, total)
    run = store.drive(*words, env=store.fault(what, at))
    assert run.status == SIGKILL or at > total - 3, (run.status, at, total, run.text)
    return run, at


def in_flight(promised, first, count):
    """The step that may or may not be there: the one after the last promise."""
    following = [n for n in range(first, first + count) if n not in promised]
    return following[:1]


@test
def kill_while_filing(tools, random, options):
    kills = present = 0
    origin = keep(Store(tools))
    origin.drive('deal', 0, 1, 'file', 0, 2)
    total = origin.count('file', 2, 6)
    for _ in range(share(options, 50)):
        with Store.copy_of(origin) as store:
            run, _ = kill_at(store, random, total, 'file', 2, 6)
            promised = [0, 1] + run.done('file')
            store.reopen()
            there = store.filed()
            assert_kept(promised, there, in_flight(promised, 2, 6), 'letter')
            kills += run.status == SIGKILL
            present += len(there) - len(promised)
            # The same again: what is there is not made twice, what is not comes.
            again = store.drive('file', 2, 6)
            assert again.status == 0 and not again.refused(), again.text
            assert_kept(range(8), store.filed(), [], 'letter')
    return '%d kills; %d times the step in flight was already on the disk' % (kills, present)


@test
def kill_while_undoing(tools, random, options):
    kills = 0
    origin = keep(Store(tools))
    origin.drive('deal', 0, 1, 'undo', 0, 1)
    total = origin.count('undo', 1, 4)
    for _ in range(share(options, 40)):
        with Store.copy_of(origin) as store:
            run, _ = kill_at(store, random, total, 'undo', 1, 4)
            kills += run.status == SIGKILL
            store.reopen()
            made, undone = set(run.done('note')), set(run.done('undo'))
            there = store.notes()
            flying = [n for n in range(2, 10) if n not in made][:1]
            # A note whose undo was in flight is there or gone; one that was undone is gone.
            open_undo = [n for n in made if n % 2 == 0 and n not in undone]
            assert not undone & set(there), (undone, there)
            assert_kept([1] + [n for n in made - undone if n not in open_undo], there,
                        flying + open_undo, 'note')
            # Journal and undo go on from there.
            after = store.drive('undo', 50, 1)
            assert after.done('undo') == [100] and store.notes().get(101) == 1, after.text
            store.must_be_well()
    return '%d kills' % kills


@test
def kill_while_indexing(tools, random, options):
    kills = 0
    origin = keep(Store(tools))
    origin.drive('deal', 0, 1, 'file', 0, 1, 'index', 0, 1)
    total = origin.count('index', 1, 5)
    for _ in range(share(options, 50)):
        with Store.copy_of(origin) as store:
            run, _ = kill_at(store, random, total, 'index', 1, 5)
            kills += run.status == SIGKILL
            slices = [0] + run.done('index')
            store.reopen()
            (letters,), = store.rows('SELECT count(*) FROM message', store.index)
            assert letters % 20 == 0 and len(slices) <= letters // 20 <= len(slices) + 1, (
                letters, slices)
            # What is missing is read again, and nothing twice.
            store.drive('index', 1, 5)
            (letters,), = store.rows('SELECT count(*) FROM message', store.index)
            assert letters == 120, letters
            store.must_be_well()
            assert store.filed() == {0: 1}
    return '%d kills' % kills


def make_old(store, version):
    """A store as a program of an earlier schema left it."""
    store.db.mkdir(mode=0o700)
    store.script((FIXTURES / 'db' / ('v%d.sql' % version)).read_text(encoding='utf-8'))
    store.crm.chmod(0o600)


def contents(store):
    """What people entered: every row, but only the columns that version 1 has."""
    wanted = {}
    for table in ('deal', 'account', 'person', 'note', 'address', 'follow_up', 'change', 'change_set'):
        columns = [row[1] for row in store.rows('PRAGMA table_info ("%s")' % table)]
        wanted[table] = sorted(c for c in columns if not c.startswith(('stage_since', 'modified')))
    return wanted


def read_all(store, wanted, file=None):
    return {table: sorted(store.rows('SELECT %s FROM "%s"' % (
        ', '.join('"%s"' % c for c in columns), table), file), key=repr)
        for table, columns in wanted.items()}


@test
def kill_while_upgrading(tools, random, options):
    kills = 0
    counts = collections.Counter()
    origin = keep(Store(tools))
    make_old(origin, 1)
    wanted = contents(origin)
    before = read_all(origin, wanted)
    total = origin.count('open', 0, 0)
    for _ in range(share(options, 40)):
        with Store.copy_of(origin) as store:
            run, _ = kill_at(store, random, total, 'open', 0, 0)
            kills += run.status == SIGKILL
            hot = (store.db / 'crm.db-journal').exists()  # what SQLite rolls back when it is opened
            counts['half done' if hot else 'done or not begun'] += 1
            # Whole copies only, under the name of one.
            for copy in store.db.glob('crm.db.v1-*Z'):
                assert read_all(store, wanted, copy) == before, copy
                counts['copies'] += 1
            store.reopen()
            assert read_all(store, wanted) == before
    return '%d kills, found %s' % (kills, dict(counts))


@test
def kill_while_restoring(tools, random, options):
    kills = 0
    seen = collections.Counter()
    origin = keep(Store(tools))
    origin.drive('deal', 0, 1, 'note', 0, 3, 'backup', 0, 1, 'note', 3, 2)
    with Store.copy_of(origin) as copy:
        env = copy.fault('', 0)
        env['FAULT_COUNT'] = str(copy.root / 'count')
        copy.ecrm('restore', env=env, want=0)
        total = int((copy.root / 'count').read_text())
    for _ in range(share(options, 20)):
        with Store.copy_of(origin) as store:
            backup, = (store.db / 'backups').iterdir()
            env = store.fault(random.choice(('kill', 'torn')), random.randint(1, total))
            try:
                store.ecrm('restore', backup, env=env)
            except AssertionError:
                kills += 1
            store.reopen()
            there = store.notes()
            assert there in ({0: 1, 1: 1, 2: 1}, {n: 1 for n in range(5)}), there
            seen['restored' if len(there) == 3 else 'as before'] += 1
            # Either way the newer state is not lost.
            kept = list(store.db.glob('crm.db.replaced-*Z'))
            newest = [len(store.rows('SELECT * FROM note', f)) for f in kept + [store.crm]]
            assert max(newest) == 5, (newest, kept)
    return '%d kills, afterwards %s' % (kills, dict(seen))


@test
def kill_at_a_moment(tools, random, options):
    """Not between operations but whenever the clock says, as a person or the kernel does it."""
    import signal
    import subprocess
    import time
    kills = 0
    for _ in range(share(options, 20)):
        with Store(tools) as store:
            store.drive('deal', 0, 1)
            child = subprocess.Popen(
                [tools.driver, str(store.db), 'file', '0', '400', 'undo', '0', '100'],
                stdout=subprocess.PIPE, text=True, env=store.environment())
            time.sleep(random.uniform(0.02, 0.5))
            child.send_signal(signal.SIGKILL)
            out, _ = child.communicate()
            lines = [x.split(' ') for x in out.splitlines()]
            promised = [int(x[2]) for x in lines if x[:2] == ['+', 'file']]
            kills += child.returncode == SIGKILL
            store.reopen()
            assert_kept(promised, store.filed(), in_flight(promised, 0, 400), 'letter')
            (deals,), = store.rows("SELECT count(*) FROM deal WHERE id = '%s'" % DEAL)
            assert deals == 1
    return '%d kills' % kills
