# senders.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures 2 and 3: what is made of senders, over all corpora.

2: 300 senders labelled by hand (labels.tsv: no text of theirs, only a hash of each letter's fingerprint):
is this a person, and is the proposed organisation theirs. 3: lists, bounces and spam make nobody."""
import collections
import email.parser
import email.policy
import hashlib
import os
import re
import tarfile

from qualitylib import Driver, share_text, split_mbox, unpack

MAILDIRS = ('mail-enron', 'mail-enron-categories', 'mail-enron-edrm')
MBOXES = ('mail-spamassassin/easy_ham.mbox.xz', 'mail-spamassassin/spam.mbox.xz',
          'mail-list-linux-serial/2022-07_2023-06.mbox.xz')
BOUNCES = 'mime-fixtures/flufl-bounce.tar.xz'
AGENCY = re.compile(r'[^.]+\.([a-z]{2}\.gov|state\.[a-z]{2}\.us)')

Row = collections.namedtuple('Row', 'fingerprint flags sender kind domain confidence id')
Label = collections.namedtuple('Label', 'half stratum kind organization')


def read_labels():
    path = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'labels.tsv')
    with open(path, encoding='utf-8') as file:
        fields = [line.rstrip('\n').split('\t') for line in file if not line.startswith('#')]
    return {words[0]: Label(*words[1:]) for words in fields}


def hash_of(fingerprint):
    return hashlib.sha256(('label ' + fingerprint).encode()).hexdigest()[:16]


def join_mbox(archive, path):
    """Single mails in a tar as an mbox of the same order."""
    with tarfile.open(archive) as tar, open(path, 'wb') as file:
        for member in sorted((m for m in tar if m.isfile()), key=lambda m: m.name):
            raw = tar.extractfile(member).read().replace(b'\r\n', b'\n')
            if raw.startswith(b'From '):
                raw = raw[raw.index(b'\n') + 1:]
            raw = re.sub(rb'(?m)^(>*From )', rb'>\1', raw)
            file.write(b'From x@x.example Thu Jan  1 00:00:00 2023\n' + raw.rstrip(b'\n') + b'\n\n')


def list_archives(data, scratch):
    """(name, path) of everything that can be read."""
    for folder in MAILDIRS:
        for name in sorted(os.listdir(os.path.join(data, folder))):
            if name.endswith('.tar.xz'):
                unpack(os.path.join(data, folder, name), os.path.join(scratch, folder))
        for name in sorted(os.listdir(os.path.join(scratch, folder))):
            yield folder, os.path.join(scratch, folder, name)
    for name in MBOXES:
        yield name, os.path.join(data, name)
    join_mbox(os.path.join(data, BOUNCES), os.path.join(scratch, 'bounces.mbox'))
    yield 'bounces', os.path.join(scratch, 'bounces.mbox')


def signs(header):
    """Which rules of Measure 3 the headers fall under, read without the product."""
    found = set()
    if any(name.lower().startswith('list-') for name in header.keys()) \
            or re.match(r'\s*(bulk|list|junk)', str(header['Precedence'] or ''), re.I):
        found.add('list')
    submitted = str(header['Auto-Submitted'] or 'no').strip().lower()
    if not submitted.startswith('no') or str(header['Return-Path'] or '').strip() == '<>' \
            or 'X-Failed-Recipients' in header \
            or re.match(r'\s*multipart/report', str(header['Content-Type'] or ''), re.I):
        found.add('bounce')
    return found


def raw_headers(path):
    parser = email.parser.BytesHeaderParser(policy=email.policy.compat32)
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            for name in names if os.path.basename(folder) in ('cur', 'new') else ():
                with open(os.path.join(folder, name), 'rb') as file:
                    yield parser.parse(file)
    else:
        for raw in split_mbox(path):
            yield parser.parsebytes(raw.split(b'\n\n', 1)[0] + b'\n\n')


def id_of(header):
    found = re.search(r'<([^<>\s]+)>', str(header['Message-ID'] or ''))
    return found.group(1) if found else None


def run(program, data, scratch):
    """Returns the rows by archive name, the signs by (archive name, id), and the records afterwards."""
    driver, places = Driver(program), []
    archives = list(list_archives(data, scratch))
    for name, path in archives:
        driver.say('read', path)
        places.append((name, driver.say('senders')))
    counts = {entity: driver.say('count', entity) for entity in ('person', 'address', 'account', 'email')}
    answers = driver.run()
    rows, known = collections.defaultdict(list), collections.defaultdict(set)
    for name, place in places:
        rows[name] += [Row(*line.split('\t')) for line in answers[place]]
    for name, path in archives:
        for header in raw_headers(path):
            known[name, id_of(header)] |= signs(header)
    return rows, known, {entity: int(answers[place][0]) for entity, place in counts.items()}


def organization_is_right(label, domain):
    agency = AGENCY.fullmatch(domain) is not None
    return label.organization == ('host' if agency else 'domain')


def measure_labels(rows, labels, half):
    """Counts of measure 2 in one half of the mailboxes."""
    seen, counts = {}, collections.Counter()
    for row in (row for list_ in rows.values() for row in list_):
        seen.setdefault(hash_of(row.fingerprint), row)
    for key, label in labels.items():
        if label.half not in half:
            continue
        row, person = seen[key], label.kind == 'person'
        counts['letters'] += 1
        counts['persons'] += person
        counts['proposed persons'] += row.kind == 'person'
        counts['right persons'] += person and row.kind == 'person'
        counts['spam as persons'] += label.kind == 'spam' and row.kind == 'person'
        if label.kind == 'spam':
            continue
        counts['organizations'] += label.organization in ('domain', 'host')
        counts['proposed organizations'] += row.domain != ''
        right = row.domain != '' and organization_is_right(label, row.domain)
        counts['right organizations'] += right
        band = '%s %%' % row.confidence
        counts['at ' + band] += row.domain != ''
        counts['right at ' + band] += right
    return counts


def describe_labels(name, counts):
    yield '%s: %d letters' % (name, counts['letters'])
    real = counts['proposed persons'] - counts['spam as persons']
    yield '  person: precision %s; without spam %s' % (
        share_text(counts['right persons'], counts['proposed persons']),
        share_text(counts['right persons'], real))
    yield '  person: recall %s' % share_text(counts['right persons'], counts['persons'])
    yield '  organisation: precision %s' % share_text(counts['right organizations'],
                                                      counts['proposed organizations'])
    yield '  organisation: recall %s' % share_text(counts['right organizations'], counts['organizations'])
    for band in sorted((name for name in counts if name.startswith('at ')), reverse=True):
        yield '  said with %s: right %s' % (band[3:], share_text(counts['right ' + band], counts[band]))


def measure_nobody(rows, known):
    """{class: (letters, proposed as a person or shared mailbox)} of measure 3."""
    counts = collections.defaultdict(lambda: [0, 0])
    for name, list_ in rows.items():
        for row in list_:
            classes = set(known.get((name, row.id), ()))
            classes |= {'spam folder'} if 'spam.mbox' in name else set()
            classes |= {'bounce collection'} if name == 'bounces' else set()
            for class_ in classes:
                counts[class_][0] += 1
                counts[class_][1] += row.kind != 'automatic'
    return counts
