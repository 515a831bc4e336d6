#!/usr/bin/python3
# count-results.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Count what one step of tests/run did.

Prints 'PASSED FAILED SKIPPED' and then one line per failed or skipped test, for the summary.
What is counted, in this order of preference:

  --testlog FILE  meson's testlog.json: TAP sub-tests where a test printed TAP, else the test itself;
                  plus the step's own marks in the log ('== ok - what', '== not ok - what')
  the log         its last line 'N passed, N failed[, N skipped]' if it has one, else its TAP lines
  --one           the step is one test: passed when --status is 0

A non-zero --status with no failed test adds one, and so does a step that counted nothing: silence is
no success. Status 77 is a skip.
"""

import argparse
import json
import re
import sys

TAP = re.compile(r'^\s*(ok|not ok)\b\s*(?:\d+\b)?\s*(?:-\s*)?(.*)$')
MARK = re.compile(r'^== (ok|not ok) - (.*)$')
SUMMARY = re.compile(r'^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$')
SKIP = re.compile(r'#\s*skip\b\s*(.*)$', re.I)
MESON_GOOD = {'OK', 'EXPECTEDFAIL'}
MESON_SKIPPED = {'SKIP', 'IGNORED'}


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.notes = []

    def total(self):
        return self.passed + self.failed + self.skipped

    def good(self):
        self.passed += 1

    def bad(self, what):
        self.failed += 1
        self.notes.append('not ok - ' + what)

    def skip(self, what, reason):
        self.skipped += 1
        self.notes.append('skip - %s: %s' % (what or 'a test', reason or 'no reason given'))

    def line(self, verdict, text, prefix=''):
        """One TAP verdict with its description."""
        skip = SKIP.search(text)
        if skip and verdict == 'ok':
            self.skip(prefix + text[:skip.start()].strip(), skip.group(1))
        elif verdict == 'ok':
            self.good()
        else:
            self.bad(prefix + text)


def count_meson_test(count, test):
    """One line of testlog.json."""
    before = count.failed
    found = 0
    name = test['name']
    for line in (test.get('stdout') or '').splitlines():
        match = TAP.match(line)
        # Indented lines are sub-tests of sub-tests: their parent speaks for them.
        if match and not line[0].isspace():
            count.line(match.group(1), match.group(2), name + ': ')
            found += 1
    result = test.get('result', 'FAIL')
    if result in MESON_GOOD | MESON_SKIPPED and found:
        return
    if result in MESON_SKIPPED:
        count.skip(name, 'meson says ' + result.lower())
    elif result in MESON_GOOD:
        count.good()
    elif count.failed == before:
        count.bad('%s: %s, exit status %s' % (name, result.lower(), test.get('returncode')))


def count_testlog(count, path):
    try:
        with open(path, encoding='utf-8', errors='replace') as stream:
            lines = stream.read().splitlines()
    except OSError:
        return
    for line in lines:
        try:
            count_meson_test(count, json.loads(line))
        except ValueError:
            count.bad('an unreadable line in testlog.json')


def count_log(count, lines):
    sums = [SUMMARY.match(line) for line in lines]
    sums = [match for match in sums if match]
    if sums:
        numbers = [int(number or 0) for number in sums[-1].groups()]
        count.passed, count.failed, count.skipped = numbers
        shown = [line.strip() for line in lines if line.startswith(('not ok', 'skip - '))]
        count.notes += shown
        return
    for line in lines:
        match = TAP.match(line)
        if match and not line[0].isspace():
            count.line(match.group(1), match.group(2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('log')
    parser.add_argument('--testlog')
    parser.add_argument('--one', action='store_true')
    parser.add_argument('--status', type=int, default=0)
    parser.add_argument('--name', default='step')
    args = parser.parse_args()

    with open(args.log, encoding='utf-8', errors='replace') as stream:
        lines = stream.read().splitlines()
    count = Count()
    if args.testlog:
        for line in lines:
            match = MARK.match(line)
            if match:
                count.line(match.group(1), match.group(2))
        count_testlog(count, args.testlog)
    elif not args.one:
        count_log(count, lines)

    reason = next((line[6:] for line in reversed(lines) if line.startswith('skip: ')), '')
    if args.status == 77 and not count.failed:
        count.skip(args.name, reason)
    elif args.status == 124:
        count.bad('%s: ran out of time' % args.name)
    elif args.status and not count.failed:
        count.bad('%s: exit status %d' % (args.name, args.status))
    elif args.one and not args.status:
        count.good()
    elif not count.total():
        count.bad('%s: nothing ran' % args.name)

    print(count.passed, count.failed, count.skipped)
    print('\n'.join(count.notes))
    return 0


if __name__ == '__main__':
    sys.exit(main())
