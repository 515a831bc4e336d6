# faultlib.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""A store that is worked on by fault-driver, with or without a fault, and what must hold afterwards."""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / 'fixtures'
DEAL = '11111111-1111-7111-8111-111111111111'
# CrmError, as far as the tests speak of it.
NOT_FOUND, CONFLICT, BUSY, CORRUPT, TOO_NEW, PERMISSION, DISK_FULL, IO, MOVED = (
    1, 4, 5, 6, 7, 9, 12, 13, 14)
SIGKILL = -9
# A kill does not take the page cache along: memory serves as well as a disk, and is faster.
MEMORY = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None


class Tools:
    """The programs under test."""

    def __init__(self, driver, shim, ecrm):
        self.driver, self.shim, self.ecrm = (os.path.abspath(p) for p in (driver, shim, ecrm))


class Run:
    """One run of the driver: what it was told."""

    def __init__(self, status, text):
        self.status = status
        self.lines = [line.split(' ') for line in text.splitlines() if line]
        self.text = text

    def done(self, verb):
        return [int(x[2]) for x in self.lines if x[0] == '+' and x[1] == verb]

    def refused(self):
        """(verb, number, code, message) of each step that was refused."""
        return [(x[1], int(x[2]), int(x[3]), ' '.join(x[4:])) for x in self.lines if x[0] == '!']


class Store:
    """A folder of its own."""

    def __init__(self, tools, root=None):
        self.tools = tools
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='crm-faults-', dir=root or MEMORY))
        self.db = self.root / 'db'
        self.crm = self.db / 'crm.db'
        self.index = self.db / 'index.db'

    @classmethod
    def copy_of(cls, other):
        """Another one that is the same."""
        store = cls(other.tools)
        if other.db.exists():
            shutil.copytree(other.db, store.db)
        return store

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    def environment(self, **more):
        result = dict(os.environ, LC_ALL='C.UTF-8', G_DEBUG='fatal-criticals', HOME=str(self.root),
                      XDG_DATA_HOME=str(self.root / 'data'))
        result.pop('LANGUAGE', None)
        # The shim comes before the sanitizer's runtime, and what is killed leaks.
        result['ASAN_OPTIONS'] = result.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'
        result.update({key: str(value) for key, value in more.items()})
        return result

    def fault(self, what, at, length=1, reads=False):
        """The environment in which the at-th operation on the store's files goes wrong."""
        more = {'FAULT_READS': 1} if reads else {}
        return self.environment(LD_PRELOAD=self.tools.shim, FAULT_DIR=self.db, FAULT_WHAT=what,
                                FAULT_AT=at, FAULT_FOR=length, **more)

    def drive(self, *words, env=None, timeout=120):
        done = subprocess.run([self.tools.driver, self.db, *map(str, words)], check=False,
                              env=env or self.environment(), capture_output=True, text=True,
                              timeout=timeout)
        assert done.returncode in (0, 1, SIGKILL), (done.returncode, done.stdout, done.stderr)
        return Run(done.returncode, done.stdout)

    def count(self, *words, reads=False):
        """How many operations a run makes; it is done on a copy."""
        with Store.copy_of(self) as other:
            out = other.root / 'count'
            env = other.fault('', 0, reads=reads)
            env['FAULT_COUNT'] = str(out)
            other.drive(*words, env=env)
            return int(out.read_text())

    def ecrm(self, *words, env=None, want=None):
        done = subprocess.run([self.tools.ecrm, '--db', self.db, *map(str, words)], check=False,
                              env=env or self.environment(), capture_output=True, text=True,
                              timeout=120)
        assert done.returncode >= 0, 'ecrm %s died: %d' % (words, done.returncode)
        if want is not None:
            assert done.returncode == want, (words, done.returncode, done.stdout, done.stderr)
        return done

    def ecrm_json(self, *words, want=0):
        return json.loads(self.ecrm(*words, '--json', want=want).stdout)

    def findings(self, harmless=False, env=None):
        answer = self.ecrm('check', '--json', env=env)
        found = json.loads(answer.stdout).get('findings')
        assert found is not None, answer.stdout + answer.stderr
        return [f for f in found if harmless or not f['harmless']]

    def rows(self, sql, file=None):
        connection = sqlite3.connect('file:%s?mode=ro' % (file or self.crm), uri=True, timeout=5)
        connection.text_factory = lambda text: text.decode(errors='replace')  # it may be damaged
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def script(self, sql, file=None):
        connection = sqlite3.connect(file or self.crm, timeout=5)
        connection.executescript(sql)
        connection.commit()
        connection.close()

    def notes(self):
        """Number of each note -> how often it is there."""
        result = {}
        for (text,) in self.rows('SELECT text FROM note'):
            number = int(text.split(' ')[1])
            result[number] = result.get(number, 0) + 1
        return result

    def filed(self):
        """Number of each letter filed under the deal -> how often."""
        result = {}
        for (subject,) in self.rows(
                "SELECT coalesce (e.subject, '? 0 -1') FROM link AS l JOIN email AS e"
                " ON e.id = l.email WHERE l.decision = 'filed'"):
            number = int(subject.split(' ')[2])
            result[number] = result.get(number, 0) + 1
        return result

    def must_be_well(self):
        found = self.findings()
        assert not found, found

    def reopen(self):
        """As the product opens it the next time; then all must be well."""
        run = self.drive('open', 0, 0)
        assert run.status == 0, run.text
        self.must_be_well()


def assert_kept(promised, there, in_flight, what):
    """Everything acknowledged is there once; what was in flight at most once; nothing else."""
    for number in promised:
        assert there.get(number) == 1, '%s %d was acknowledged and is there %d times' % (
            what, number, there.get(number, 0))
    for number, times in there.items():
        assert times == 1, '%s %d is there %d times' % (what, number, times)
        assert number in promised or number in in_flight, '%s %d is from nowhere' % (what, number)
