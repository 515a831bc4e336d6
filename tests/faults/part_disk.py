# part_disk.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""A disk that is full or broken, for one operation or from one on: the program says so, what it said was
written is there, what it refused is not, and it goes on once the disk does."""

import errno
import os
import pathlib
import subprocess
import tempfile

from faultlib import CORRUPT, DISK_FULL, IO, MOVED, PERMISSION, Store, assert_kept

TESTS = []
WORK = ('file', 0, 4, 'undo', 100, 2, 'index', 0, 2, 'file', 4, 4)


def test(function):
    TESTS.append(function)
    return function


def points(random, total, options):
    """Which operations fail: all of them, or the first ones and some more."""
    everything = range(1, total + 1)
    if options.points <= 0 or options.points >= total:
        return list(everything)
    return sorted(set(list(everything)[:3]) | set(random.sample(everything, options.points - 3)))


def check_run(store, run, codes):
    """What was refused is not there, but for a disk that breaks while SQLite makes sure: then nobody
    can know, and it is there once or not at all."""
    refused = run.refused()
    unsure = [number for _, number, _, message in refused if IO in codes or 'disk I/O error' in message]
    for verb, number, code, message in refused:
        assert code in codes, 'told as %d: %s %d %s' % (code, verb, number, message)
        assert len(message) > 10, message
    store.reopen()
    assert_kept(run.done('file'), store.filed(), unsure, 'letter')
    undone = set(run.done('undo'))
    there = {n: times for n, times in store.notes().items() if n not in undone}
    promised = [n for n in run.done('note') if n not in undone and not (n in unsure and n not in there)]
    assert_kept(promised, there, unsure, 'note')
    slices = run.done('index')
    (letters,), = store.rows('SELECT count(*) FROM message', store.index)
    lost = len(slices) if CORRUPT in [code for _, _, code, _ in refused] else 0
    assert len(slices) - lost <= letters // 20 <= len(slices) + len(unsure), (letters, slices)
    return len(refused)


def sweep(tools, random, options, what, codes, length, reads=False):
    tried = refused = 0
    with Store(tools) as first:
        first.drive('deal', 0, 1)
        total = first.count(*WORK, reads=reads)
    for at in points(random, total, options):
        with Store(tools) as store:
            store.drive('deal', 0, 1)
            run = store.drive(*WORK, env=store.fault(what, at, length, reads=reads))
            refused += check_run(store, run, codes)
            tried += 1
            again = store.drive('file', 50, 1)
            assert again.done('file') == [50], again.text
    return '%d places of %d, %d steps refused' % (tried, total, refused)


@test
def disk_full_for_a_moment(tools, random, options):
    return sweep(tools, random, options, 'enospc', [DISK_FULL], 1)


@test
def disk_full_from_then_on(tools, random, options):
    return sweep(tools, random, options, 'enospc', [DISK_FULL], 0)


@test
def disk_error_for_a_moment(tools, random, options):
    return sweep(tools, random, options, 'eio', [IO, PERMISSION], 1)


@test
def disk_error_from_then_on(tools, random, options):
    return sweep(tools, random, options, 'eio', [IO, PERMISSION], 0)


@test
def disk_error_while_reading(tools, random, options):
    # SQLite calls some of them damage; then nothing is touched but the index, which is read again.
    return sweep(tools, random, options, 'eio', [IO, PERMISSION, CORRUPT], 1, reads=True)


@test
def disk_full_while_upgrading(tools, random, options):
    """The copy comes first: without room for it nothing is touched."""
    from part_kill import contents, make_old, read_all
    refused = 0
    with Store(tools) as first:
        make_old(first, 1)
        total = first.count('open', 0, 0)
    for at in points(random, total, options):
        with Store(tools) as store:
            make_old(store, 1)
            wanted = contents(store)
            before = read_all(store, wanted)
            run = store.drive('open', 0, 0, env=store.fault('enospc', at, 0))
            refused += run.status == 1
            assert all(code == DISK_FULL for _, _, code, _ in run.refused()), run.text
            store.reopen()
            assert read_all(store, wanted) == before
            assert not list(store.db.glob('*.part')), list(store.db.iterdir())
    return '%d places, refused %d times' % (total, refused)


@test
def disk_full_while_index_is_made(tools, random, options):
    """The index is made anew where there is none, and its place is refused in words of its own."""
    def without_index(store):
        store.drive('deal', 0, 1)
        for path in store.db.glob('index.db*'):
            path.unlink()
    refused = 0
    with Store(tools) as first:
        without_index(first)
        total = first.count('open', 0, 0)
    for at in points(random, total, options):
        with Store(tools) as store:
            without_index(store)
            run = store.drive('open', 0, 0, env=store.fault('enospc', at, 0))
            refused += run.status == 1
            assert all(code == DISK_FULL for _, _, code, _ in run.refused()), run.text
            store.reopen()
            assert store.drive('index', 0, 1).done('index') == [0]
    return '%d places, refused %d times' % (total, refused)


def small_disk(size):
    """A file system of its own, or None where that is not allowed."""
    place = pathlib.Path(tempfile.mkdtemp(prefix='crm-small-'))
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=%d' % size, 'crm-small', place],
                          capture_output=True, check=False)
    if done.returncode != 0:
        place.rmdir()
        return None
    return place


def fill_up(path):
    """Takes what room there is."""
    with open(path, 'wb', buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC, error


@test
def small_file_system(tools, random, options):
    place = small_disk(3 << 20) if os.getuid() == 0 else None
    if place is None:
        return 'SKIP mounting a small file system needs root'
    try:
        with Store(tools, root=place) as store:
            store.drive('deal', 0, 1)
            (place / 'films').write_bytes(bytes(1 << 20))
            run = store.drive('file', 0, 4000)
            codes = {code for _, _, code, _ in run.refused()}
            assert codes == {DISK_FULL}, (codes, run.text[-300:])
            fill_up(place / 'more films')  # the log was given back when the program ended
            told = store.ecrm('note', 'add', '--address', 'a@b.example', 'text=x')
            assert told.returncode != 0 and 'full' in told.stderr, (told.returncode, told.stderr)
            (place / 'films').unlink()
            (place / 'more films').unlink()
            store.reopen()
            assert_kept(run.done('file'), store.filed(), [], 'letter')
            return '%d letters fitted in' % len(run.done('file'))
    finally:
        subprocess.run(['umount', place], check=False)
        place.rmdir()


@test
def home_is_read_only(tools, random, options):
    """As root nothing is read-only but a file system that is."""
    place = small_disk(20 << 20) if os.getuid() == 0 else None
    if place is None:
        return 'SKIP mounting a file system needs root'
    try:
        with Store(tools, root=place) as store:
            store.drive('deal', 0, 1, 'note', 0, 3)
            subprocess.run(['mount', '-o', 'remount,ro', place], check=True)
            try:
                for words in (['stats'], ['deal', 'list'], ['note', 'add', '--address', 'a@b.example', 'text=x']):
                    told = store.ecrm(*words, want=6)
                    assert 'permission denied' in told.stderr and str(store.crm) in told.stderr, (
                        told.stderr)
                run = store.drive('open', 0, 0)
                assert [x[2] for x in run.refused()] == [PERMISSION], run.text
                found = store.findings()
                assert not [f for f in found if f['kind'] != 'unreadable'], found
            finally:
                subprocess.run(['mount', '-o', 'remount,rw', place], check=True)
            store.reopen()
            assert store.notes() == {0: 1, 1: 1, 2: 1}
        return None
    finally:
        subprocess.run(['umount', place], check=False)
        place.rmdir()


@test
def folder_goes_away(tools, random, options):
    """What is written to a file that was deleted or replaced under a program is refused, not lost."""
    for how in ('deleted', 'moved', 'replaced'):
        with Store(tools) as store:
            store.drive('deal', 0, 1)
            child = subprocess.Popen(
                [tools.driver, str(store.db), 'note', '0', '1', 'wait', '0', '1', 'note', '1', '2'],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=store.environment())
            out = [child.stdout.readline() for _ in range(3)]
            assert out[2] == '= waiting\n', out
            if how == 'deleted':
                for file in store.db.iterdir():
                    file.unlink()
                store.db.rmdir()
            elif how == 'moved':
                store.db.rename(store.root / 'elsewhere')
            else:
                (store.db / 'crm.db').rename(store.db / 'old.db')
                (store.db / 'crm.db').write_bytes((store.db / 'old.db').read_bytes())
            rest, _ = child.communicate('\n')
            codes = [line.split(' ')[3] for line in rest.splitlines() if line[0] == '!']
            assert codes == [str(MOVED)] * 2, (how, rest)
    return None
