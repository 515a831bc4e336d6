#!/usr/bin/python3
# run.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures the product against the limit programs and peers of ../shared/bench, as ratios.

  tests/bench/run.py [--full] [--out DIR] [--build DIR] [--list] [NAME...]

NAME is a module row_NAME.py, or NAME:PART one of its PARTS; all of them without one. --full takes the sizes of performance.md
(1,000,000 letters), otherwise a tenth. DIR keeps data and programs between runs; default
_out/bench. Nothing is asserted by the clock in CI: this is run by hand and its table goes into
notes. The exit status is 1 when a goal is missed.
"""
import argparse
import glob
import importlib
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import benchlib  # noqa: E402  pylint: disable=wrong-import-position


def build_optimised(directory):
    if not os.path.exists(os.path.join(directory, 'build.ninja')):
        subprocess.run(['meson', 'setup', '--buildtype=debugoptimized', directory, benchlib.TOP],
                       check=True, stdout=subprocess.DEVNULL)
    subprocess.run(['ninja', '-C', directory], check=True, stdout=subprocess.DEVNULL)


def amount(value, unit):
    if value is None:
        return ''
    if unit == 'instructions' and value >= 1e6:
        return f'{value / 1e6:.2f} M'
    return f'{value:,.0f}' if value >= 100 else f'{value:.3g}'


def goal_of(result):
    goals = []
    if result.at_most is not None:
        goals.append(f'<= {result.at_most:g} x')
    if result.at_least is not None:
        goals.append(f'{result.at_least:g} x ahead')
    if result.absolute_at_most is not None:
        goals.append(f'<= {amount(result.absolute_at_most, result.unit)} {result.unit}')
    return ', '.join(goals)


def print_result(result):
    ratio = ''
    if result.reference:
        ahead = result.at_least is not None
        ratio = (f'{result.reference / result.figure:.3g} x ahead' if ahead and result.figure
                 else f'{result.figure / result.reference:.3g} x')
    verdict = '' if not result.has_goal() else 'met' if result.is_met() else 'MISSED'
    print(f'{result.row:>5}  {result.what:58} {amount(result.figure, result.unit):>10} '
          f'{result.unit:12} {amount(result.reference, result.unit):>10} '
          f'{result.reference_name:22} {ratio:14} {goal_of(result):24} {verdict}', flush=True)


def rows_of(bench, name):
    name, _, part = name.partition(':')
    module = importlib.import_module('row_' + name)
    return module.PARTS[part](bench) if part else module.rows(bench)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--full', action='store_true')
    parser.add_argument('--out', default=os.path.join(benchlib.TOP, '_out', 'bench'))
    parser.add_argument('--build')
    parser.add_argument('--list', action='store_true')
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    there = sorted(os.path.basename(path)[4:-3] for path in glob.glob(HERE + '/row_*.py'))
    if options.list:
        print('\n'.join(there))
        return 0
    build = options.build or os.path.join(options.out, 'build')
    if options.build is None:
        build_optimised(build)
    bench = benchlib.Bench(os.path.abspath(build), os.path.abspath(options.out),
                           full=options.full)
    missed = []
    for name in options.names or there:
        try:
            for result in rows_of(bench, name):
                print_result(result)
                if result.has_goal() and not result.is_met():
                    missed.append(result)
        except benchlib.Skipped as why:
            print(f'{name}: skipped: {why}', flush=True)
    print(f'{len(missed)} goals missed{":" if missed else ""}')
    for result in missed:
        print_result(result)
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
