#!/usr/bin/python3
# test_ecrm_import.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables of other programs on the command line. TAP on stdout.

usage: test_ecrm_import.py ECRM
"""
import pathlib
import sys
import tempfile

import test_ecrm
from test_ecrm import equal, main, test

test_ecrm.TESTS.clear()

PEOPLE = """Vorname;Nachname;Firma;Stelle;E-Mail
Ida;Example;Alder Pumps;Einkauf;ida@alder.example
Ole;Nordmann;alder pumps;;ole@alder.example
Kai;Nobody;;;kai at nowhere
Ida;Again;;;IDA@alder.example
"""


def written(text, encoding='utf-8'):
    with tempfile.NamedTemporaryFile('w', suffix='.csv', delete=False, encoding=encoding, newline='') as file:
        file.write(text)
    return file.name


@test
def people(store):
    path = written(PEOPLE)
    told = store.json('import', 'person', path, '--dry-run')
    equal([(told[name]) for name in ('done', 'rows', 'imported', 'accounts', 'known')], [False, 4, 2, 1, 1])
    equal([column['field'] for column in told['columns']], ['name', 'name', 'account', 'title', 'address'])
    equal(told['refused'], [{'row': 4, 'column': 'E-Mail', 'text': 'kai at nowhere',
                             'problem': 'It takes an e-mail address'}])
    equal(store.json('list', 'person')['items'], [])
    equal(store.json('import', 'person', path), dict(told, done=True))
    equal(sorted(person['name'] for person in store.json('list', 'person')['items']),
          ['Ida Example', 'Ole Nordmann'])
    equal(store.json('person', 'show', 'ida@alder.example')['title'], 'Einkauf')
    equal([account['name'] for account in store.json('list', 'account')['items']], ['Alder Pumps'])
    equal(store.json('import', 'person', path)['known'], 3)
    equal(store.json('undo')['label'], 'import-records')
    equal(store.json('list', 'person')['items'] + store.json('list', 'account')['items'], [])
    pathlib.Path(path).unlink()


@test
def columns(store):
    path = written('Whoever|Zażółć\r\nIda|Kraków\r\n', 'utf-16')
    error = store.error('import', 'lead', path, want=2, code='invalid-value')
    assert '--map COLUMN=name' in error['error']['message'], error
    store.error('import', 'lead', path, '--map', 'Nobody=name', want=3, code='not-found')
    store.error('import', 'lead', path, '--map', '1=nothing', want=3, code='not-found')
    store.error('import', 'lead', path, '--map', 'name', want=2, code='usage')
    made = store.json('import', 'lead', path, '--no-headings', '--map', '2=organization',
                      '--map', '1=name')
    equal((made['imported'], made['rows']), (2, 2))
    store.json('undo')
    equal(store.json('import', 'lead', path, '--map', 'Whoever=name')['columns'][0]['field'], 'name')
    pathlib.Path(path).unlink()


@test
def mistakes(store):
    store.error('import', 'deal', 'x.csv', want=2, code='usage')
    store.error('import', 'person', want=2, code='usage')
    store.error('import', 'person', '/nowhere/at/all.csv', want=3, code='not-found')
    path = written('PK\x03\x04 rest')
    assert 'workbook' in store.error('import', 'person', path, want=2, code='invalid-value')['error']['message']
    pathlib.Path(path).unlink()


if __name__ == '__main__':
    sys.exit(main())
