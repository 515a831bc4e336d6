# row_host.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""What Evolution itself feels of the module: repainting the sidebar, the main loop while the index is
built, start and memory.

Evolution runs on hidden displays, with and without the module in turns, in homes that are equal to the
byte. Where the machine is busy with other things the CPU figures are the ones to believe.
"""
import contextlib
import os
import pathlib
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

import benchlib
from benchlib import Result

sys.path.append(os.path.join(benchlib.TOP, 'data', 'demo'))
sys.path.append(os.path.join(benchlib.TOP, 'tests', 'e2e'))

PLAIN = {'NO_AT_BRIDGE': '1', 'GTK_A11Y': 'none', 'GSETTINGS_BACKEND': 'memory',
         'GDK_BACKEND': 'x11'}
REPAINT_GOALS = {'history': 1.5, 'page': 1.5}


def rows(bench):
    yield from repaint(bench)
    evolution = Evolution(bench)
    yield from loop(evolution)
    yield from restart(evolution)
    yield from start(evolution)


PARTS = {
    'repaint': lambda bench: repaint(bench),
    'loop': lambda bench: loop(Evolution(bench)),
    'restart': lambda bench: restart(Evolution(bench)),
    'start': lambda bench: start(Evolution(bench)),
}


# --- row 3 ---

def repaint(bench):
    program = bench.product('bench-repaint')
    with Display() as display:
        env = PLAIN | {'DISPLAY': display}
        counts = {mode: bench.instructions([program, mode], 4, 14, env)
                  for mode in ('kept', 'rebuilt', 'history', 'page')}
        times = {mode: [] for mode in counts}
        for _ in range(5):
            for mode in counts:
                said = bench.run([program, mode, '40'], env)
                times[mode].append(float(said.split('p50 ')[1].split()[0]))
    for unit, figures in (('instructions', counts),
                          ('ms cpu', {m: statistics.median(t) for m, t in times.items()})):
        for mode, goal in REPAINT_GOALS.items():
            yield Result('3', f'selection to painted frame: {mode}', unit, figures[mode],
                         figures['kept'], '50 rows kept', at_most=goal)
            yield Result('3', f'selection to painted frame: {mode}', unit, figures[mode],
                         figures['rebuilt'], '50 rows made anew', at_least=2)


class Display:
    """An X server of its own."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writer), '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
            pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with open(reader, encoding='ascii') as pipe:
            return ':' + pipe.readline().strip()

    def __exit__(self, *_exception):
        self.process.terminate()
        self.process.wait()


# --- Evolution with and without the module ---

