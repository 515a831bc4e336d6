#!/usr/bin/python3
# test_ecrm_merge.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Merging people and accounts on the command line. TAP on stdout.

usage: test_ecrm_merge.py ECRM
"""
import sys

import test_ecrm
from test_ecrm import equal, main, test

test_ecrm.TESTS.clear()


@test
def merging(store):
    ida = store.json('person', 'add', '--name', 'Ida Example', '--address', 'ida@alder.example')['id']
    other = store.json('person', 'add', '--name', 'I. Example', '--title', 'Buyer',
                       '--address', 'ida@birch.example')['id']
    note = store.json('note', 'add', '--text', 'Met at the fair', '--person', other)['id']
    told = store.json('merge', 'person', ida, other, '--into', ida, '--dry-run')
    equal(told['done'], False)
    equal(store.json('person', 'show', other)['name'], 'I. Example')
    # The one that is merged into need not be named twice; an address names a person.
    made = store.json('merge', 'person', 'ida@birch.example', '--into', ida)
    equal(made, dict(told, done=True))
    equal([one['id'] for one in made['merged']], [other])
    equal(made['taken'], [{'field': 'person.title', 'from': other}])
    equal(sorted((one['entity'], one['n']) for one in made['moved']), [('address', 1), ('note', 1)])
    # The id of who went leads to who stayed.
    equal(store.json('person', 'show', other)['id'], ida)
    equal(store.json('person', 'show', other)['title'], 'Buyer')
    equal(store.json('note', 'show', note)['person'], ida)
    store.json('person', 'set', other, 'language=de')
    equal(store.json('person', 'show', ida)['language'], 'de')
    store.error('merge', 'person', ida, other, want=2, code='invalid-value')
    store.error('merge', 'person', want=2, code='usage')
    store.error('merge', 'deal', ida, other, want=2, code='usage')
    store.error('merge', 'person', ida, 'nobody@alder.example', want=3, code='not-found')
    store.json('undo')
    equal(store.json('undo')['label'], 'merge-records')
    equal(store.json('person', 'show', other)['name'], 'I. Example')
    equal(store.json('note', 'show', note)['person'], other)
    equal(len(store.json('list', 'person')['items']), 2)


@test
def duplicates(store):
    ida = store.json('person', 'add', '--name', 'Ida Example', '--phone', '+49 30 5550101')['id']
    other = store.json('person', 'add', '--name', 'I. Example', '--phone', '030 5550101')['id']
    store.json('account', 'add', '--name', 'Alder')
    equal(store.json('duplicates', 'account')['items'], [])
    equal(store.json('duplicates', 'person')['items'],
          [{'reason': 'phone', 'sure': True, 'records': [{'id': ida, 'title': 'Ida Example'},
                                                         {'id': other, 'title': 'I. Example'}]}])
    assert 'same phone number' in store.run('duplicates', 'person').stdout
    store.json('merge', 'person', ida, other)
    equal(store.json('duplicates', 'person')['items'], [])
    store.error('duplicates', want=2, code='usage')
    store.error('duplicates', 'deal', want=2, code='usage')
    store.error('duplicates', 'person', '--limit', '0', want=2, code='usage')


if __name__ == '__main__':
    sys.exit(main())
