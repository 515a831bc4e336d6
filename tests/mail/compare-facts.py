#!/usr/bin/python3
# compare-facts.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Proves what src/mail reads of real archives, against facts counted by others and a count of our own.

usage: compare-facts.py DUMP_ARCHIVE [DATA]

DUMP_ARCHIVE is the program built from dump-archive.c. DATA holds the folders mail-enron and so on;
without it the folder shared/data beside the checkout is taken, and where there is none the test is
skipped. Every archive is read three times: by src/mail, by Python's email package here, and by whoever
counted facts.json. Needed: every stored mail once and in its folder; distinct fingerprints within 0.5 %
of the distinct contents; for 99.5 % of all addresses the same number of mails, and every other address
in one of the classes below. Addresses are printed only with --verbose.
"""
import collections
import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from email.parser import BytesParser
from email.utils import getaddresses

SETS = ('mail-enron', 'mail-list-linux-serial', 'mail-spamassassin')
NEEDED_SHARE = 0.995
FINGERPRINT_TOLERANCE = 0.005
SKIP = 77

# Why an address may be counted differently, first match wins. Each is (name, reason, test); the test
# gets the address as Python read it or we did, and the raw headers of one mail where the two differ.
CLASSES = (
    ('encoded word in an address',
     'RFC 2047 forbids it there; Camel decodes it and may find the real address inside',
     lambda address, values: any(re.search(r'=\?[^?]+\?[bq]\?[^?]*\?=@', v, re.I) for v in values)),
    ('8-bit header',
     'bytes in no declared charset: Python keeps them as surrogates, Camel guesses a charset',
     lambda address, values: not address.isascii()),
    ('repeated header',
     'a second To or Cc: the first one counts, as in Evolution',
     lambda address, values: len(values) > len({v.name for v in values})),
    ('no local part',
     'what is left of an address group ("undisclosed recipients:;") before the @ of a relay',
     lambda address, values: address.startswith('@') or
     any(re.search(r'undisclosed[^,]*@', v, re.I) for v in values)),
    ('quoted local part',
     'its quotation marks are no part of the address; a second @domain behind is dropped',
     lambda address, values: re.fullmatch(r'"[\w.()+-]+"@.*', address) or
     any('"%s"@' % address.split('@')[0] in v.lower() for v in values)),
    ('no address',
     'control characters, brackets or quotation marks in it: nothing a mail could be sent to',
     lambda address, values: re.search(r'[\x00-\x20"\[\]\x7f]', address) is not None),
)

Mail = collections.namedtuple('Mail', 'folder uid fingerprint addresses')


class Header(str):
    """A header's value that knows its name."""
    name = ''


def get_addresses(values):
    """facts.json was counted before Python learned to give up a whole header for one odd address."""
    try:
        return getaddresses(values, strict=False)
    except TypeError:
        return getaddresses(values)


def read_with_python(raw):
    """Returns (addresses, header values), counted as facts.json says."""
    parsed = BytesParser().parsebytes(raw, headersonly=True)
    values = []
    for name in ('from', 'to', 'cc', 'bcc'):
        for value in parsed.get_all(name, []):
            header = Header(' '.join(str(value).split()))
            header.name = name
            values.append(header)
    found = {address.lower() for _, address in get_addresses(values) if address.count('@') == 1}
    return found, values


def python_mails_of_folder(path):
    for folder, _, names in os.walk(path):
        if os.path.basename(folder) not in ('cur', 'new'):
            continue
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                relative = os.path.relpath(os.path.dirname(folder), path)
                yield ('' if relative == '.' else relative, name.split(':2,')[0]), file.read()


def python_mails_of_mbox(path):
    with lzma.open(path) as file:
        data = file.read()
    starts = list(re.finditer(rb'(?:\A|(?<=\n\n))From [^\n]*\n', data))
    for start, following in zip(starts, starts[1:] + [None]):
        end = following.start() if following else len(data)
        yield ('', str(start.start())), data[start.end():end]


def our_mails(program, path):
    result = subprocess.run([program, path], stdout=subprocess.PIPE, check=True)
    for line in result.stdout.decode('utf-8').splitlines():
        fields = line.split('\t')
        addresses = {field[2:] for field in fields[10:] if field[0] in '1234'}
        yield Mail(fields[1], fields[2], fields[6], addresses)


