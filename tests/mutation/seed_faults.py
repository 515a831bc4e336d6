#!/usr/bin/python3
# seed_faults.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts small faults into src/core, one at a time in a copy of the tree, and tells which the tests catch.

A fault is caught when a test fails twice in a row or never ends. Faults that do not compile are not
counted; those that change nothing anybody could see stand in equivalent.txt, with the reason. Takes the
better part of an hour: not for CI. The last line is 'N of M faults caught'; what survived stands above.
"""

import argparse
import concurrent.futures
import filecmp
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from mutations import choose, find_faults

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, '..', '..'))
SUITES = {'unit', 'mail', 'cli', 'fuzz'}
ADDRESS_SPACE = 4 << 30  # an endless loop must not eat the machine
TEST_SECONDS = 90


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--seed', default='1')
    parser.add_argument('-n', type=int, default=50, help='how many faults (default: 50)')
    parser.add_argument('--only', action='append', default=[], metavar='NAME',
                        help='the fault of this name, from an earlier run; may be repeated')
    parser.add_argument('--tree', default=TOP, help='the tree to take (default: this one)')
    parser.add_argument('--work', help='keep the copy and its build here, to go on faster')
    return parser.parse_args()


def read_equivalents():
    with open(os.path.join(HERE, 'equivalent.txt'), encoding='utf-8') as stream:
        lines = [line.split('#')[0].split() for line in stream]
    return {words[0] for words in lines if words}


def copy_tree(source, copy):
    """What git would commit, uncommitted edits included; only what differs gets a new time stamp."""
    names = subprocess.run(['git', '-C', source, 'ls-files', '-z', '-co', '--exclude-standard'],
                           check=True, stdout=subprocess.PIPE).stdout.decode().split('\0')
    for name in filter(None, names):
        origin, target = os.path.join(source, name), os.path.join(copy, name)
        if not os.path.isfile(origin):
            continue
        if os.path.exists(target) and filecmp.cmp(origin, target, shallow=False):
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(origin, target)


class Build:
    def __init__(self, work, tree):
        self.tree = os.path.join(work, 'tree')
        self.folder = os.path.join(work, 'build')
        self.temp = os.path.join(work, 'tmp')
        os.makedirs(self.temp, exist_ok=True)
        copy_tree(tree, self.tree)
        setup = ['meson', 'setup', self.folder, self.tree, '-Dwerror=false', '-Doptimization=1']
        subprocess.run(setup + (['--reconfigure'] if os.path.exists(self.folder) else []), check=True,
                       stdout=subprocess.DEVNULL)
        self.tests = [test for test in self.introspect('--tests') if _is_wanted(test['suite'])]
        if not self.tests:
            sys.exit('there are no tests')
        needed = {name for test in self.tests for name in test['depends']}
        self.targets = sorted({os.path.relpath(name, self.folder)
                               for target in self.introspect('--targets') if target['id'] in needed
                               for name in target['filename']})

    def introspect(self, what):
        listed = subprocess.run(['meson', 'introspect', what, self.folder], check=True, stdout=subprocess.PIPE)
        return json.loads(listed.stdout)

    def compile(self):
        done = subprocess.run(['ninja', '-C', self.folder, '-j2', *self.targets], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode == 0, done.stdout.decode(errors='replace')

    def run_test(self, test, running):
        env = dict(os.environ, **test['env'], TMPDIR=self.temp)
        process = subprocess.Popen(
            test['cmd'], env=env, cwd=test['workdir'] or self.folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE)))
        running.add(process)
        try:
            status = process.wait(timeout=TEST_SECONDS)
        except subprocess.TimeoutExpired:
            status = 'time'
        running.discard(process)
        _end(process)
        return status

    def first_failure(self, stem):
        """The name of a test that fails twice, or None. Those named after @stem come first."""
        ordered = sorted(self.tests, key=lambda test: (stem.find(test['name'][5:]) < 0, 'cli' in test['suite']))
        running, failed, stop = set(), [], threading.Event()

        def work(test):
            if stop.is_set():
                return
            status = self.run_test(test, running)
            # A second look, since a busy machine can break a test that is about time.
            if status not in (0, 77) and not stop.is_set() and (
                    status == 'time' or self.run_test(test, running) not in (0, 77)):
                failed.append(test['name'] + (' (never ends)' if status == 'time' else ''))
                stop.set()
                for process in list(running):
                    _end(process)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(work, ordered))
        shutil.rmtree(self.temp, ignore_errors=True)
        os.makedirs(self.temp, exist_ok=True)
        return failed[0] if failed else None


def _is_wanted(suites):
    names = {suite.split(':')[-1] for suite in suites}  # as in evolution-crm:unit
    return names & SUITES and 'real-data' not in names


def _end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def collect(tree):
    faults, texts = [], {}
    for folder, _, files in os.walk(os.path.join(tree, 'src', 'core')):
        for name in sorted(files):
            if name.endswith('.c'):
                path = os.path.relpath(os.path.join(folder, name), tree)
                with open(os.path.join(tree, path), encoding='utf-8') as stream:
                    texts[path] = stream.read()
                faults += find_faults(path, texts[path])
    return faults, texts


def judge(build, fault, text):
    """'caught', 'survived' or 'invalid', and by what."""
    path = os.path.join(build.tree, fault.path)
    try:
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(fault.apply(text))
        built, _ = build.compile()
        if not built:
            return 'invalid', 'does not compile'
        failure = build.first_failure(os.path.basename(fault.path))
        return ('caught', failure) if failure else ('survived', '')
    finally:
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(text)


def run(args, work):
    build = Build(work, args.tree)
    built, output = build.compile()
    if not built:
        sys.exit('the tree itself does not build:\n' + output[-3000:])
    failure = build.first_failure('')
    if failure:
        sys.exit('the tree itself fails %s' % failure)
    faults, texts = collect(build.tree)
    equivalent = read_equivalents()
    order = [f for f in choose(faults, args.seed) if f.name not in equivalent]
    if args.only:
        order = [f for f in faults if f.name in args.only]
    print('# %d places for a fault, seed %s' % (len(faults), args.seed), flush=True)
    counts = {'caught': 0, 'survived': 0, 'invalid': 0}
    for fault in order:
        if counts['caught'] + counts['survived'] == args.n:
            break
        began = time.monotonic()
        verdict, by = judge(build, fault, texts[fault.path])
        counts[verdict] += 1
        print('%-8s %s %s%s (%.0f s)' % (verdict, fault.name, fault.describe(texts[fault.path]),
                                        ': ' + by if by else '', time.monotonic() - began), flush=True)
    print('%d of %d faults caught' % (counts['caught'], counts['caught'] + counts['survived']))


def main():
    args = arguments()
    if args.work:
        os.makedirs(args.work, exist_ok=True)
        run(args, args.work)
        return
    with tempfile.TemporaryDirectory(prefix='crm-faults-') as work:
        run(args, work)


if __name__ == '__main__':
    main()
