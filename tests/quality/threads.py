# threads.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Measure 1: a mailing list whose conversations are known by References, with and without them.

The first mail of each conversation is filed under a deal of its own, in the order of time; for every
later one the product is asked what it proposes. Right is the deal of the conversation that References
and In-Reply-To tell, joined here without the product."""
import collections
import email.header
import email.parser
import email.policy
import email.utils
import os
import re

from qualitylib import Driver, share_text, split_mbox

FILE = 'mail-list-linux-serial/2022-07_2023-06.mbox.xz'
REFERENCE_HEADERS = re.compile(rb'^(?:references|in-reply-to)\s*:', re.I)

Mail = collections.namedtuple('Mail', 'id date conversation subject raw')
Result = collections.namedtuple('Result', 'later answers proposed right first wrong_first by_reason')
MARKS = re.compile(r'(?:re|fwd?|aw|sv|rv|antw|odp)\s*:\s*', re.I)


class Union:
    def __init__(self):
        self.parents = {}

    def find(self, key):
        self.parents.setdefault(key, key)
        while self.parents[key] != key:
            self.parents[key] = self.parents[self.parents[key]]
            key = self.parents[key]
        return key

    def join(self, a, b):
        self.parents[self.find(a)] = self.find(b)


def split_header(raw):
    end = raw.find(b'\n\n')
    return (raw, b'') if end < 0 else (raw[:end + 1], raw[end + 1:])


def without_references(raw):
    """The same bytes less the headers that name other mails."""
    header, body = split_header(raw)
    kept, dropping = [], False
    for line in header.splitlines(keepends=True):
        if not line[:1].isspace():
            dropping = REFERENCE_HEADERS.match(line) is not None
        if not dropping:
            kept.append(line)
    return b''.join(kept) + body


def bare_subject(header):
    """Our own notion, plainer than the product's: without reply marks, in lower case."""
    try:
        text = str(email.header.make_header(email.header.decode_header(header or '')))
    except (LookupError, UnicodeError):
        text = str(header)
    text = ' '.join(text.split()).lower()
    while MARKS.match(text):
        text = text[MARKS.match(text).end():]
    return text


def load(path):
    """All mails with an id and a date of their own, by date."""
    parser = email.parser.BytesHeaderParser(policy=email.policy.compat32)
    found, union = {}, Union()
    for raw in split_mbox(path):
        header = parser.parsebytes(split_header(raw)[0])
        ids = re.findall(r'<([^<>\s]+)>', str(header['Message-ID'] or ''))
        date = email.utils.parsedate_tz(str(header['Date'] or ''))
        if not ids or date is None or ids[0] in found:
            continue
        found[ids[0]] = (email.utils.mktime_tz(date), bare_subject(header['Subject']), raw)
        for name in ('References', 'In-Reply-To'):
            for other in re.findall(r'<([^<>\s]+)>', str(header[name] or '')):
                union.join(ids[0], other)
    mails = [Mail(id_, date, union.find(id_), subject, raw)
             for id_, (date, subject, raw) in found.items()]
    return sorted(mails, key=lambda mail: (mail.date, mail.id))


def write_mbox(path, mails, keep):
    with open(path, 'wb') as file:
        for mail in mails:
            raw = mail.raw if keep(mail) else without_references(mail.raw)
            file.write(b'From list@list.example Thu Jan  1 00:00:00 2023\n' + raw.rstrip(b'\n') + b'\n\n')


def measure(program, mails, path, files_new_subjects):
    driver, asked, seen = Driver(program), [], set()
    driver.say('read', path)
    for mail in mails:
        opened = (mail.conversation, mail.subject if files_new_subjects else None)
        is_first = (mail.conversation, None) not in seen
        if is_first or opened in seen:
            asked.append((mail, is_first, driver.say('ask', mail.id)))
        if opened not in seen:
            seen.update((opened, (mail.conversation, None)))
            driver.say('file', mail.id, mail.conversation)
    answers = driver.run()
    first_subjects = {mail.conversation: mail.subject for mail, is_first, _ in asked if is_first}
    counts, mistakes = collections.Counter(), []
    by_reason = collections.defaultdict(lambda: [0, 0])
    for mail, is_first, place in asked:
        _, reason, title, days = answers[place][0].split('\t')
        right = title == mail.conversation
        if is_first:
            counts.update(first=1, wrong_first=reason != 'none')
        else:
            counts.update(later=1, proposed=reason != 'none', right=right,
                          answers=mail.subject == first_subjects[mail.conversation])
        if reason != 'none':
            by_reason[reason][0] += right
            by_reason[reason][1] += 1
            if not right:
                mistakes.append((mail, title, reason, int(days), is_first))
    return Result(by_reason=dict(by_reason), **{name: counts[name] for name in Result._fields[:-1]}), mistakes


WAYS = (
    # name, whose references stay, whether each new subject of a conversation is filed by hand too
    ('kept', lambda mail, one: True, False),
    ('removed', lambda mail, one: False, False),
    ('removed but in one conversation, new subjects filed', lambda mail, one: mail.conversation == one,
     True),
)


def run(program, data, scratch):
    """Yields (name, result, mistakes) for each way of removing references."""
    mails = load(os.path.join(data, FILE))
    one = mails[0].conversation
    for name, keeps, files_new_subjects in WAYS:
        path = os.path.join(scratch, 'list.mbox')
        write_mbox(path, mails, lambda mail: keeps(mail, one))
        yield (name,) + measure(program, mails, path, files_new_subjects)


def describe(name, result):
    yield 'references %s: precision %s, recall %s' % (
        name, share_text(result.right, result.proposed), share_text(result.right, result.later))
    yield '  of %d later mails %d carry the subject of the first' % (result.later, result.answers)
    yield '  first mails of %d conversations: something proposed for %d' % (result.first, result.wrong_first)
    for reason, (right, n) in sorted(result.by_reason.items()):
        yield '  %s: %s' % (reason, share_text(right, n))
