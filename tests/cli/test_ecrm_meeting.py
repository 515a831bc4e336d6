#!/usr/bin/python3
# test_ecrm_meeting.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Meetings on the command line. TAP on stdout.

usage: test_ecrm_meeting.py ECRM
"""
import os
import sqlite3
import sys

import test_ecrm
from test_ecrm import equal, main, test

test_ecrm.TESTS.clear()

HOUR = 3600
# 2024-03-04 10:00 UTC, a Monday.
START = 1709546400
EVENTS = [
    # uid, recurrence, start, seconds, all day, status, summary, zone, offset
    ('visit', '', START, HOUR, 0, 1, 'Visit', 'America/New_York', -5 * HOUR),
    ('weekly', '20240305T100000Z', START + 24 * HOUR, HOUR, 0, 1, 'Weekly call', None, 0),
    ('weekly', '20240312T100000Z', START + 8 * 24 * HOUR, HOUR, 0, 1, 'Weekly call', None, 0),
    ('fair', '', START - 10 * HOUR, 48 * HOUR, 1, 3, 'Fair', None, 0),
    ('alone', '', START + 5 * HOUR, HOUR, 0, 1, 'Write the offer', None, 0),
]
DAY = '2024-03-04'


def put_events(store):
    """As the mirror of the calendars does it, which the command line has not."""
    store.run('exclude', '--own', 'me@seller.example')
    with sqlite3.connect(os.path.join(store.db, 'index.db')) as db:
        for uid, recurrence, start, secs, all_day, status, summary, zone, offset in EVENTS:
            event = db.execute(
                'INSERT INTO event (calendar, uid, recurrence_id, start, end, is_all_day, status, summary,'
                ' location, zone, zone_offset) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
                ('home', uid, recurrence, start, start + secs, all_day, status, summary, 'Room 2', zone,
                 offset)).lastrowid
            parties = [('me@seller.example', None, 1, 1)]
            if uid != 'alone':
                parties.append(('ada@north.example', 'Ada', 3 if uid == 'fair' else 0, 0))
            db.executemany(
                'INSERT INTO event_party (address, start, event, name, participation, is_organizer)'
                ' VALUES (?, ?, ?, ?, ?, ?)',
                [(address, start, event, *rest) for address, *rest in parties])
    db.close()
    store.environment['TZ'] = 'UTC'


@test
def lists_days(store):
    put_events(store)
    day = store.json('meeting', 'list', '--from', DAY, '--to', DAY)['items']
    equal([item['event'] for item in day], ['fair', 'visit', 'alone'])
    visit = day[1]
    equal((visit['start'], visit['end'], visit['zone'], visit['status'], visit['recurrence']),
          ('2024-03-04T10:00:00Z', '2024-03-04T11:00:00Z', 'America/New_York', 'confirmed', None))
    equal([(party['address'], party['organizer'], party['participation']) for party in visit['parties']],
          [('me@seller.example', True, 'accepted'), ('ada@north.example', False, None)])
    equal((day[0]['all_day'], day[0]['status']), (True, 'cancelled'))
    week = store.json('meeting', 'list', '--from', '2024-03-05')['items']
    equal([item['event'] for item in week], ['fair', 'weekly'])
    equal(store.json('meeting', 'list')['items'], [])
    assert 'Nothing found' in store.run('meeting').stdout
    text = store.run('meeting', 'list', '--from', DAY).stdout
    assert '4 Mar 2024, 10:00–11:00' in text and 'Ada' in text and 'cancelled' in text, text
    store.error('meeting', 'list', '--from', DAY, '--to', '2024-03-03', want=2, code='usage')
    store.error('meeting', 'list', '--from', 'some day', want=2, code='invalid-value')
    store.environment['TZ'] = 'Asia/Tokyo'  # where the visit is in the evening and "alone" on Tuesday
    equal([item['event'] for item in store.json('meeting', 'list', '--from', DAY, '--to', DAY)['items']],
          ['fair', 'visit'])


@test
def files_and_notes(store):
    put_events(store)
    deal = store.add('deal', '--title', 'Pumps')
    shown = store.json('meeting', 'file', 'visit', '--deal', 'pumps')
    equal((shown['deals'], shown['gone'], shown['outcome']), ([{'id': deal, 'title': 'Pumps'}], False, None))
    equal(store.json('meeting', 'outcome', 'visit', 'not-held')['outcome'], 'not_held')
    equal(store.json('meeting', 'minutes', 'visit', 'Two pumps\nby May')['minutes'], 'Two pumps\nby May')
    equal(store.json('meeting', 'agenda', 'visit', 'Prices')['agenda'], 'Prices')
    equal(store.json('meeting', 'outcome', 'visit', 'none')['outcome'], None)
    equal(store.json('meeting', 'minutes', 'visit', '')['minutes'], None)
    (item,) = [i for i in store.json('timeline', '--deal', deal)['items'] if i['kind'] == 'meeting']
    equal((item['event'], item['reason']), ('visit', 'hand'))
    equal(store.json('meeting', 'unfile', 'visit', '--deal', deal)['deals'], [])
    store.json('undo')
    equal(len(store.json('meeting', 'show', 'visit')['deals']), 1)
    store.error('meeting', 'file', 'visit', want=2, code='usage')
    store.error('meeting', 'file', 'visit', '--deal', 'pumps', '--person', 'x', want=2, code='usage')
    store.error('meeting', 'file', 'visit', '--deal', 'valves', want=3, code='not-found')
    store.error('meeting', 'outcome', 'visit', 'good', want=2, code='invalid-value')
    store.error('meeting', 'outcome', 'visit', want=2, code='usage')
    equal(store.json('check')['ok'], True)


@test
def knows_which(store):
    put_events(store)
    store.error('meeting', 'show', 'weekly', want=2, code='invalid-value')
    store.error('meeting', 'show', 'weekly', '--occurrence', '20240319T100000Z', want=3, code='not-found')
    store.error('meeting', 'show', 'nothing', want=3, code='not-found')
    shown = store.json('meeting', 'agenda', 'weekly', 'Talk', '--occurrence', '20240312T100000Z')
    equal((shown['recurrence'], shown['agenda']), ('20240312T100000Z', 'Talk'))
    record = shown['record']
    equal(store.json('meeting', 'show', record)['recurrence'], '20240312T100000Z')
    with sqlite3.connect(os.path.join(store.db, 'index.db')) as db:
        db.execute('DELETE FROM event_party')
        db.execute('DELETE FROM event')
    db.close()
    gone = store.json('meeting', 'show', record)
    equal((gone['gone'], gone['summary'], gone['start'], len(gone['parties'])),
          (True, 'Weekly call', '2024-03-12T10:00:00Z', 2))
    equal(store.json('meeting', 'show', 'weekly', '--occurrence', '20240312T100000Z')['gone'], True)


@test
def makes_sheets(store):
    store.letters()
    put_events(store)
    deal = store.add('deal', '--title', 'Offer', 'next_step=write it')
    text = store.run('meeting', 'sheet', 'visit').stdout
    for line in ('When: Monday, 4 Mar 2024, 10:00–11:00',
                 '  Monday, 4 Mar 2024, 05:00–06:00 in America/New York',
                 'Where: Room 2', '- 4 Mar 2024 · received · Pumps', '- 4 Mar 2024 · sent · Re: Pumps'):
        assert line in text.splitlines(), (line, text)
    store.json('meeting', 'file', 'alone', '--deal', deal)
    sheets = store.json('meeting', 'sheet', '--day', DAY)['sheets']
    equal([sheet['event'] for sheet in sheets], ['visit', 'alone'])
    equal([(block['kind'], block['label']) for block in sheets[0]['blocks']][:3],
          [('title', None), ('fact', 'When'), ('fact', 'Where')])
    assert 'Next step: write it' in sheets[1]['text'], sheets[1]
    assert '\n-----' in store.run('meeting', 'sheet', '--day', DAY).stdout
    assert 'Nothing found' in store.run('meeting', 'sheet', '--day', '2020-01-01').stdout
    store.error('meeting', 'sheet', want=2, code='usage')
    store.error('meeting', 'sheet', 'visit', '--day', DAY, want=2, code='usage')
    store.error('meeting', 'sheet', '--day', 'soon', want=2, code='invalid-value')


if __name__ == '__main__':
    sys.exit(main())
