#!/usr/bin/python3
# run.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""How good proposals are, counted on real mail; docs/proposal-quality.md says what and why.

usage: run.py DRIVER|BUILD [DATA] [--mistakes]

DRIVER is the program built from quality-driver.c, BUILD a build folder that holds it. DATA has the folders
mail-enron and so on; without it the folder shared/data beside the checkout is taken, and where there is
none the test is skipped. Prints the tables and fails below the floors. --mistakes names the kinds of what
went wrong: no text, no address.
"""
import os
import re
import sys
import tempfile

import senders
import threads
from qualitylib import share_text

SKIP = 77
NEEDED = (threads.FILE, senders.BOUNCES) + senders.MBOXES

# Below these something has become worse; they are a little under what was measured.
PRECISION = 0.98
RECALL_OF_ANSWERS = 0.94
PERSON_RECALL = 0.97
PERSON_PRECISION = 0.55  # of hard cases, without spam: see the page
ORGANIZATION_PRECISION = 0.85
ORGANIZATION_RECALL = 0.95
BOUNCES_AS_PEOPLE = 0.07


class Checker:
    def __init__(self):
        self.failures = []

    def check(self, good, text):
        if not good:
            self.failures.append(text)
            print('FAILED: %s' % text)


def check_threads(checker, program, data, scratch, verbose):
    print('1. Conversations')
    for name, result, mistakes in threads.run(program, data, scratch):
        print('\n'.join(threads.describe(name, result)))
        checker.check(result.right >= PRECISION * result.proposed and result.proposed > 0,
                      'references %s: precision below %s' % (name, PRECISION))
        checker.check(result.wrong_first <= 0.01 * result.first,
                      'references %s: something proposed for new conversations' % name)
        if name == 'kept':
            checker.check(result.right == result.later, 'not all found by references')
        if name.endswith('new subjects filed'):
            checker.check(result.right >= RECALL_OF_ANSWERS * result.later, 'too few answers found')
        for mail, _, reason, days, is_first in mistakes if verbose else ():
            print('  wrong: %s, %d days, first: %s, subject of %d letters' %
                  (reason, days, is_first, len(mail.subject)))


def check_labels(checker, rows):
    print('2. Accounts and people, by hand')
    labels = senders.read_labels()
    for name, half in (('half A, looked at while writing the rules', 'a'),
                       ('half B, only measured', 'b'), ('both', 'ab')):
        counts = senders.measure_labels(rows, labels, half)
        print('\n'.join(senders.describe_labels(name, counts)))
    checker.check(counts['letters'] == 300, 'not all labelled letters are there')
    checker.check(counts['right persons'] >= PERSON_RECALL * counts['persons'], 'people not found')
    checker.check(counts['right persons'] >= PERSON_PRECISION
                  * (counts['proposed persons'] - counts['spam as persons']), 'machines taken for people')
    checker.check(counts['right organizations'] >= ORGANIZATION_PRECISION
                  * counts['proposed organizations'], 'wrong organisations')
    checker.check(counts['right organizations'] >= ORGANIZATION_RECALL * counts['organizations'],
                  'organisations not found')


def check_nobody(checker, rows, known, records):
    print('3. Nobody from lists, bounces and spam')
    counts = senders.measure_nobody(rows, known)
    for class_, (n, people) in sorted(counts.items()):
        print('  %s: taken for people %s' % (class_, share_text(people, n)))
    for class_, least in (('list', 7000), ('bounce', 30)):
        n, people = counts[class_]
        checker.check(n >= least and people == 0, '%d of %d %s letters propose a person' % (people, n, class_))
    n, people = counts['bounce collection']
    checker.check(people <= BOUNCES_AS_PEOPLE * n, 'bounces taken for people')
    print('  records after reading %d letters: %s' % (sum(map(len, rows.values())), records))
    checker.check(not any(records.values()), 'reading mail made records')


def check_sources(checker):
    """Persons come from the user's hand only: the places that make one are known by name."""
    root = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../..')
    known = {'src/core/service/crm-people.c', 'src/cli/crm-cmd-person.c', 'plugin/mail/e-crm-capture-form.c'}
    makes = re.compile(r'crm_change_set_(create|ensure) \([^,;]*, "person"|crm_people_capture \(')
    found = set()
    for top in ('src', 'plugin'):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith('.c') and makes.search(open(path, encoding='utf-8').read()):
                    found.add(os.path.relpath(path, root))
    print('  code that makes persons: %s' % ', '.join(sorted(found)))
    checker.check(found == known, 'other code than known makes persons')


def main():
    arguments = [a for a in sys.argv[1:] if a != '--mistakes']
    if not arguments:
        sys.exit(__doc__)
    here = os.path.dirname(os.path.realpath(__file__))
    program = os.path.abspath(arguments[0])
    if os.path.isdir(program):
        program = os.path.join(program, 'tests/quality/quality-driver')
    data = arguments[1] if len(arguments) > 1 else os.path.join(here, '../../../shared/data')
    if not all(os.path.isfile(os.path.join(data, name)) for name in NEEDED):
        print('SKIP: no real mail: the data folder is not beside the checkout')
        return SKIP

    checker = Checker()
    with tempfile.TemporaryDirectory() as scratch:
        check_threads(checker, program, data, scratch, '--mistakes' in sys.argv)
        rows, known, records = senders.run(program, data, scratch)
    check_labels(checker, rows)
    check_nobody(checker, rows, known, records)
    check_sources(checker)
    print('FAILED: %d' % len(checker.failures) if checker.failures else 'PASSED')
    return 1 if checker.failures else 0


if __name__ == '__main__':
    sys.exit(main())
