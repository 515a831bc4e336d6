# part_damage.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Random bytes of the files change. index.db heals itself; crm.db is never overwritten, the trouble is
told with the file's name, and the backup is offered and brings everything back."""

import collections

from faultlib import Store

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def damage(path, random):
    """Changes the file somewhere; says how."""
    data = bytearray(path.read_bytes())
    kind = random.choice(('byte', 'bytes', 'page', 'cut', 'header'))
    at = random.randrange(len(data))
    if kind == 'byte':
        data[at] ^= 1 << random.randrange(8)
    elif kind == 'bytes':
        for place in range(at, min(at + 64, len(data))):
            data[place] = random.randrange(256)
    elif kind == 'page':
        start = at // 4096 * 4096
        data[start:start + 4096] = bytes(4096)
    elif kind == 'cut':
        del data[at:]
    else:
        data[random.randrange(100)] ^= 0xff
    path.write_bytes(data)
    return kind, at


def make(store):
    store.drive('deal', 0, 1, 'file', 0, 30, 'undo', 0, 5, 'index', 0, 10)


def heal(store, seen):
    """index.db was damaged: whatever it is, it is read again, and crm.db is left alone."""
    before = store.crm.read_bytes()
    run = store.drive('stats', 0, 1, 'index', 0, 10, 'stats', 0, 1)
    if run.refused():  # found by the job that reads the mail, which begins again
        run = store.drive('index', 0, 10, 'stats', 0, 1)
        seen['healed while indexing'] += 1
    assert run.status == 0 and not run.refused(), run.text
    assert store.crm.read_bytes() == before
    found = {f['kind'] for f in store.findings()}
    assert found <= {'damaged', 'index-inconsistent'}, found
    if found:  # nobody has met the place yet; the check names the way out
        seen['found by the check'] += 1
        for file in store.db.glob('index.db*'):
            file.unlink()
        run = store.drive('index', 0, 10, 'stats', 0, 1)
    letters = [x for x in run.lines if x[0] == '=' and len(x) > 2][-1][1]
    if letters == '200':
        seen['whole again'] += 1
    else:  # a value changed in a way that contradicts nothing
        seen['differs'] += 1
        store.index.unlink()
        store.drive('index', 0, 10)
    store.must_be_well()
    assert len(store.filed()) == 30


@test
def index_damaged(tools, random, options):
    seen = collections.Counter()
    n_rounds = 30 if options.points > 0 else 300
    with Store(tools) as origin:
        make(origin)
        for _ in range(n_rounds):
            with Store.copy_of(origin) as store:
                damage(store.index, random)
                heal(store, seen)
    return '%d times: %s' % (n_rounds, dict(seen))


def headers(options):
    """Each byte of SQLite's header, turned over or, in long runs, one bit of it after the other."""
    for mask in (0xff,) if options.points > 0 else (0xff, 1, 2, 4, 8, 16, 32, 64, 128):
        for at in range(100):
            yield at, mask


def turn_over(path, at, mask):
    data = bytearray(path.read_bytes())
    data[at] ^= mask
    path.write_bytes(data)


@test
def index_header_damaged(tools, random, options):
    """Few of these bytes have a message of their own in SQLite, and some an odd one."""
    seen = collections.Counter()
    with Store(tools) as origin:
        make(origin)
        for at, mask in headers(options):
            with Store.copy_of(origin) as store:
                turn_over(store.index, at, mask)
                try:
                    heal(store, seen)
                except AssertionError as error:
                    raise AssertionError('byte %d, mask %d: %s' % (at, mask, error)) from error
    return str(dict(seen))


def everything(store):
    """What people see, without what is no decision."""
    return [store.rows('SELECT * FROM "%s" ORDER BY 1' % table)
            for table in ('deal', 'note', 'email', 'link', 'stage', 'change')]


def rescue(store, wanted, seen, what):
    """crm.db was damaged: it is not touched, the trouble is told, and the backup brings all back."""
    damaged = store.crm.read_bytes()
    told = store.ecrm('deal', 'list')
    if told.returncode == 6:  # it does not open: then it is not touched
        assert store.crm.read_bytes() == damaged, what
        # Opened before the damage was met, it is told by its backup's folder.
        assert 'crm.db' in told.stderr or str(store.crm.parent) in told.stderr, (what, told.stderr)
        assert 'restore' in told.stderr or 'newer' in told.stderr, (what, told.stderr)
        seen['does not open'] += 1
    elif told.returncode != 0:
        assert 'damaged' in told.stderr, (what, told.stderr)
        seen['told when met'] += 1
    found = {f['kind'] for f in store.findings()}
    if told.returncode == 0 and found:
        seen['found by the check: ' + ', '.join(sorted(found))] += 1
    if told.returncode == 0 and not found:
        seen['no harm' if everything(store) == wanted else 'unnoticed'] += 1
    if told.returncode != 0:
        assert found or told.returncode == 6, (what, told.stderr)
    store.ecrm('restore', want=0)
    store.reopen()
    assert everything(store) == wanted, what


@test
def crm_damaged(tools, random, options):
    seen = collections.Counter()
    n_rounds = 40 if options.points > 0 else 400
    with Store(tools) as origin:
        make(origin)
        origin.ecrm('backup', want=0)
        wanted = everything(origin)
        for _ in range(n_rounds):
            with Store.copy_of(origin) as store:
                rescue(store, wanted, seen, damage(store.crm, random))
    assert seen['unnoticed'] <= n_rounds // 20, seen
    return '%d times: %s' % (n_rounds, dict(seen))


@test
def crm_header_damaged(tools, random, options):
    seen = collections.Counter()
    with Store(tools) as origin:
        make(origin)
        origin.ecrm('backup', want=0)
        wanted = everything(origin)
        for at, mask in headers(options):
            with Store.copy_of(origin) as store:
                turn_over(store.crm, at, mask)
                rescue(store, wanted, seen, (at, mask))
    assert seen['unnoticed'] == 0, seen
    return str(dict(seen))


@test
def backup_damaged(tools, random, options):
    """A backup that is of no use is not put in the place of anything."""
    with Store(tools) as store:
        make(store)
        store.ecrm('backup', want=0)
        backup, = (store.db / 'backups').glob('*by-hand*')
        data = bytearray(backup.read_bytes())
        for at in range(8192, 20480):
            data[at] = 0x5a
        backup.write_bytes(data)
        before = store.crm.read_bytes()
        store.ecrm('restore', backup, want=6)
        assert store.crm.read_bytes() == before
        store.must_be_well()
    return None


@test
def crm_gone(tools, random, options):
    """A store without its file is no new store as long as there are backups."""
    for how in ('gone', 'empty'):
        with Store(tools) as store:
            make(store)
            store.ecrm('backup', want=0)
            store.crm.unlink()
            if how == 'empty':
                store.crm.touch()
            told = store.ecrm('deal', 'list', want=6)
            assert 'restore' in told.stderr, told.stderr
            assert how == 'empty' or not store.crm.exists()
            assert [f['kind'] for f in store.findings()][:1] in (['missing'], ['damaged'])
            store.ecrm('restore', want=0)
            store.reopen()
            assert len(store.filed()) == 30
    return None
