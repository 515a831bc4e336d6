#!/usr/bin/python3
# signatures.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""How often what is read of signatures is right, and how much of it is found, counted on real mail;
docs/signature-quality.md says what and why.

usage: signatures.py DRIVER|BUILD [DATA] [--unlabelled]

DRIVER is the program built from signature-driver.c, BUILD a build folder that holds it. DATA has the folders
mail-enron and so on; without it the folder shared/data beside the checkout is taken, and where there is
none the test is skipped. Prints the tables and fails below the floors. --unlabelled prints what nobody has
judged yet, with the text of real mail: for the one who reads it, and nowhere else.
"""
import collections
import hashlib
import os
import re
import subprocess
import sys
import tempfile

from qualitylib import share_text, split_mbox, unpack

SKIP = 77
MAILDIRS = ('mail-enron', 'mail-enron-categories', 'mail-enron-edrm')
# Letters of lists are signed by people too; the sidebar offers nothing there, but reads are the same.
LISTS = ('mail-spamassassin/easy_ham.mbox.xz', 'mail-list-linux-serial/2022-07_2023-06.mbox.xz')
LEFT_OUT = ('name', 'phone fax')  # names are offered where they change only, and nobody wants a fax number
FIELDS = ('phone', 'title', 'organization', 'postal', 'website')

# Below these something has become worse; they are a little under what was measured.
PRECISION = 0.97
FIELD_PRECISION = 0.93
RECALL = 0.78
MAX_UNLABELLED = 0.03

Letter = collections.namedtuple('Letter', 'fingerprint address is_list fields')


def hash_of(*words):
    return hashlib.sha256('\0'.join(words).encode('utf-8', 'surrogateescape')).hexdigest()[:16]


def normal(field, value):
    """One form for all ways to write it."""
    if field == 'phone':
        return re.sub(r'\D', '', re.split(r'\s*(?:\(?ext|x)', value)[0])[-10:]
    return re.sub(r'\W', '', value.lower())


def offer_hash(letter, field, value):
    return hash_of('offer', letter.fingerprint, field, value)


def truth_hash(letter, field, value):
    field = field.split(' ')[0]
    return hash_of('truth', letter.fingerprint, field, normal(field, value))


def write_letters(data, scratch):
    """Each letter in a file of its own: (path, whether it is of a list)."""
    for folder in MAILDIRS:
        for name in sorted(os.listdir(os.path.join(data, folder))):
            if name.endswith('.tar.xz'):
                unpack(os.path.join(data, folder, name), os.path.join(scratch, folder, name))
        for top, _, names in sorted(os.walk(os.path.join(scratch, folder))):
            yield from ((os.path.join(top, name), False) for name in sorted(names))
    for name in LISTS:
        folder = os.path.join(scratch, name)
        os.makedirs(folder)
        for i, raw in enumerate(split_mbox(os.path.join(data, name))):
            path = os.path.join(folder, '%05d' % i)
            with open(path, 'wb') as file:
                file.write(raw)
            yield path, True


def read_letters(program, data, scratch):
    places = dict(write_letters(data, scratch))
    environment = dict(os.environ, LC_ALL='C.UTF-8')
    output = subprocess.run([program], input='\n'.join(places).encode(), stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, env=environment, check=True).stdout
    letters, letter = [], None
    for line in output.decode('utf-8', 'surrogateescape').split('\n')[:-1]:
        path, field, value, *more = line.split('\t')
        if field == '-':
            kind, address = more
            letter = Letter(value, address, kind != 'person', [])
            if kind == 'person' or (kind == 'automatic' and places[path]):
                letters.append(letter)
        elif field not in LEFT_OUT:
            letter.fields.append((field, value))
    return letters


def read_labels():
    """({hash: (half, field, verdict)} of offers, {letter's hash: (half, {hash: field})} of signatures)"""
    path = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'signature-labels.tsv')
    offers, signatures = {}, {}
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.startswith('#'):
                continue
            what, half, *words = line.rstrip('\n').split('\t')
            if what == 'offer':
                key, field, verdict = words
                offers[key] = (half, field, verdict)
            else:
                letter, key, field = words
                signatures.setdefault(letter, (half, {}))[1][key] = field
    return offers, signatures


def list_offers(letters):
    """{(address, field, value): letters that have it}: what is offered once, however often it is signed."""
    offers = collections.defaultdict(list)
    for letter in letters:
        for field, value in letter.fields:
            offers[letter.address, field, value].append(letter)
    return offers


def find_label(labels, letters, field, value):
    for letter in letters:
        if offer_hash(letter, field, value) in labels:
            return labels[offer_hash(letter, field, value)]
    return None


def measure_precision(offers, labels):
    """{(half, list or person, field): [right, all]} and what has no label."""
    counts, unlabelled = collections.defaultdict(lambda: [0, 0]), []
    for (address, field, value), letters in offers.items():
        label = find_label(labels, letters, field, value)
        if label is None:
            unlabelled.append((address, field, value))
        elif label[2] != 'spam':
            where = 'list' if all(letter.is_list for letter in letters) else 'person'
            for key in ((label[0], where), ('ab', where)):
                for name in (field.split(' ')[0], 'all'):
                    counts[key + (name,)][0] += label[2] == 'right'
                    counts[key + (name,)][1] += 1
    return counts, unlabelled


def measure_recall(letters, signatures):
    """{(half, field): [found, all]}"""
    by_hash, counts = {}, collections.defaultdict(lambda: [0, 0])
    for letter in letters:
        by_hash.setdefault(hash_of('signature', letter.fingerprint), letter)
    for key, (half, truth) in signatures.items():
        letter = by_hash[key]
        found = {truth_hash(letter, field, value) for field, value in letter.fields}
        for hash_, field in truth.items():
            for name in (field, 'all'):
                counts[half, name][0] += hash_ in found
                counts[half, name][1] += 1
        counts[half, 'letters'][0] += bool(found & truth.keys())
        counts[half, 'letters'][1] += 1
    return counts


def check_precision(counts, unlabelled, n_offers):
    failures = []
    for half, name in (('a', 'half A'), ('b', 'half B'), ('ab', 'both')):
        for where in ('person', 'list'):
            print('%s, %s:' % (name, 'letters to people' if where == 'person' else 'letters to lists'))
            for field in FIELDS + ('all',):
                print('  %-13s %s' % (field, share_text(*counts[half, where, field])))
    right, n = (counts['ab', 'person', 'all'][i] + counts['ab', 'list', 'all'][i] for i in (0, 1))
    if right < PRECISION * n or n < 400:
        failures.append('%d of %d offers right' % (right, n))
    for field in FIELDS:
        right, n = (counts['ab', 'person', field][i] + counts['ab', 'list', field][i] for i in (0, 1))
        if right < FIELD_PRECISION * n:
            failures.append('%s: %d of %d right' % (field, right, n))
    print('not labelled: %d of %d' % (len(unlabelled), n_offers))
    if len(unlabelled) > MAX_UNLABELLED * n_offers:
        failures.append('read and label what is new (--unlabelled)')
    return failures


def check_recall(counts):
    for field in FIELDS + ('all', 'letters'):
        print('found, %-13s %s' % (field, share_text(*counts['b', field])))
    found, n = counts['b', 'all']
    return [] if n >= 200 and found >= RECALL * n else ['%d of %d fields found' % (found, n)]


def main():
    arguments = [a for a in sys.argv[1:] if a != '--unlabelled']
    if not arguments:
        sys.exit(__doc__)
    here = os.path.dirname(os.path.realpath(__file__))
    program = os.path.abspath(arguments[0])
    if os.path.isdir(program):
        program = os.path.join(program, 'tests/quality/signature-driver')
    data = arguments[1] if len(arguments) > 1 else os.path.join(here, '../../../shared/data')
    if not all(os.path.exists(os.path.join(data, name)) for name in MAILDIRS + LISTS):
        print('SKIP: no real mail: the data folder is not beside the checkout')
        return SKIP
    with tempfile.TemporaryDirectory() as scratch:
        letters = read_letters(program, data, scratch)
    labels, signatures = read_labels()
    offers = list_offers(letters)
    counts, unlabelled = measure_precision(offers, labels)
    failures = check_precision(counts, unlabelled, len(offers))
    failures += check_recall(measure_recall(letters, signatures))
    for row in unlabelled if '--unlabelled' in sys.argv else ():
        print('\t'.join(row))
    for text in failures:
        print('FAILED: %s' % text)
    print('FAILED: %d' % len(failures) if failures else 'PASSED')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