class Evolution:
    """Homes that are equal, made of a template in which the first-run card has been answered."""

    def __init__(self, bench):
        import evolution_home  # pylint: disable=import-outside-toplevel
        import evolution_session  # pylint: disable=import-outside-toplevel
        self.session_class = evolution_session.EvolutionSession
        self.homes = evolution_home
        self.bench = bench
        self.n_letters = 50000 if bench.full else 5000
        build = pathlib.Path(bench.build)
        self.module = build / 'plugin' / 'module-crm.so'
        self.shim = build / 'data' / 'demo' / 'shim' / 'crm-module-shim.so'
        self.probe = build / 'tests' / 'bench' / 'crm-loop-probe.so'
        for path in (self.module, self.shim, self.probe):
            if not path.exists():
                raise benchlib.Skipped(f'{path.name} is not built')
        self.home_path = pathlib.Path(bench.work) / 'host-home'
        self.report = self.home_path / 'probe'
        self.template = pathlib.Path(bench.make('host-template', self.make_template))

    def make_template(self, path):
        """Presses Start in a home without mail, and puts that home away."""
        import support  # pylint: disable=import-outside-toplevel
        shutil.rmtree(self.home_path, ignore_errors=True)
        home = self.homes.make_home(self.home_path, identity=('Olivia Owner',
                                                              'olivia.owner@corp.example'))
        helper = support.Bench(pathlib.Path(self.bench.build), self.home_path, 'template')
        with helper.crm(home) as crm:
            crm.press('crm-setup-start')
            crm.wait_gone('crm-setup-start')
            crm.quit()
        shutil.rmtree(helper.scratch)
        for name in ('folders.db', 'folders.db-wal', 'folders.db-shm'):
            benchlib.remove(str(home.mail_root / name))
        for left in home.mail_root.glob('.cmeta*'):
            left.unlink()
        shutil.rmtree(self.home_path / '.cache', ignore_errors=True)
        os.rename(self.home_path, path)

    def fresh_home(self, n_letters):
        shutil.rmtree(self.home_path, ignore_errors=True)
        shutil.copytree(self.template, self.home_path, symlinks=True)
        home = self.homes.open_home(self.home_path)
        if n_letters:
            mail = self.bench.mail('headers', n_letters)
            subprocess.run(['cp', '-al', f'{mail}/cur/.', f'{home.mail_root}/cur/'], check=True)
        return home

    def session(self, home, with_module):
        env = {'CRM_DATA_DIR': home.path / 'crm', 'GTK_MODULES': f'{self.shim}:{self.probe}',
               'CRM_LOOP_PROBE': self.report}
        if not with_module:
            env['CRM_EVOLUTION_MODULE'] = None
        session = self.session_class(home, module=self.module, shim=self.shim, env=env)
        session._check_module_is_in = lambda: None  # not there on purpose, half of the time
        spawn = session._spawn
        session._spawn = lambda *args, **kwargs: as_nice_as_here(spawn(*args, **kwargs))
        return session

    def begin(self, session):
        """Starts Evolution; the probe counts from this moment on."""
        session._extra['CRM_LOOP_BEGAN'] = str(time.monotonic_ns() // 1000)
        session.start()

    def ask_probe(self, session):
        benchlib.remove(str(self.report))
        os.kill(session.pid, 12)
        deadline = time.monotonic() + 60
        while not self.report.exists():
            if time.monotonic() > deadline:
                raise RuntimeError('the probe does not answer')
            time.sleep(0.05)
        lines = self.report.read_text(encoding='ascii').splitlines()
        return {name: float(value) for name, value in (line.split() for line in lines)}

    def count_indexed(self):
        path = self.home_path / 'crm' / 'index.db'
        with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as connection:
            return connection.execute('SELECT count(*) FROM location').fetchone()[0]


def as_nice_as_here(process):
    """Linux shares the cores between sessions, and Evolution gets one of its own: whoever calls this
    script with `nice -n -15`, because others work on the machine, means that session too."""
    with contextlib.suppress(OSError):
        pathlib.Path(f'/proc/{process.pid}/autogroup').write_text(str(os.nice(0)), encoding='ascii')
    return process


def cpu_of(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text(encoding='ascii').rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def wait_quiet(pid, timeout=400):
    """Until the process has taken next to no CPU for four seconds."""
    deadline = time.monotonic() + timeout
    quiet, last = 0, cpu_of(pid)
    while quiet < 8 and time.monotonic() < deadline:
        time.sleep(0.5)
        now = cpu_of(pid)
        quiet = quiet + 1 if now - last <= 0.02 else 0
        last = now


def pss_mib(pid):
    text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text(encoding='ascii')
    return int(text.split('\nPss:')[1].split()[0]) / 1024


def in_turns(evolution, rounds, measure):
    """measure(with_module) in turns; returns what it gave with, and without."""
    with_it, without = [], []
    for i in range(rounds):
        for with_module in ((True, False) if i % 2 else (False, True)):
            (with_it if with_module else without).append(measure(with_module))
    return with_it, without


def column(reports, name):
    return [report[name] for report in reports]


# --- the main loop at the first index ---

def loop(evolution):
    n = evolution.n_letters

    def measure(with_module):
        session = evolution.session(evolution.fresh_home(n), with_module)
        with contextlib.closing(session):
            evolution.begin(session)
            # Evolution itself may search a large folder for minutes after it has opened it.
            wait_quiet(session.pid, 30 + n / 1000)
            report = evolution.ask_probe(session)
            if with_module and evolution.count_indexed() != n:
                raise RuntimeError(f'{evolution.count_indexed()} of {n} letters indexed')
            session.stop(60)
        return report

    with_it, without = in_turns(evolution, 5, measure)
    for name, what in (('gap_ms', 'longest gap of the main loop'),
                       ('gap_own_ms', 'the same without waiting for a core'),
                       ('gap_cpu_ms', 'longest stretch of its CPU')):
        own, bare = column(with_it, name), column(without, name)
        print(f'#  {name}: with {[round(x) for x in own]}, without {[round(x) for x in bare]}')
        yield Result('loop', f'{what}, first index of {n}', 'ms', statistics.median(own),
                     statistics.median(bare), 'without the module')
        yield Result('loop', f'{what}, more than without', 'ms',
                     statistics.median(own) - statistics.median(bare), absolute_at_most=20)


# --- memory after a restart with nothing new ---

def restart(evolution):
    home = evolution.fresh_home(evolution.n_letters)
    session = evolution.session(home, True)
    with contextlib.closing(session):
        evolution.begin(session)
        wait_quiet(session.pid, 30 + evolution.n_letters / 1000)
        session.stop(60)

    def measure(with_module):
        session = evolution.session(home, with_module)
        with contextlib.closing(session):
            evolution.begin(session)
            wait_quiet(session.pid, 60)
            memory = pss_mib(session.pid)
            session.stop(60)
        return memory

    with_it, without = in_turns(evolution, 5, measure)
    yield Result('19', f'memory (Pss) after a restart, {evolution.n_letters} letters', 'MiB',
                 statistics.median(with_it), statistics.median(without), 'without the module')
    yield Result('19', 'the same, more than without', 'MiB',
                 statistics.median(with_it) - statistics.median(without), absolute_at_most=15)


# --- start ---

def difference_interval(with_it, without, draws=4000):
    """95 % bootstrap interval of the difference of medians."""
    chance = random.Random(1)
    found = sorted(statistics.median(chance.choices(with_it, k=len(with_it)))
                   - statistics.median(chance.choices(without, k=len(without)))
                   for _ in range(draws))
    return found[int(draws * 0.025)], found[int(draws * 0.975)]


def start(evolution):
    home = evolution.fresh_home(200)
    rounds = 20

    def measure(with_module):
        session = evolution.session(home, with_module)
        with contextlib.closing(session):
            evolution.begin(session)
            wait_quiet(session.pid, 20)
            report = evolution.ask_probe(session)
            session.stop(60)
        return report

    measure(True)  # indexes the mail
    with_it, without = in_turns(evolution, rounds, measure)
    for name, what in (('painted_ms', 'start to first frame'),
                       ('painted_cpu_ms', 'the same, CPU of the process')):
        own, bare = column(with_it, name), column(without, name)
        low, high = difference_interval(own, bare)
        yield Result('start', f'{what} (n = {rounds})', 'ms', statistics.median(own),
                     statistics.median(bare), 'without the module')
        # No difference that can be told from chance: the interval reaches zero.
        yield Result('start', f'the difference: 95 % interval {low:.0f} to {high:.0f} ms', 'ms',
                     max(0, low), absolute_at_most=0)