class Checker:
    """Collects what differs, over all archives."""

    def __init__(self, verbose):
        self.verbose = verbose
        self.failures = []
        self.addresses = 0
        self.differing = 0
        self.classes = collections.Counter()

    def check(self, ok, text):
        print('  %s %s' % ('ok  ' if ok else 'FAIL', text))
        if not ok:
            self.failures.append(text)

    def check_fingerprints(self, label, found, facts):
        known = facts['unique_by_content']
        share = abs(found - known) / known
        self.check(share <= FINGERPRINT_TOLERANCE, '%s: %d distinct fingerprints, %d contents (%.2f %%)'
                   % (label, found, known, 100 * share))

    def check_folders(self, label, mails, facts):
        found = collections.Counter(mail.folder for mail in mails)
        known = facts['per_folder']
        self.check(found == known, '%s: %d folders, each with its mails' % (label, len(known)))

    def check_addresses(self, label, mails, raw_mails, facts):
        ours, python, reasons = collections.Counter(), collections.Counter(), {}
        by_place = {(mail.folder, mail.uid): mail for mail in mails}
        missing = 0
        for place, raw in raw_mails:
            addresses, values = read_with_python(raw)
            python.update(addresses)
            mail = by_place.pop(place, None)
            missing += mail is None
            if mail is None:
                continue
            ours.update(mail.addresses)
            for address in addresses ^ mail.addresses:
                reasons.setdefault(address, values)
        self.check(missing == 0 and not by_place, '%s: every mail in its place' % label)
        wrong = [a for a, known in facts['addresses'].items() if python[a] != known['any']]
        self.check(not wrong, '%s: our count in Python equals facts.json for its %d addresses'
                   % (label, len(facts['addresses'])))
        self.classify(label, ours, python, reasons)

    def classify(self, label, ours, python, reasons):
        unexplained = 0
        differing = [a for a in {*ours, *python} if ours[a] != python[a]]
        for address in differing:
            name = next((c[0] for c in CLASSES if c[2](address, reasons[address])), None)
            self.classes[name] += 1
            unexplained += name is None
            if self.verbose:
                print('    %-28s %r: %d, Python %d' % (name, address, ours[address], python[address]))
        self.addresses += len(python)
        self.differing += len(differing)
        self.check(unexplained == 0, '%s: %d of %d addresses counted differently, %d unexplained'
                   % (label, len(differing), len(python), unexplained))

    def finish(self):
        share = 1 - self.differing / max(self.addresses, 1)
        print('all together')
        self.check(share >= NEEDED_SHARE, '%.2f %% of %d addresses have the same number of mails'
                   % (100 * share, self.addresses))
        for name, reason, _ in CLASSES:
            print('       %3d  %s: %s' % (self.classes[name], name, reason))
        print('%s' % ('FAILED: %d' % len(self.failures) if self.failures else 'PASSED'))
        return 1 if self.failures else 0


def check_enron(checker, program, folder, facts):
    fingerprints = set()
    total = 0
    for archive in sorted(name for name in os.listdir(folder) if name.endswith('.tar.xz')):
        with tempfile.TemporaryDirectory() as scratch:
            with tarfile.open(os.path.join(folder, archive)) as tar:
                tar.extractall(scratch)
            for mailbox in sorted(os.listdir(scratch)):
                path = os.path.join(scratch, mailbox)
                known = facts['mailboxes'][mailbox]
                mails = list(our_mails(program, path))
                total += len(mails)
                fingerprints.update(mail.fingerprint for mail in mails)
                checker.check(len(mails) == known['messages'], '%s: %d mails' % (mailbox, len(mails)))
                checker.check_folders(mailbox, mails, known)
                checker.check_addresses(mailbox, mails, python_mails_of_folder(path), known)
    checker.check(total == facts['all']['messages'], 'all: %d mails' % total)
    checker.check_fingerprints('all', len(fingerprints), facts['all'])


def check_mboxes(checker, program, folder, facts):
    for name, known in facts['files'].items():
        path = os.path.join(folder, name)
        mails = list(our_mails(program, path))
        checker.check(len(mails) == known['messages'], '%s: %d mails' % (name, len(mails)))
        checker.check_fingerprints(name, len({mail.fingerprint for mail in mails}), known)
        checker.check_addresses(name, mails, python_mails_of_mbox(path), known)


def main():
    arguments = [a for a in sys.argv[1:] if a != '--verbose']
    if not arguments:
        sys.exit(__doc__)
    here = os.path.dirname(os.path.realpath(__file__))
    data = arguments[1] if len(arguments) > 1 else os.path.join(here, '../../../shared/data')
    if not all(os.path.isfile(os.path.join(data, name, 'facts.json')) for name in SETS):
        print('SKIP: no real mail: the data folder is not beside the checkout')
        return SKIP

    checker = Checker('--verbose' in sys.argv)
    for name in SETS:
        folder = os.path.join(data, name)
        with open(os.path.join(folder, 'facts.json'), encoding='utf-8') as file:
            facts = json.load(file)
        print(name)
        check = check_mboxes if 'files' in facts else check_enron
        check(checker, os.path.abspath(arguments[0]), folder, facts)
    return checker.finish()


if __name__ == '__main__':
    sys.exit(main())
