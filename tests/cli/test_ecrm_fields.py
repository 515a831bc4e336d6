#!/usr/bin/python3
# test_ecrm_fields.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Fields of one's own, currencies, and what the shells and the manual page ask of ecrm. TAP on stdout.

usage: test_ecrm_fields.py ECRM
"""
import os
import subprocess
import sys

import test_ecrm
from test_ecrm import equal, main, test

test_ecrm.TESTS.clear()


@test
def fields_of_ones_own(store):
    store.add('account', '--name', 'North')
    store.json('field', 'add', 'deal', 'region', '--type', 'choice', '--choices',
               'north=The north,south', '--translate', 'de=Gebiet', '--translate', 'de:north=Norden')
    store.json('field', 'add', 'deal', 'budget', '--type', 'money')
    store.json('field', 'add', 'deal', 'partner', '--type', 'ref', '--reference', 'account')
    store.json('field', 'add', 'deal', 'score', '--type', 'decimal')
    deal = store.add('deal', '--title', 'Pumps', 'x.region=the north', 'x.budget=1500.5 KWD',
                     'x.partner=north', 'x.score=1.50')
    store.add('deal', '--title', 'Valves', 'x.score=10')
    shown = store.json('deal', 'show', deal)
    equal((shown['x.region'], shown['x.budget'], shown['x.budget_currency'],
           shown['x.partner_title'], shown['x.score']),
          ('north', '1500.500', 'KWD', 'North', '1.5'))
    equal([item['title'] for item in store.json('deal', 'list', '--order', 'x.score',
                                                '--desc')['items']], ['Valves', 'Pumps'])
    equal(store.json('deal', 'list', '--filter', 'x.partner = "North"')['items'][0]['id'], deal)
    equal(store.json('list', 'account', '--filter', 'deals.x.score = 10')['items'], [])
    equal(store.json('deal', 'set', deal, 'x.score=2')['x.score'], '2')
    store.json('undo')
    equal(store.json('deal', 'show', deal)['x.score'], '1.5')

    store.error('deal', 'set', deal, 'x.region=west', want=2, code='invalid-value')
    store.error('deal', 'set', deal, 'x.colour=red', want=2, code='invalid-value')
    store.error('deal', 'set', deal, 'x.score=much', want=2, code='invalid-value')
    equal(store.error('deal', 'list', '--filter', 'title = "Ä" and x.colour = 1', want=2,
                      code='syntax')['error']['column'], 17)
    store.error('deal', 'list', '--order', 'x.colour', want=2, code='invalid-value')
    store.error('field', 'add', 'deal', 'Score', want=2, code='invalid-value')
    answer = store.error('field', 'add', 'deal', 'my_currency', want=2, code='invalid-value')
    assert 'ends in _currency' in str(answer), answer
    store.error('field', 'add', 'deal', 'kind', '--type', 'choice', want=2, code='usage')
    store.error('field', 'add', 'deal', 'score', '--type', 'int', want=4, code='constraint')
    store.error('field', 'set', 'deal', 'colour', 'required=yes', want=3, code='not-found')

    fields = {item['name']: item for item in store.json('field', 'list', 'deal')['items']}
    equal(fields['x.region']['choices'], ['north', 'south'])
    equal((fields['x.score']['type'], fields['x.partner']['reference']), ('decimal', 'account'))
    store.json('field', 'set', 'deal', 'region', '--retire', 'south', '--choices', 'west')
    store.error('deal', 'set', deal, 'x.region=south', want=2, code='invalid-value')
    equal(store.json('deal', 'set', deal, 'x.region=West')['x.region'], 'west')
    store.environment['LANGUAGE'] = 'de'
    assert 'Gebiet' in store.run('deal', 'list').stdout
    del store.environment['LANGUAGE']

    store.json('field', 'delete', 'deal', 'x.score')
    assert 'x.score' not in store.json('deal', 'show', deal)
    store.error('deal', 'list', '--filter', 'x.score > 1', want=2, code='syntax')
    store.json('undo')
    equal(store.json('deal', 'show', deal)['x.score'], '1.5')

    store.json('field', 'set', 'deal', 'score', 'required=yes')
    store.error('deal', 'add', '--title', 'Third', want=4, code='constraint')
    store.error('deal', 'set', deal, 'x.score=', want=4, code='constraint')
    store.json('deal', 'delete', deal)
    store.json('undo')
    equal(store.json('deal', 'show', deal)['x.score'], '1.5')
    equal(store.json('check')['ok'], True)


@test
def currencies(store):
    store.error('currency', 'convert', '1', 'USD', want=3, code='not-found')
    equal(store.json('currency', 'base', 'eur')['base'], 'EUR')
    store.json('currency', 'rate', 'USD', '0.90', '--day', '2026-01-01')
    store.json('currency', 'rate', 'USD', '0.8', '--day', '2026-06-01')
    for wrong in (('EUR', '1'), ('USD', '0'), ('XX', '1'), ('USD', '1e3')):
        store.error('currency', 'rate', *wrong, want=2, code='invalid-value')
    answer = store.json('currency', 'convert', '10', 'usd', '--day', '2026-05-31')
    equal((answer['converted'], answer['rate'], answer['rate_day']), ('9.00', '0.9', '2026-01-01'))
    answer = store.json('currency', 'convert', '10', 'USD', '--day', '2025-12-31')
    equal((answer['converted'], answer['rate']), (None, None))
    assert 'unknown' in store.run('currency', 'convert', '10', 'GBP').stdout

    store.add('deal', '--title', 'A', '--amount', '1000 USD')
    store.add('deal', '--title', 'B', '--amount', '500 EUR')
    store.add('deal', '--title', 'C')
    total = store.json('currency', 'total')
    equal((total['total'], total['base'], total['no_amount'], total['not_converted']),
          ('1300.00', 'EUR', 1, 0))
    equal([(item['amount'], item['currency']) for item in total['sums']],
          [('1000.00', 'USD'), ('500.00', 'EUR')])
    # What was closed counts with the rate of that day.
    store.json('deal', 'set', 'A', 'stage=Won')
    store.json('deal', 'set', 'A', 'closed_at=2026-03-01T12:00:00Z')
    equal(store.json('currency', 'total')['total'], '1400.00')
    store.add('deal', '--title', 'D', '--amount', '7 KWD')
    total = store.json('currency', 'total')
    equal((total['total'], total['not_converted']), (None, 1))
    assert 'unknown' in store.run('currency', 'total').stdout
    equal(store.json('currency', 'total', '--filter', 'title != "D"')['total'], '1400.00')
    equal(len(store.json('currency')['rates']), 2)
    store.json('currency', 'rate', 'USD', '0.5', '--day', '2026-06-01')
    equal([item['rate'] for item in store.json('currency')['rates']], ['0.9', '0.5'])
    store.json('undo')
    equal([item['rate'] for item in store.json('currency')['rates']], ['0.9', '0.8'])
    equal(store.json('list', 'exchange-rate', '--filter', 'rate > 0.85')['items'][0]['currency'],
          'USD')


@test
def completing(store):
    def offered(*words):
        return store.run('complete', '--', *words, db=False).stdout.split('\n')[:-1]

    assert {'deal', 'field', 'currency', 'undo'} <= set(offered(''))
    assert 'complete' not in offered('')
    equal(offered('jour'), ['journal'])
    equal(offered('deal', 's'), ['show', 'set'])
    equal(offered('deal', 'set', 'Pumps', 'expected'), ['expected_close='])
    equal(offered('deal', 'set', 'Pumps', 'amount=1', 'prob'), ['probability='])
    equal(offered('list', 'exch'), ['exchange_rate'])
    equal(offered('deal', 'list', '--order', 'amo'), ['amount'])
    equal(offered('deal', 'list', '--or'), ['--order'])
    equal(offered('--db', 'somewhere', 'follow'), ['followup'])
    equal(offered('followup', 'set', 'x', 'du'), ['due=', 'due_at='])
    equal(offered('field', 'add', 'dea'), ['deal', 'deal_person', 'deal_step'])
    equal(offered('field', 'add', 'deal', 'x', '--type', 'ch'), ['choice'])
    equal(offered('deal', '--title', ''), [])
    assert not os.path.exists(os.path.join(store.root, 'data'))
    page = store.run('describe', db=False).stdout
    for verb in offered(''):
        assert '.SS ecrm %s\n' % verb in page, verb


@test
def completing_in_bash(store):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data',
                          'completion', 'ecrm.bash')
    store.environment['PATH'] = '%s:%s' % (os.path.dirname(test_ecrm.PROGRAM),
                                           store.environment['PATH'])

    def offered(*words):
        done = subprocess.run(
            ['bash', '-c', 'compopt () { echo compopt "$@"; }; source "$1"; shift; COMP_WORDS=("$@");'
             'COMP_CWORD=$(($# - 1)); _ecrm; printf "%s\\n" "${COMPREPLY[@]}"', 'bash', script, 'ecrm',
             *words], env=store.environment, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout.split()

    equal(offered('jour'), ['journal'])
    equal(offered('deal', 'set', 'Two words', 'expected'),
          ['compopt', '-o', 'nospace', 'expected_close='])
    equal(offered('deal', 'nothing'), [])


if __name__ == '__main__':
    sys.exit(main())
