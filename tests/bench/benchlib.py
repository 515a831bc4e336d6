# benchlib.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""What the rows of tests/bench/run.py share: data, programs, measuring, and the result of a row.

A row is a module row_NAME.py with a function rows (bench) that yields Result objects. It measures
the functions that the product calls, through a program in tests/bench (bench.product), beside a
limit or peer program of ../shared/bench (bench.limit), in the same run: machines drift, ratios
stay. Use bench.instructions() where something takes less than a second, for counts repeat exactly;
bench.cpu_seconds() where it takes more.
"""
import dataclasses
import os
import re
import shutil
import statistics
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Skipped(Exception):
    """Why a row cannot be measured here."""


@dataclasses.dataclass
class Result:
    """One measured figure. ratio is figure : reference; the goal bounds it."""
    row: str            # of performance.md: '1', '2', 'loop'
    what: str
    unit: str           # 'instructions', 's cpu', 'bytes', 'ms'
    figure: float
    reference: float = None
    reference_name: str = ''
    at_most: float = None   # the product may cost this many times the reference
    at_least: float = None  # the reference must cost this many times the product
    absolute_at_most: float = None

    def is_met(self):
        if self.at_most is not None and self.figure > self.at_most * self.reference:
            return False
        if self.at_least is not None and self.reference < self.at_least * self.figure:
            return False
        return self.absolute_at_most is None or self.figure <= self.absolute_at_most

    def has_goal(self):
        return not (self.at_most is None and self.at_least is None
                    and self.absolute_at_most is None)


def median(values):
    return statistics.median(values)


class Bench:
    def __init__(self, build, work, shared=None, full=False):
        self.build = build          # a meson build directory, optimised
        self.work = work            # data, stores and limit programs; kept between runs
        self.shared = shared or os.path.join(TOP, '..', 'shared', 'bench')
        self.full = full            # the sizes of performance.md rather than a tenth of them
        os.makedirs(work, exist_ok=True)

    # --- programs ---

    def product(self, name):
        """A program of tests/bench."""
        path = os.path.join(self.build, 'tests', 'bench', name)
        if not os.access(path, os.X_OK):
            raise Skipped(f'{name} is not built')
        return path

    def ecrm(self):
        return os.path.join(self.build, 'src', 'cli', 'ecrm')

    def limit(self, name):
        """A limit or peer program, built on the first use."""
        if not os.path.isdir(self.shared):
            raise Skipped('no limit programs beside the checkout')
        out = os.path.join(self.work, 'limits')
        path = os.path.join(out, name)
        if not os.access(path, os.X_OK):
            made = subprocess.run(['make', '-s', '-C', self.shared, f'OUT={out}', path],
                                  capture_output=True, text=True, check=False)
            if made.returncode != 0:
                raise Skipped(f'{name} does not build: {made.stderr.strip()[-200:]}')
        return path

    # --- data ---

    def make(self, name, make):
        """A file or directory of self.work by that name; make(path) makes it when it is missing."""
        path = os.path.join(self.work, name)
        if not os.path.exists(path):
            partial = path + '.partial'
            if os.path.isdir(partial):
                shutil.rmtree(partial)
            elif os.path.exists(partial):
                os.unlink(partial)
            make(partial)
            os.rename(partial, path)
        return path

    def mail(self, mode, count):
        """Synthetic mail of ../shared/bench/gen_mail.py: mode 'tsv', 'maildir', 'headers', 'mbox'."""
        script = os.path.join(self.shared, 'gen_mail.py')
        if not os.path.exists(script):
            raise Skipped('no mail generator beside the checkout')
        return self.make(f'{mode}-{count}', lambda path: subprocess.run(
            [sys.executable, script, mode, path, str(count)], check=True))

    # --- measuring ---

    def run(self, command, env=None):
        """What it prints; raises with what it complained of."""
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              env=dict(os.environ, **(env or {})))
        if done.returncode != 0:
            raise RuntimeError(f'{command[0]}: exit {done.returncode}: {done.stderr[-400:]}')
        return done.stdout

    def instructions_of(self, command, env=None):
        """Instructions of one whole process, by callgrind."""
        if shutil.which('valgrind') is None:
            raise Skipped('no valgrind')
        done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null',
                               *command], capture_output=True, text=True, check=False,
                              env=dict(os.environ, **(env or {})))
        found = re.search(r'Collected : (\d+)', done.stderr)
        if done.returncode != 0 or found is None:
            raise RuntimeError(f'{command[0]} under callgrind: {done.stderr[-400:]}')
        return int(found.group(1))

    def instructions_by_dump(self, command, env=None):
        """Of a program that counts parts of itself, by callgrind's requests: a dictionary from the
        name of a dump to its instructions. The rest runs a few times slower than by itself, where
        counting it all would take fifty times as long."""
        if shutil.which('valgrind') is None:
            raise Skipped('no valgrind')
        out = os.path.join(self.work, 'callgrind')
        remove(out)
        os.makedirs(out)
        self.run(['valgrind', '--tool=callgrind', '--instr-atstart=no',
                  f'--callgrind-out-file={out}/dump', *command], env)
        counted = {}
        for name in os.listdir(out):
            with open(os.path.join(out, name), encoding='utf-8', errors='replace') as dump:
                text = dump.read()
            asked = re.search(r'^desc: Trigger: Client Request: (.*)$', text, re.MULTILINE)
            total = re.search(r'^totals: (\d+)', text, re.MULTILINE)
            if asked and total:
                counted[asked.group(1)] = int(total.group(1))
        return counted

    def instructions(self, command, few, many, env=None):
        """Instructions of one turn of a program whose last argument is the number of turns: start
        and end of the process fall out."""
        return (self.instructions_of([*command, str(many)], env)
                - self.instructions_of([*command, str(few)], env)) / (many - few)

    def cpu_seconds(self, commands, rounds=3, prepare=None, env=None):
        """Medians of user + system seconds of each command, run in turns; prepare(i) goes before
        command i each time, unmeasured. Also gives the peak resident MiB of each."""
        seconds = [[] for _ in commands]
        memory = [0] * len(commands)
        for _ in range(rounds):
            for i, command in enumerate(commands):
                if prepare is not None:
                    prepare(i)
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.PIPE,
                                           env=dict(os.environ, **(env or {})))
                complaint = process.stderr.read()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                process.stderr.close()
                if process.returncode != 0:
                    raise RuntimeError(f'{command[0]}: exit {process.returncode}: {complaint[-400:]}')
                seconds[i].append(usage.ru_utime + usage.ru_stime)
                memory[i] = max(memory[i], usage.ru_maxrss / 1024)
        return [median(s) for s in seconds], memory


def remove(path):
    """A file or directory, there or not."""
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.unlink(path)
