# row_window.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows 17 and 18 of performance.md: the workspace's window, its list of 100,000 people, its board, and Ctrl+K.

Each figure is CPU time on a display of its own without a graphics card, beside gtk4_first of
../shared/bench: a libadwaita window that does nothing, and one with a GtkColumnView of as many rows.
Frames are from the beginning of their layout to the end of their drawing.
"""
import os
import re
import shutil
import statistics
import subprocess
import time

import row_list
from benchlib import Result
from row_host import Display

ROUNDS = 5
FRAMES = 200
PLAIN = {'GSK_RENDERER': 'cairo', 'GDK_BACKEND': 'x11', 'GTK_A11Y': 'none', 'GTK_USE_PORTAL': '0',
         'GSETTINGS_BACKEND': 'memory', 'DBUS_SESSION_BUS_ADDRESS': 'disabled:', 'LANG': 'C.UTF-8'}
FRAME_LINE = re.compile(r'^(.+): frames=(\d+) median=([\d.]+) worst=([\d.]+) over16=(\d+) over33=(\d+)', re.M)


def rows(bench):
    for part in PARTS.values():
        yield from part(bench)


def start(bench):
    """Row 17: any page, before it has read anything."""
    store = board_store(bench)
    with Display() as display:
        own, bare = in_turns(lambda: moment(window(bench, display, store, 'today'), 'first frame'),
                             lambda: moment(limit(bench, display, 0), 'first frame'))
    yield Result('17', 'first frame of the window', 'ms cpu', own, bare, 'bare window', at_most=1.5)


def people(bench):
    """Row 18: with records in it, which are sorted by then."""
    store = row_list.store(bench)
    with Display() as display:
        own, bare = in_turns(lambda: moment(window(bench, display, store, 'people'), 'first records'),
                             lambda: moment(limit(bench, display, row_list.N_PEOPLE), 'first frame'))
        yield Result('18', f'first frame with {row_list.N_PEOPLE:,} people', 'ms cpu', own, bare,
                     'bare column view', at_most=1.3)
        yield from frames('18', 'people', window(bench, display, store, 'people', FRAMES))


def board(bench):
    """The board of 5,000 open deals."""
    store = board_store(bench)
    with Display() as display:
        first = statistics.median(moment(window(bench, display, store, 'pipeline'), 'first records')
                                  for _ in range(ROUNDS))
        yield Result('board', 'first frame with 5,000 open deals', 'ms cpu', first)
        yield from frames('board', 'board', window(bench, display, store, 'pipeline', FRAMES))


def keys(bench):
    """Ctrl+K typed in: what it costs the main thread, from when something wakes it until it waits again."""
    named = bench.make(f'names-{row_list.N_PEOPLE}-{row_list.N_DEALS}', lambda path: bench.run(
        [bench.product('bench-list'), path, 'names', str(row_list.N_PEOPLE), str(row_list.N_DEALS)]))
    with Display() as display:
        said = bench.run([bench.product('bench-keys'), named, 'karen mi'], environment(bench, display))
    longest = [float(value) for value in re.findall(r'^".*": main thread .*, longest ([\d.]+) ms', said, re.M)]
    yield Result('find', 'a key in Ctrl+K: the main thread at a stretch, median', 'ms cpu', statistics.median(longest),
                 absolute_at_most=8)
    yield Result('find', 'the longest of all keys', 'ms cpu', max(longest))


def typed(bench):
    """The filter of a board of 5,000 open deals, typed in and cleared."""
    store = board_store(bench)
    with Display() as display:
        said = bench.run([bench.product('bench-keys'), store, 'pilot', 'board'], environment(bench, display))
    longest = [float(value) for value in re.findall(r'^".*": main thread .*, longest ([\d.]+) ms', said, re.M)]
    yield Result('board', 'a key in its filter: the main thread at a stretch, median', 'ms cpu', statistics.median(longest))
    yield Result('board', 'the longest of all keys', 'ms cpu', max(longest), absolute_at_most=33)


PARTS = {'start': start, 'people': people, 'board': board, 'typed': typed, 'keys': keys}


def board_store(bench):
    return bench.make('board-7500', lambda path: bench.run(
        [bench.product('bench-list'), path, 'fill', '500', '7500']))


def in_turns(own, bare):
    pairs = [(own(), bare()) for _ in range(ROUNDS)]
    return [statistics.median(values) for values in zip(*pairs)]


def environment(bench, display):
    return PLAIN | {'DISPLAY': display, 'XDG_CONFIG_HOME': bench.work, 'XDG_CACHE_HOME': bench.work}


def limit(bench, display, n):
    return bench.run([bench.limit('gtk4_first'), str(n)], environment(bench, display))


def window(bench, display, store, place, n_frames=0):
    """What bench-window says. It tells where a card is when it waits for somebody to drag it."""
    command = [bench.product('bench-window'), store, place] + ([str(n_frames)] if n_frames else [])
    env = os.environ | environment(bench, display)
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env=env) as process:
        for line in process.stdout:
            said.append(line)
            if line.startswith('card: '):
                drag(display, *line.split()[1:])
    if process.returncode != 0:
        raise RuntimeError(f'bench-window {place}: exit {process.returncode}')
    return ''.join(said)


def drag(display, x, y):
    """Takes a card across the board and back, and lets go of it where it was."""
    if shutil.which('xdotool') is None:
        return
    steps = [*range(0, 600, 20), *range(600, 0, -20)]
    env = os.environ | {'DISPLAY': display}
    subprocess.run(['xdotool', 'mousemove', x, y, 'mousedown', '1'], check=False, env=env)
    for step in steps:
        subprocess.run(['xdotool', 'mousemove', str(int(x) + step), y], check=False, env=env)
        time.sleep(0.01)  # as fast as a hand
    subprocess.run(['xdotool', 'mouseup', '1'], check=False, env=env)


def moment(said, name):
    return float(re.search(rf'^{name}.*cpu=([\d.]+) ms', said, re.M).group(1))


def frames(row, what, said):
    for name, n, median, worst, few, many in FRAME_LINE.findall(said):
        yield Result(row, f'{what} {name}: a frame, median of {n}', 'ms cpu', float(median))
        yield Result(row, f'{what} {name}: the worst ({few} over 16 ms, {many} over 33)', 'ms cpu',
                     float(worst), absolute_at_most=33)
    yield Result(row, f'{what}: memory (Pss)', 'MiB', float(re.search(r'pss=([\d.]+)', said).group(1)))
