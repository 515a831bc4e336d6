#!/usr/bin/python3
# meson_test.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Run meson's tests of a build folder, all but those that are a step of tests/run of their own.

    meson_test.py BUILD [MESON-TEST-ARGUMENT]...

Two at a time. What talks to a real data server (suite "eds") and fails in such company is run once
more by itself, and counts as it does then, in testlog.json, too: daemons that start beside another
test, perhaps under a sanitizer, sometimes answer later than any limit that is still worth waiting for.
"""

import json
import pathlib
import subprocess
import sys

OTHER_STEPS = ('e2e', 'lint', 'bench')
GOOD = {'OK', 'EXPECTEDFAIL', 'SKIP', 'IGNORED'}
SUITE = ':eds'


def run(build, processes, *arguments):
    command = ['meson', 'test', '-C', build, '--no-rebuild', '--print-errorlogs']
    return subprocess.run([*command, '--num-processes', str(processes), *arguments]).returncode


def read_log(path):
    """One dict a test, as they ended. None when there is no log that can be read."""
    try:
        with open(path, encoding='utf-8', errors='replace') as stream:
            return [json.loads(line) for line in stream]
    except (OSError, ValueError):
        return None


def name_of(test):
    """What meson test takes as a name: the log has 'project:suite / name'."""
    return test['name'].rpartition(' / ')[2]


def is_again(test):
    return test.get('result') not in GOOD and SUITE in test['name'].rpartition(' / ')[0]


def merge(first, second, path):
    """The first log with the second's results in place of the same tests'."""
    by_name = {test['name']: test for test in second}
    merged = [by_name.get(test['name'], test) for test in first]
    with open(path, 'w', encoding='utf-8') as stream:
        stream.writelines(json.dumps(test) + '\n' for test in merged)
    return all(test.get('result') in GOOD for test in merged)


def main():
    build, *arguments = sys.argv[1:]
    log = pathlib.Path(build) / 'meson-logs' / 'testlog.json'
    log.unlink(missing_ok=True)
    leave_out = [word for suite in OTHER_STEPS for word in ('--no-suite', suite)]
    status = run(build, 2, *leave_out, *arguments)
    first = read_log(log)
    again = [test for test in first or [] if is_again(test)]
    if status == 0 or not again:
        return status
    print('# once more, by themselves:', ', '.join(name_of(test) for test in again), flush=True)
    status = run(build, 1, *arguments, *(name_of(test) for test in again))
    second = read_log(log)
    if second is None:
        return status or 1
    return 0 if merge(first, second, log) else 1


if __name__ == '__main__':
    sys.exit(main())
