#!/usr/bin/python3
# compare_timeline.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Proves what `ecrm index` and `ecrm timeline` count, against facts counted by others.

usage: compare_timeline.py ECRM [DATA] [--sample N] [--verbose]

ECRM is the program. DATA holds the folders mail-enron and so on; without it the folder shared/data beside
the checkout is taken, and where there is none the test is skipped. Each set is indexed into a store of
its own, twice; then the counts of the store and of N addresses (200; 0 for all) are compared: `total`
with the stored mails an address takes part in, `distinct_total` with the distinct ones within 2. Needed:
97 % of the addresses. Addresses are printed only with --verbose.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
import time

# The rest are odd addresses (quoted, repeated headers): compare-facts.py names every class.
NEEDED_SHARE = 0.97
DISTINCT_TOLERANCE = 0.005
# "Distinct" there means the same body too, which an index of headers does not know.
DISTINCT_SLACK = 2
SETS = ('mail-enron', 'mail-list-linux-serial', 'mail-spamassassin')


class Compare:
    def __init__(self, program, data, sample, verbose):
        self.program = program
        self.data = data
        self.sample = sample
        self.verbose = verbose
        self.number = 0
        self.failed = 0

    def result(self, good, what):
        self.number += 1
        self.failed += not good
        print('%s %d - %s' % ('ok' if good else 'not ok', self.number, what), flush=True)

    def ecrm(self, store, *args):
        done = subprocess.run([self.program, '--db', store, '--json', *args], check=False,
                              stdout=subprocess.PIPE)
        if done.returncode != 0:
            print('# ecrm %s: exit status %d' % (args[0], done.returncode))
            return None
        return json.loads(done.stdout)

    def paths(self, name, scratch):
        """What to index: mbox files as they are, mailboxes unpacked."""
        folder = os.path.join(self.data, name)
        found = []
        for entry in sorted(os.listdir(folder)):
            path = os.path.join(folder, entry)
            if entry.endswith('.mbox.xz'):
                found.append(path)
            elif entry.endswith('.tar.xz'):
                with tarfile.open(path) as archive:
                    archive.extractall(scratch)
        return found or [os.path.join(scratch, entry) for entry in sorted(os.listdir(scratch))]

    def facts(self, name):
        with open(os.path.join(self.data, name, 'facts.json'), encoding='utf-8') as stream:
            facts = json.load(stream)
        return [facts['all']] if 'all' in facts else list(facts['files'].values())

    def compare_stats(self, name, store, parts):
        stats = self.ecrm(store, 'stats')
        messages = sum(part['messages'] for part in parts)
        distinct = sum(part['unique_by_content'] for part in parts)
        self.result(stats['messages'] == messages,
                    '%s: %d stored messages, wanted %d' % (name, stats['messages'], messages))
        self.result(abs(stats['distinct_messages'] - distinct) <= DISTINCT_TOLERANCE * distinct,
                    '%s: %d letters, wanted %d within %.1f %%' % (
                        name, stats['distinct_messages'], distinct, 100 * DISTINCT_TOLERANCE))
        if len(parts) == 1 and 'threads' in parts[0]:
            wanted = parts[0]['threads']['joined_by_missing_parents']
            self.result(stats['threads'] == wanted,
                        '%s: %d conversations, wanted %d' % (name, stats['threads'], wanted))

    def compare_addresses(self, name, store, parts):
        wanted = {}
        for part in parts:
            for address, counts in part['addresses'].items():
                known = wanted.setdefault(address, {'any': 0, 'any_unique': 0})
                known['any'] += counts['any']
                known['any_unique'] += counts.get('any_unique', counts['any'])
        chosen = sorted(wanted)
        if self.sample and len(chosen) > self.sample:
            chosen = random.Random(1).sample(chosen, self.sample)
        exact = close = 0
        for address in chosen:
            got = self.ecrm(store, 'timeline', '--address', address, '--limit', '1')
            total = got['total'] if got else -1
            distinct = got['distinct_total'] if got else -1
            exact += total == wanted[address]['any']
            close += abs(distinct - wanted[address]['any_unique']) <= max(
                DISTINCT_SLACK, DISTINCT_TOLERANCE * wanted[address]['any_unique'])
            if self.verbose and (total != wanted[address]['any']
                                 or distinct != wanted[address]['any_unique']):
                print('# %s: %d %d, wanted %s' % (address, total, distinct, wanted[address]))
        self.result(exact >= NEEDED_SHARE * len(chosen),
                    '%s: total of %d of %d addresses' % (name, exact, len(chosen)))
        self.result(close >= NEEDED_SHARE * len(chosen),
                    '%s: distinct total of %d of %d addresses' % (name, close, len(chosen)))

    def compare(self, name):
        parts = self.facts(name)
        with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as store:
            paths = self.paths(name, scratch)
            begin = time.monotonic()
            first = self.ecrm(store, 'index', *paths)
            seconds = time.monotonic() - begin
            self.result(first is not None, '%s: indexed in %.1f s, index.db has %d KiB' % (
                name, seconds, os.path.getsize(os.path.join(store, 'index.db')) // 1024))
            if first is None:
                return
            again = self.ecrm(store, 'index', '--full')
            self.result(again is not None and again['new'] == 0 and again['removed'] == 0,
                        name + ': reading again changes nothing')
            self.compare_stats(name, store, parts)
            self.compare_addresses(name, store, parts)
            check = self.ecrm(store, 'check')
            self.result(check is not None and check['ok'], name + ': the store is whole')


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('ecrm')
    parser.add_argument('data', nargs='?',
                        default=os.path.join(here, '..', '..', '..', 'shared', 'data'))
    parser.add_argument('--sample', type=int, default=200)
    parser.add_argument('--verbose', action='store_true')
    args = parser.parse_args()
    if not os.path.isdir(args.data):
        print('1..0 # SKIP no real mail beside the checkout')
        return 0
    compare = Compare(os.path.abspath(args.ecrm), args.data, args.sample, args.verbose)
    for name in SETS:
        compare.compare(name)
    print('1..%d' % compare.number)
    return 1 if compare.failed else 0


if __name__ == '__main__':
    sys.exit(main())
