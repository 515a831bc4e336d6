#!/usr/bin/python3
# test_ecrm.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Every verb of ecrm, on invented mail, in a store of its own. TAP on stdout.

usage: test_ecrm.py ECRM
"""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROGRAM = os.path.abspath(sys.argv[1])
FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'fixtures', 'mail')
# Old enough for the stamp of an archive to be believed.
OLD = time.time() - 3600

TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Store:
    """One folder for the store, one for mail; gone at the end."""

    def __init__(self):
        self.root = tempfile.mkdtemp(prefix='ecrm-test-')
        self.db = os.path.join(self.root, 'db')
        self.environment = dict(os.environ, LC_ALL='C.UTF-8', G_DEBUG='fatal-criticals',
                                HOME=self.root, XDG_DATA_HOME=os.path.join(self.root, 'data'))
        self.environment.pop('LANGUAGE', None)

    def close(self):
        shutil.rmtree(self.root)

    def run(self, *args, want=0, db=True):
        where = ['--db', self.db] if db else []
        done = subprocess.run([PROGRAM, *where, *args], env=self.environment, check=False,
                              capture_output=True, text=True, timeout=120)
        assert done.returncode == want, 'exit status %d, wanted %d: ecrm %s\n%s%s' % (
            done.returncode, want, ' '.join(args), done.stdout, done.stderr)
        return done

    def json(self, *args, want=0):
        answer = json.loads(self.run(*args, '--json', want=want).stdout)
        assert answer['version'] == 1, answer
        return answer

    def error(self, *args, want, code):
        answer = self.json(*args, want=want)
        assert answer['error']['code'] == code, answer
        assert answer['error']['message'], answer
        return answer

    def add(self, entity, *args):
        return self.json(entity, 'add', *args)['id']

    def mail(self, folder, name, sender, to, subject, number, reply_to=None):
        """One letter in a Maildir; the number makes the Message-ID and the hour."""
        path = os.path.join(self.root, 'mail', folder)
        for part in ('cur', 'new', 'tmp'):
            os.makedirs(os.path.join(path, part), exist_ok=True)
        lines = ['From: ' + sender, 'To: ' + to, 'Subject: ' + subject,
                 'Date: Mon, 4 Mar 2024 %02d:00:00 +0000' % number,
                 'Message-ID: <m%d@test.example>' % number]
        if reply_to:
            lines.append('In-Reply-To: <m%d@test.example>' % reply_to)
        file = os.path.join(path, 'cur', name + ':2,S')
        with open(file, 'w', encoding='utf-8') as stream:
            stream.write('\n'.join(lines) + '\n\nBody.\n')
        self.age()
        return file

    def age(self):
        for folder, _, _ in os.walk(os.path.join(self.root, 'mail')):
            os.utime(folder, (OLD, OLD))

    def letters(self):
        """A small correspondence: three letters with North, one with South."""
        self.mail('', '1.a', 'Ada Fictive <ada@north.example>', 'me@seller.example', 'Pumps', 1)
        self.mail('', '2.b', 'me@seller.example', 'ada@north.example', 'Re: Pumps', 2, 1)
        self.mail('Kept', '3.c', 'Ben <ben@north.example>', 'me@seller.example', 'Invoice', 3)
        self.mail('Kept', '4.d', 'cyd@south.example', 'me@seller.example', 'Hello \x1b[31mred', 4)
        self.run('exclude', '--own', 'me@seller.example')
        return self.json('index', os.path.join(self.root, 'mail'))


def equal(got, wanted):
    assert got == wanted, 'got %r, wanted %r' % (got, wanted)


@test
def index_is_incremental(store):
    result = store.letters()
    equal((result['messages'], result['new'], result['removed']), (4, 4, 0))
    stats = store.json('stats')
    equal((stats['messages'], stats['distinct_messages'], stats['threads']), (4, 4, 3))
    equal(store.json('index')['archives'][0]['unchanged'], True)
    store.mail('Kept', '5.e', 'ada@north.example', 'me@seller.example', 'More', 5)
    os.unlink(os.path.join(store.root, 'mail', 'cur', '2.b:2,S'))
    store.age()
    result = store.json('index', '--full')
    equal((result['new'], result['removed']), (1, 1))
    shutil.rmtree(os.path.join(store.root, 'mail', 'Kept'))
    os.utime(os.path.join(store.root, 'mail'), (OLD + 1, OLD + 1))
    result = store.json('index')
    equal((result['new'], result['removed']), (0, 3))
    equal(store.json('stats')['messages'], 1)
    equal(store.json('check')['ok'], True)


@test
def index_takes_every_form(store):
    mbox = os.path.join(FIXTURES, 'letters.mbox')
    packed = os.path.join(store.root, 'packed.mbox.xz')
    with open(packed, 'wb') as stream:
        subprocess.run(['xz', '-c', mbox], stdout=stream, check=True)
    result = store.json('index', mbox, os.path.join(FIXTURES, 'maildir'))
    equal(result['messages'], 10)
    again = store.json('index', packed)
    equal((again['new'], store.json('stats')['messages']), (5, 15))
    equal(store.json('stats')['distinct_messages'], 10)
    equal([item['path'] for item in store.json('list', 'archive', '--order', 'path')['items']],
          sorted([os.path.normpath(mbox), os.path.normpath(os.path.join(FIXTURES, 'maildir')),
                  packed]))
    equal(store.json('index', '--full')['new'], 0)


@test
def index_refuses(store):
    store.error('index', '/nowhere/at/all', want=3, code='not-found')
    store.letters()
    store.error('index', os.path.join(store.root, 'mail', 'Kept'), want=4, code='constraint')
    bad = os.path.join(store.root, 'bad.mbox.xz')
    with open(bad, 'wb') as stream:
        stream.write(b'\xfd7zXZ\x00 and then nothing that is xz')
    store.error('index', bad, want=1, code='failed')


@test
def index_is_cancelled_cleanly(store):
    store.json('index', os.path.join(FIXTURES, 'maildir'))
    big = os.path.join(store.root, 'big.mbox')
    with open(big, 'w', encoding='utf-8') as stream:
        for number in range(60000):
            stream.write('From a@b.example Mon Mar  4 09:12:00 2024\nFrom: a%d@b.example\n'
                         'Subject: S%d\nMessage-ID: <%d@b.example>\n'
                         'Date: Mon, 4 Mar 2024 09:12:00 +0000\n\nBody.\n\n' % (
                             number, number, number))
    with subprocess.Popen([PROGRAM, '--db', store.db, 'index', big], env=store.environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        status = process.wait()
    assert status in (0, 130), status
    kept = store.json('stats')['messages']
    if status == 130:
        equal((kept - 5) % 5000, 0)  # whole batches
    equal(store.json('check')['ok'], True)
    store.json('index')
    equal(store.json('stats')['messages'], 60005)


@test
def timeline(store):
    store.letters()
    answer = store.json('timeline', '--address', 'ADA@north.example')
    equal((answer['total'], answer['distinct_total'], answer['has_more']), (2, 2, False))
    first = answer['items'][0]
    equal((first['date'], first['kind'], first['direction'], first['subject'], first['folder'],
           first['message_id'], first['reason'], first['from']),
          ('2024-03-04T02:00:00Z', 'email', 'out', 'Re: Pumps', '', 'm2@test.example', 'address',
           'me@seller.example'))
    answer = store.json('timeline', '--address', 'ada@north.example', '--limit', '1')
    equal((len(answer['items']), answer['total'], answer['has_more']), (1, 2, True))
    answer = store.json('timeline', '--address', 'ada@north.example', '--before', first['date'])
    equal([item['message_id'] for item in answer['items']], ['m1@test.example'])
    account = store.add('account', '--name', 'North', '--domain', 'north.example')
    equal(store.json('timeline', '--account', account)['total'], 3)
    equal(store.json('timeline', '--account', 'north')['items'][0]['reason'], 'domain')
    text = store.run('timeline', '--address', 'cyd@south.example').stdout
    assert '\x1b' not in text, 'mail steers the terminal'
    store.error('timeline', want=2, code='usage')


@test
def people_and_accounts(store):
    account = store.add('account', '--name', 'Nord & Söhne', '--domain', 'mail.north.example')
    equal(store.json('account', 'show', account)['related']['account_domain'][0]['domain'],
          'north.example')
    store.error('account', 'add', '--name', 'Free', '--domain', 'gmail.com', want=2,
                code='invalid-value')
    person = store.add('person', '--name', 'Ada Fictive', '--address', 'ada@north.example',
                       '--address', 'ada@home.example', '--phone', '+44 7700 900001', '--account',
                       'NORD & SOHNE', '--title', 'Buyer')
    shown = store.json('person', 'show', 'ada@home.example')
    equal((shown['id'], shown['title'], len(shown['related']['address']),
           shown['related']['phone'][0]['number'],
           shown['related']['account_person'][0]['account']),
          (person, 'Buyer', 2, '+44 7700 900001', account))
    store.error('person', 'add', '--name', 'Thief', '--address', 'ada@north.example', want=4,
                code='constraint')
    store.error('person', 'add', want=4, code='constraint')
    store.error('person', 'add', '--name', 'X', '--address', 'no address', want=2,
                code='invalid-value')
    equal(store.json('person', 'set', person, 'title=', 'cadence_days=30', 'do_not_call=yes')[
        'cadence_days'], 30)
    equal(store.json('person', 'show', person)['title'], None)
    store.error('person', 'set', person, 'nonsense=1', want=2, code='invalid-value')
    store.error('person', 'set', person, 'nonsense', want=2, code='usage')
    store.error('person', 'show', 'Nobody', want=3, code='not-found')
    store.add('person', '--name', 'Ada Fictive')
    store.error('person', 'show', 'Ada Fictive', want=2, code='invalid-value')
    equal(store.json('stats')['people'], 2)


@test
def deals(store):
    account = store.add('account', '--name', 'North')
    person = store.add('person', '--name', 'Ada')
    deal = store.add('deal', '--title', 'Pumps', '--account', account, '--person', person,
                     '--amount', '1234.50', '--currency', 'EUR', 'expected_close=2024-04-01')
    shown = store.json('deal', 'show', deal)
    equal((shown['amount'], shown['currency'], shown['stage_title'], shown['expected_close'],
           shown['account_title'], shown['related']['deal_person'][0]['person']),
          ('1234.50', 'EUR', 'Qualification', '2024-04-01', 'North', person))
    store.error('deal', 'add', '--title', 'X', '--amount', '5', want=2, code='invalid-value')
    store.error('deal', 'add', '--title', 'X', '--stage', 'Won', want=4, code='constraint')
    moved = store.json('deal', 'set', deal, 'stage=Proposal', 'amount=99 JPY')
    equal((moved['stage_title'], moved['amount'], moved['currency'], moved['closed_at']),
          ('Proposal', '99', 'JPY', None))
    store.error('deal', 'set', deal, 'stage=Lost', want=4, code='constraint')
    lost = store.json('deal', 'set', deal, 'stage=Lost', '--lost-reason', 'price', '--lost-note',
                      'too dear')
    equal((lost['lost_reason_title'], lost['lost_note'], lost['last_open_stage_title'],
           lost['closed_at'] is None), ('Price', 'too dear', 'Proposal', False))
    store.error('deal', 'set', deal, 'stage=Nowhere', want=3, code='not-found')
    equal(len(store.json('deal', 'show', deal)['related']['stage_history']), 3)
    equal(store.json('undo')['label'], 'set-stage')
    equal(store.json('deal', 'show', deal)['stage_title'], 'Proposal')


@test
def leads(store):
    account = store.add('account', '--name', 'North', '--domain', 'north.example')
    lead = store.add('lead', '--name', 'Ada Fictive', '--organization', 'North Wells', '--address',
                     'ada@north.example', '--phone', '+44 7700 900001', 'interest=Pumps',
                     'amount=1500 EUR', 'source=Fair')
    shown = store.json('lead', 'show', 'Ada Fictive')
    equal((shown['id'], shown['status'], shown['amount'], shown['has_budget']),
          (lead, 'new', '1500.00', None))
    equal(store.json('lead', 'set', lead, 'status=contacted')['status'], 'contacted')
    store.error('lead', 'set', lead, 'status=mql', want=4, code='constraint')
    store.error('lead', 'set', lead, 'status=converted', want=4, code='constraint')
    store.error('lead', 'set', lead, 'status=disqualified', want=4, code='constraint')
    gone = store.json('lead', 'set', lead, 'status=disqualified', '--reason', 'no_budget')
    equal((gone['status'], gone['disqualify_reason']), ('disqualified', 'no_budget'))
    store.error('lead', 'add', '--address', 'nonsense', want=2, code='invalid-value')
    store.error('lead', 'add', want=4, code='constraint')

    # The account of the domain is taken, the person is new, and undo takes it all back.
    made = store.json('lead', 'convert', lead)
    equal((made['id'], made['account']), (lead, account))
    equal(store.json('deal', 'show', made['deal'])['title'], 'Pumps')
    equal(store.json('person', 'show', made['person'])['name'], 'Ada Fictive')
    equal(store.json('lead', 'show', lead)['converted_deal'], made['deal'])
    store.error('lead', 'convert', lead, want=4, code='constraint')
    store.error('lead', 'convert', want=2, code='usage')
    equal(store.json('undo')['label'], 'convert-lead')
    equal(store.json('lead', 'show', lead)['status'], 'disqualified')
    equal(store.json('stats')['people'], 0)
    equal(len(store.json('list', 'lead', '--filter', 'source = "Fair"')['items']), 1)


@test
def lead_becomes_a_contact_with_a_first_step(store):
    lead = store.add('lead', '--name', 'Ada Fictive', '--address', 'ada@north.example')
    store.error('lead', 'convert', lead, '--next-due', '+1d', want=2, code='usage')
    store.error('lead', 'convert', lead, '--next-step', 'Ring', '--next-due', 'soonish', want=2, code='invalid-value')
    store.error('lead', 'convert', lead, '--next-step', 'Ring', '--next-kind', 'dance', want=2, code='invalid-value')
    store.error('lead', 'convert', lead, '--contact', '--no-person', want=2, code='usage')
    # Nobody has said yet which address book new contacts go to.
    store.error('lead', 'convert', lead, '--contact', want=4, code='constraint')
    equal(store.json('lead', 'show', lead)['status'], 'new')
    with contextlib.closing(sqlite3.connect(os.path.join(store.db, 'crm.db'))) as db, db:
        db.execute("INSERT INTO setting (id, name, value, created_at, created_by, modified_at, modified_by)"
                   " VALUES ('01a20000-0000-7000-8000-000000000099', 'book', 'book-1', 0, 't', 0, 't')")
    made = store.json('lead', 'convert', lead, '--contact', '--next-step', 'Ring Ada', '--next-kind', 'call',
                      '--next-due', '2030-03-01')
    person = store.json('person', 'show', made['person'])
    equal((person['book_uid'], bool(person['contact_uid'])), ('book-1', True))
    orders = [item for item in store.json('list', 'outbox')['items'] if item['person']]
    equal([(order['action'], order['state'], order['person'], order['book_uid']) for order in orders],
          [('create_contact', 'pending', made['person'], 'book-1')])
    assert 'EMAIL' in orders[0]['payload'] and 'ada@north.example' in orders[0]['payload']
    (step,) = store.json('list', 'follow_up')['items']
    equal([step[name] for name in ('title', 'kind', 'due', 'person', 'deal', 'lead', 'status')],
          ['Ring Ada', 'call', '2030-03-01', made['person'], made['deal'], lead, 'open'])
    equal(store.json('undo')['label'], 'convert-lead')
    equal(store.json('list', 'follow_up')['items'], [])
    equal(store.json('lead', 'show', lead)['status'], 'new')


@test
def documents(store):
    deal = store.add('deal', '--title', 'Pumps')
    lead = store.add('lead', '--name', 'Ada Fictive')
    paper = os.path.join(store.root, 'Offer 7.pdf')
    with open(paper, 'wb') as stream:
        stream.write(b'%PDF')
    offer = store.add('document', '--location', os.path.relpath(paper), '--deal', 'Pumps')
    shown = store.json('document', 'show', offer)
    equal((shown['name'], shown['uri'], shown['deal'], shown['lead']),
          ('Offer 7.pdf', 'file://' + urllib.parse.quote(os.path.realpath(paper)), deal, None))
    page = store.add('document', '--location', 'www.example.org/prices', '--name', 'Price list', '--lead', lead)
    equal(store.json('document', 'show', 'price list')['uri'], 'https://www.example.org/prices')
    equal([item['id'] for item in store.json('document', 'list', '--deal', deal)['items']], [offer])
    equal([item['id'] for item in store.json('document', 'list', '--lead', 'Ada Fictive')['items']], [page])
    equal(len(store.json('document', 'list')['items']), 2)
    store.error('document', 'list', '--deal', deal, '--lead', lead, want=2, code='usage')
    assert 'Offer 7.pdf' in store.run('document', 'list', '--deal', deal).stdout
    assert 'Nothing found' in store.run('document', 'list', '--account', store.add('account', '--name', 'N')).stdout
    # What it may be is what the workspace takes, whoever writes it.
    for wrong in ('javascript:alert(1)', 'mailto:ada@north.example', 'some paper', '/srv/a\nb', ''):
        store.error('document', 'add', '--location', wrong, '--deal', deal, want=2, code='invalid-value')
        store.error('document', 'set', page, 'uri=' + wrong, want=2, code='invalid-value')
    for wrong in (('--location', 'a.example', '--deal', deal, 'uri=javascript:alert(1)'), ('--deal', deal),
                  ('--location', 'a.example'), ('--location', 'a.example', '--address', 'ada@north.example'),
                  ('--location', 'a.example', '--deal', deal, '--address', 'ada@north.example')):
        store.error('document', 'add', *wrong, want=2, code='usage')
    store.error('document', 'add', '--location', 'example.org', '--deal', 'No such', want=3, code='not-found')
    store.error('document', 'set', page, want=2, code='usage')
    changed = store.json('document', 'set', page, 'uri=example.org/new', 'name=Prices', 'deal=Pumps')
    equal([changed[name] for name in ('uri', 'name', 'deal')], ['https://example.org/new', 'Prices', deal])
    equal(store.json('undo')['label'], 'edit-record')
    equal(store.json('document', 'show', page)['uri'], 'https://www.example.org/prices')
    # Removing it leaves the file where it is.
    equal([item['title'] for item in store.json('document', 'delete', offer)['deleted']], ['Offer 7.pdf'])
    assert os.path.exists(paper)
    store.json('undo')
    equal(store.json('deal', 'show', deal)['related']['document'][0]['id'], offer)


@test
def no_account_is_above_itself(store):
    top = store.add('account', '--name', 'Top')
    middle = store.add('account', '--name', 'Middle', 'parent=Top')
    low = store.add('account', '--name', 'Low', 'parent=Middle')
    store.error('account', 'set', top, 'parent=Low', want=4, code='cycle')
    store.error('account', 'set', top, 'parent=Top', want=4, code='cycle')
    equal(store.json('account', 'set', middle, 'parent=')['parent'], None)
    equal(store.json('account', 'set', top, 'parent=Low')['parent'], low)


@test
def deleting_takes_what_belongs(store):
    store.letters()
    account = store.add('account', '--name', 'North', '--domain', 'north.example')
    person = store.add('person', '--name', 'Ada', '--address', 'ada@north.example', '--phone', '1',
                       '--account', account)
    deal = store.add('deal', '--title', 'Pumps', '--account', account, '--person', person)
    lone = store.add('note', '--text', 'Only Ada', '--person', person)
    both = store.add('note', '--text', 'Ada and the deal', '--person', person, '--deal', deal)
    store.json('link', '--message', '<m1@test.example>', '--person', person)
    before = store.json('person', 'show', person)
    gone = store.json('person', 'delete', person)
    equal(sorted(item['entity'] for item in gone['deleted']),
          ['account_person', 'address', 'deal_person', 'link', 'note', 'person', 'phone'])
    assert lone in [item['id'] for item in gone['deleted']]
    equal(store.json('note', 'show', both)['person'], None)
    store.error('person', 'show', person, want=3, code='not-found')
    store.json('undo')
    after = store.json('person', 'show', person)
    for volatile in ('created_at', 'modified_at'):
        before.pop(volatile)
        after.pop(volatile)
    equal({key: sorted(map(json.dumps, rows)) for key, rows in after['related'].items()},
          {key: sorted(map(json.dumps, rows)) for key, rows in before['related'].items()})
    equal(store.json('timeline', '--person', person)['items'][-1]['reason'], 'hand')
    store.json('account', 'delete', account)
    equal(store.json('deal', 'show', deal)['account'], None)
    equal(store.json('check')['ok'], True)


@test
def follow_ups_in_full(store):
    about = ('--address', 'ada@north.example')
    promise = store.add('followup', *about, '--title', 'Send prices', '--kind', 'promise', '--at',
                        '2030-03-01T14:30:00Z', '--remind', '2030-03-01T09:00:00Z', '--priority', 'high',
                        '--repeat', '90d', '--note', 'All of them')
    record = store.json('followup', 'show', promise)
    equal([record[name] for name in ('kind', 'due', 'due_at', 'remind_at', 'priority', 'recurrence', 'note')],
          ['promise', '2030-03-01', '2030-03-01T14:30:00Z', '2030-03-01T09:00:00Z', 'high',
           'FREQ=DAILY;INTERVAL=90', 'All of them'])
    moved = store.json('followup', 'set', promise, 'snooze=2030-03-04', 'repeat=2w', 'title=Prices')
    equal([moved[name] for name in ('due', 'remind_at', 'recurrence', 'title')],
          ['2030-03-04', '2030-03-04T09:00:00Z', 'FREQ=WEEKLY;INTERVAL=2', 'Prices'])
    equal(store.json('followup', 'set', promise, 'repeat=never')['recurrence'], None)
    waiting = store.json('followup', 'show', store.add(
        'followup', *about, '--title', 'Answer', '--wait-for', '<1@north.example>', '--ladder', '1,3,7'))
    equal([waiting[name] for name in ('kind', 'ladder', 'ladder_step', 'answered_by')],
          ['waiting', '1,3,7', 0, None])
    assert waiting['wait_for'] and waiting['wait_since'] and waiting['remind_at']
    for wrong in (('--repeat', 'often'), ('--kind', 'sort of'), ('--wait-for', '1@x', '--ladder', '3,x')):
        store.error('followup', 'add', *about, '--title', 'No', *wrong, want=2, code='invalid-value')
    store.error('followup', 'set', promise, 'snooze=soonish', want=2, code='invalid-value')
    store.error('followup', 'set', promise, want=2, code='usage')


@test
def notes_calls_follow_ups(store):
    person = store.add('person', '--name', 'Ada', '--address', 'ada@north.example')
    store.error('note', 'add', '--text', 'About nobody', want=2, code='usage')
    note = store.add('note', '--text', 'Likes\nblue', '--person', person, '--at',
                     '2024-03-01T10:00:00Z')
    call = store.add('call', '--subject', 'Terms', '--person', 'Ada', '--direction', 'in', '--at',
                     '2024-03-02T10:00:00+01:00', 'outcome=Reached', 'duration_secs=60')
    follow_up = store.add('followup', '--title', 'Ring back', '--person', person, '--due', '+3d')
    items = store.json('timeline', '--person', person)['items']
    equal([(item['kind'], item['record'], item['date']) for item in items],
          [('call', call, '2024-03-02T09:00:00Z'), ('note', note, '2024-03-01T10:00:00Z')])
    equal(store.json('followup', 'show', follow_up)['status'], 'open')
    done = store.json('followup', 'set', follow_up, 'status=done')
    assert done['done_at'] is not None
    equal(store.json('followup', 'set', follow_up, 'status=open')['done_at'], None)
    store.error('call', 'set', call, 'direction=sideways', want=2, code='invalid-value')
    equal(len(store.json('note', 'delete', note)['deleted']), 1)
    equal(store.json('list', 'follow-up')['items'][0]['title'], 'Ring back')
    equal((items[0]['outcome'], items[0]['duration_secs']), ('reached', 60))


@test
def call_with_next_step(store):
    person = store.add('person', '--name', 'Ada', '--address', 'ada@north.example')
    call = store.add('call', '--subject', 'Prices', '--person', person, '--outcome', 'no_answer',
                     '--minutes', '2', '--phone', '+44 29 2018 0123', '--next-step', 'Ring again',
                     '--next-due', '+2d')
    record = store.json('call', 'show', call)
    equal((record['outcome'], record['duration_secs'], record['phone']),
          ('no_answer', 120, '+44 29 2018 0123'))
    follow_ups = store.json('list', 'follow-up')['items']
    equal([(item['title'], item['person']) for item in follow_ups], [('Ring again', person)])
    store.json('undo')
    equal(store.json('list', 'follow-up')['items'], [])
    store.error('call', 'show', call, want=3, code='not-found')
    store.error('call', 'add', '--subject', 'x', '--person', person, '--next-due', '+2d', want=2,
                code='usage')
    store.error('call', 'add', '--subject', 'x', '--person', person, '--outcome', 'dead', want=2,
                code='invalid-value')
    store.error('call', 'add', '--subject', 'x', '--person', person, '--minutes', '-5', want=2,
                code='usage')


@test
def templates(store):
    text = 'Dear {{person.first_name|customer}},\n{{#if deal}}{{deal.title}}{{/if}}'
    first = store.add('template', '--name', 'Offer', '--language', 'en', '--text', text,
                      '--subject', '{{deal.title|Our offer}}')
    shown = store.json('template', 'show', first)
    equal([shown[key] for key in ('name', 'kind', 'language', 'text')],
          ['Offer', 'letter', 'en', text])
    error = store.error('template', 'add', '--name', 'Bad', '--text', 'Dear\n {{person.nick}}',
                        want=2, code='syntax')['error']
    equal('line 2, column 2' in error['message'], True)
    store.error('template', 'set', first, 'text={{#if deal}}', want=2, code='syntax')
    equal(store.json('template', 'set', first, 'text=Hello', 'kind=snippet')['kind'], 'snippet')
    equal(len(store.json('template', 'list')['items']), 1)
    store.json('template', 'delete', first)
    equal(store.json('template', 'list')['items'], [])


@test
def linking_and_why(store):
    store.letters()
    account = store.add('account', '--name', 'North', '--domain', 'north.example')
    person = store.add('person', '--name', 'Ada', '--address', 'ada@north.example', '--account',
                       account)
    deal = store.add('deal', '--title', 'Pumps', '--person', person)
    before = store.json('why', '--message', 'm1@test.example')
    equal(sorted({reason['reason'] for reason in before['reasons']}), ['address', 'domain'])
    equal((before['proposal']['deal'], before['proposal']['reason']), (deal, 'only-deal'))
    store.json('link', '--message', '<m1@test.example>', '--deal', deal)
    items = store.json('timeline', '--deal', deal)['items']
    equal([(item['message_id'], item['reason']) for item in items if item['kind'] == 'email'],
          [('m2@test.example', 'conversation'), ('m1@test.example', 'hand')])
    after = store.json('why', '--message', 'm1@test.example')
    equal([reason['decision'] for reason in after['reasons'] if reason['reason'] == 'hand'],
          ['filed'])
    equal(store.json('why', '--message', 'm2@test.example')['proposal']['reason'], 'conversation')
    store.json('unlink', '--message', 'm1@test.example', '--deal', deal)
    items = store.json('timeline', '--deal', deal)['items']
    equal([item['message_id'] for item in items if item['kind'] == 'email'], [])
    store.json('undo')
    store.json('undo')
    items = store.json('timeline', '--deal', deal)['items']
    equal([item for item in items if item['kind'] == 'email'], [])
    store.error('link', '--message', 'm9@test.example', '--deal', deal, want=3, code='not-found')
    store.error('link', '--message', 'm1@test.example', want=2, code='usage')
    store.error('link', '--deal', deal, want=2, code='usage')


@test
def tokens_in_subjects(store):
    deal = store.add('deal', '--title', 'Pumps')
    token = store.json('deal', 'show', deal)['token']
    store.mail('Inbox', '1.test', 'eva@south.example', 'me@own.example', 'Prices ' + token, 1)
    store.mail('Inbox', '2.test', 'eva@south.example', 'me@own.example', 'Prices ' + token[2:-1], 2)
    store.json('index', os.path.join(store.root, 'mail'))
    why = store.json('why', '--message', 'm1@test.example')
    equal((why['proposal']['deal'], why['proposal']['reason']), (deal, 'token'))
    items = store.json('timeline', '--deal', deal)['items']
    equal([(item['message_id'], item['reason']) for item in items if item['kind'] == 'email'],
          [('m1@test.example', 'token')])
    store.json('unlink', '--message', 'm1@test.example', '--deal', deal)
    equal(store.json('why', '--message', 'm1@test.example')['proposal'], None)
    items = store.json('timeline', '--deal', deal)['items']
    equal([item for item in items if item['kind'] == 'email'], [])


@test
def finding(store):
    store.letters()
    store.add('account', '--name', 'Möwen GmbH')
    store.add('person', '--name', 'Ada "the boss" Fictive')
    store.add('deal', '--title', 'Pumps for the mowen')
    found = store.json('find', 'mowen')
    equal((len(found['accounts']), len(found['deals']), len(found['people'])), (1, 1, 0))
    equal([letter['message_id'] for letter in store.json('find', 'pump')['letters']],
          ['m2@test.example', 'm1@test.example'])
    equal(len(store.json('find', 'ada', '"the')['people']), 1)
    store.error('find', want=2, code='usage')


@test
def reports(store):
    for number in range(3):
        store.add('deal', '--title', 'Half a cent %d' % number, '--amount', '0.01', '--currency', 'EUR',
                  'probability=50')
    store.add('deal', '--title', 'Unknown')
    answer = store.json('report', 'pipeline')
    keys = [column['key'] for column in answer['columns']]
    equal(keys, ['stage', 'deals', 'amount.EUR', 'weighted.EUR'])
    equal((answer['report'], answer['from'], answer['pipeline_title']), ('pipeline', None, 'Sales'))
    equal(answer['rows'][0]['cells'], ['Qualification', '4', '0.03', '0.02'])
    equal((answer['rows'][-1]['total'], answer['rows'][-1]['cells'][1:]), (True, ['4', '0.03', '0.02']))
    lines = store.run('report', 'pipeline', '--csv').stdout.splitlines()
    equal(lines[1], '"Qualification","4","0.03","0.02"')
    text = store.run('report', 'pipeline').stdout
    assert 'Pipeline by Stage' in text and 'Qualification' in text, text
    year = store.json('report', 'won-lost', '--period', 'this-year')
    equal((len(year['rows']), year['period'], year['from'][4:], year['to'][4:]),
          (14, 'this-year', '-01-01', '-12-31'))  # twelve months, all, and the year before
    won = store.add('deal', '--title', 'Won', '--amount', '10', '--currency', 'EUR')
    store.json('deal', 'set', won, 'stage=Won')
    owners = store.json('report', 'owners', '--period', 'this-month')
    equal(','.join(column['key'] for column in owners['columns']),
          'owner,deals_won,won.EUR,deals_lost,lost.EUR,win_rate,value_rate,average.EUR,cycle')
    equal(owners['rows'][-1]['cells'][1:8], ['1', '10.00', '0', '0.00', '100.0', '100.0', '10.00'])
    equal(store.json('report', 'losses')['rows'][-1]['cells'][:2], ['All', '0'])
    store.error('report', 'weather', want=2, code='usage')
    store.error('report', 'won-lost', '--period', 'never', want=2, code='usage')
    store.error('report', 'pipeline', '--pipeline', 'Nowhere', want=3, code='not-found')


@test
def stages_ask(store):
    deal = store.add('deal', '--title', 'Bare')
    stages = store.json('list', 'stage', '--order', 'position')['items']
    stage = stages[1]['id']
    with sqlite3.connect(os.path.join(store.db, 'crm.db')) as db:
        db.execute("UPDATE stage SET required_fields = 'amount' WHERE id = ?", (stage,))
    db.close()
    store.error('deal', 'set', deal, 'stage=' + stage, want=4, code='incomplete')
    equal(store.json('deal', 'show', deal)['stage'], stages[0]['id'])


@test
def listing(store):
    for number in range(5):
        store.add('deal', '--title', 'Deal %d' % number, '--amount', '%d00' % number, '--currency',
                  'EUR')
    answer = store.json('list', 'deal', '--filter', 'amount > 100', '--order', 'amount', '--desc',
                        '--limit', '2')
    equal([item['title'] for item in answer['items']], ['Deal 4', 'Deal 3'])
    answer = store.json('--limit', '2', '--order', 'amount', 'deal', 'list', '--offset', '1')
    equal([item['title'] for item in answer['items']], ['Deal 1', 'Deal 2'])
    done = store.run('list', 'deal', '--filter', 'amount > 1 and colour = 2', want=2)
    lines = done.stderr.splitlines()
    equal(lines[1], '  amount > 1 and colour = 2')
    equal(lines[2].index('^'), 2 + len('amount > 1 and '))
    equal(store.error('list', 'deal', '--filter', 'amount > and', want=2,
                      code='syntax')['error']['column'], 10)
    store.error('list', 'deal', '--order', 'colour', want=2, code='invalid-value')
    store.error('list', 'dragons', want=2, code='usage')
    text = store.run('list', 'deal', '--order', 'title').stdout.splitlines()
    assert text[0].startswith('Id ') and 'Deal 0' in text[1], text


@test
def excluding_works_backwards(store):
    store.letters()
    answer = store.json('exclude', '--domain', 'north.example')
    equal((answer['kind'], answer['value'], answer['removed']), ('domain', 'north.example', 3))
    equal(store.json('stats')['messages'], 1)
    equal(store.json('index', '--full')['messages'], 4)
    equal(store.json('stats')['messages'], 1)
    store.json('undo')
    store.json('index')
    equal(store.json('stats')['messages'], 4)
    equal(store.json('exclude', '--address', 'cyd@south.example')['removed'], 1)
    store.json('exclude', '--address', 'cyd@south.example', '--remove')
    store.json('index')
    equal(store.json('stats')['messages'], 4)
    equal(store.json('timeline', '--address', 'me@seller.example')['total'], 0)
    store.error('exclude', want=2, code='usage')
    equal(store.json('check')['ok'], True)


@test
def undoing_an_archive(store):
    store.letters()
    store.json('undo')
    equal((store.json('stats')['messages'], store.json('list', 'archive')['items']), (0, []))


@test
def journal_and_undo(store):
    store.error('undo', want=3, code='not-found')
    deal = store.add('deal', '--title', 'Pumps')
    entries = store.json('journal', '--limit', '1')['items']
    equal((entries[0]['label'], entries[0]['front_end'], entries[0]['cause'], entries[0]['record']),
          ('add-deal', 'ecrm', 'user', deal))
    store.json('undo')
    equal(store.json('stats')['deals'], 0)
    equal(store.json('journal')['items'][0]['undoes'], entries[0]['id'])


@test
def loading(store):
    store.mail('', '1.a', 'Ada <ada@north.example>', 'me@seller.example', 'Pumps', 1)
    store.json('index', os.path.join(store.root, 'mail'))
    pipeline = {
        'format': 1,
        'owner': {'addresses': ['me@seller.example']},
        'company': {'domains': ['seller.example'], 'zone': 'Europe/London', 'currency': 'GBP'},
        'accounts': [{'key': 'north', 'name': 'North', 'domains': ['north.example'],
                      'phone': '+44 7700 900002', 'address': {'street': '1 Pump Lane'}}],
        'people': [{'key': 'ada', 'name': 'Ada', 'account': 'north', 'title': 'Buyer',
                    'role': 'Decision maker', 'addresses': ['ada@north.example'],
                    'phones': [{'type': 'CELL', 'number': '+44 7700 900003'}],
                    'contact_uid': 'contact-1', 'language': 'de'}],
        'deals': [{'key': 'pumps', 'title': 'Pumps', 'account': 'north', 'stage': 'Lost',
                   'people': [{'person': 'ada', 'role': 'User'}], 'amount': '10.00',
                   'currency': 'EUR', 'opened_date': '2024-01-02', 'closed_date': '2024-02-03',
                   'lost_reason': 'Timing'}],
        'followups': [{'title': 'Ring', 'due_date': '2024-03-04', 'deal': 'pumps',
                       'done': '-8d 15:10'}],
        'notes': [{'text': 'Blue', 'deal': 'pumps', 'at_time': '2024-01-03T10:00:00Z'}],
        'calls': [{'subject': 'Terms', 'person': 'ada', 'direction': 'incoming', 'minutes': 2,
                   'at_time': '2024-01-04T10:00:00Z'}],
        'tags': [{'name': 'key', 'on': [{'account': 'north'}, {'deal': 'pumps'}]}],
        'templates': [{'key': 'thanks-de', 'name': 'Thanks', 'kind': 'letter', 'language': 'de',
                       'subject': 'Danke', 'text': 'Hallo {{person.first_name|Du}}'}],
        'filed': [{'message_id': '<m1@test.example>', 'deal': 'pumps'},
                  {'message_id': '<lost@test.example>', 'deal': 'pumps'}],
    }
    path = os.path.join(store.root, 'pipeline.json')
    with open(path, 'w', encoding='utf-8') as stream:
        json.dump(pipeline, stream)
    counts = store.json('load', path)
    equal((counts['people'], counts['filed'], counts['missing']), (1, 1, 1))
    deal = store.json('deal', 'show', 'Pumps')
    equal((deal['lost_reason_title'], deal['stage_title'], deal['closed_at'], deal['amount']),
          ('Bad timing', 'Lost', '2024-02-03T16:00:00Z', '10.00'))
    person = store.json('person', 'show', 'Ada')
    equal((person['contact_uid'], person['language']), ('contact-1', 'de'))
    template = store.json('template', 'show', 'Thanks')
    equal((template['language'], template['subject'], template['text']),
          ('de', 'Danke', 'Hallo {{person.first_name|Du}}'))
    equal(store.json('timeline', '--address', 'me@seller.example')['total'], 0)
    store.error('load', path, want=4, code='constraint')
    store.json('undo')
    equal(store.json('stats')['people'], 0)
    store.json('load', path)
    equal(store.json('check')['ok'], True)
    store.json('undo')
    pipeline['templates'][0]['text'] = 'Dear {{nobody}}'
    with open(path, 'w', encoding='utf-8') as stream:
        json.dump(pipeline, stream)
    store.error('load', path, want=2, code='syntax')
    with open(path, 'w', encoding='utf-8') as stream:
        stream.write('{"format": 2}')
    store.error('load', path, want=2, code='invalid-value')
    store.error('load', path + '.not', want=3, code='not-found')


@test
def checking_and_failing(store):
    answer = store.json('check')
    equal((answer['ok'], answer['complaints']), (True, []))
    equal([(f['kind'], f['harmless']) for f in answer['findings']], [('no-backup', True)])
    with open(os.path.join(store.db, 'crm.db'), 'wb') as stream:
        stream.write(b'this is no database at all, however long one looks at it' * 100)
    store.run('stats', want=6)
    store.error('stats', want=6, code='corrupt')
    answer = store.json('check', want=1)
    equal((answer['ok'], answer['findings'][0]['kind']), (False, 'damaged'))
    assert answer['findings'][0]['file'].endswith('crm.db'), answer
    assert 'restore' in answer['findings'][0]['advice'], answer
    text = store.run('check', want=1).stdout
    assert 'What to do' in text and 'damaged' in text, text


@test
def backup_and_restore(store):
    store.add('account', 'name=North')
    daily = store.json('restore', '--list')['items']
    equal([(b['kind'], b['fits']) for b in daily], [('daily', True)])
    by_hand = store.json('backup')['path']
    store.add('account', 'name=South')
    equal(len(store.json('account', 'list')['items']), 2)
    answer = store.json('restore', by_hand)
    equal(answer['path'], by_hand)
    equal([a['name'] for a in store.json('account', 'list')['items']], ['North'])
    store.run('restore', answer['kept'])
    equal(len(store.json('account', 'list')['items']), 2)
    equal(sum(b['kind'] == 'replaced' for b in store.json('restore', '--list')['items']), 2)
    store.error('restore', '/nowhere', want=3, code='not-found')
    store.error('restore', __file__, want=6, code='corrupt')
    # The file is damaged: told with the way out, which works.
    with open(os.path.join(store.db, 'crm.db'), 'r+b') as stream:
        stream.write(b'\0' * 4096)
    told = store.run('account', 'list', want=6).stderr
    assert by_hand in told and 'ecrm restore' in told, told
    store.run('restore')
    equal([a['name'] for a in store.json('account', 'list')['items']], ['North'])


@test
def journal_in_words(store):
    store.run('note', 'add', '--address', 'ada@north.example', '--text', 'hello')
    assert 'Note added' in store.run('journal', '--limit', '1').stdout
    equal(store.json('journal', '--limit', '1')['items'][0]['label'], 'add-note')
    assert 'Note added' in store.run('undo').stdout


@test
def options_and_help(store):
    assert store.run('--version', db=False).stdout.startswith('ecrm ')
    assert 'never touches address books' in store.run('--help', db=False).stdout
    assert '--deal' in store.run('link', '--help', db=False).stdout
    store.run(want=2)
    store.error('dance', want=2, code='usage')
    store.error('stats', '--nonsense', want=2, code='usage')
    store.error('stats', 'more', want=2, code='usage')
    store.error('--books', 'stats', want=2, code='usage')
    file = os.path.join(store.root, 'file')
    with open(file, 'w', encoding='utf-8') as stream:
        stream.write('no folder')
    assert '--db' in store.run('--db', file, 'stats', want=2, db=False).stderr
    store.run('stats', db=False)
    assert os.path.exists(os.path.join(store.root, 'data', 'evolution', 'crm', 'crm.db'))
    equal(os.stat(os.path.join(store.root, 'data', 'evolution', 'crm')).st_mode & 0o777, 0o700)


def main():
    failed = 0
    print('1..%d' % len(TESTS))
    for number, function in enumerate(TESTS, 1):
        store = Store()
        try:
            function(store)
            print('ok %d - %s' % (number, function.__name__), flush=True)
        except Exception as problem:  # a test fails in any way it likes
            failed += 1
            trace = problem.__traceback__
            while trace.tb_next and trace.tb_next.tb_frame.f_code.co_filename == __file__ \
                    and trace.tb_frame.f_code.co_name != function.__name__:
                trace = trace.tb_next
            print('not ok %d - %s' % (number, function.__name__))
            print('# line %d: %s' % (trace.tb_lineno, str(problem).replace('\n', '\n# ')),
                  flush=True)
        finally:
            store.close()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
