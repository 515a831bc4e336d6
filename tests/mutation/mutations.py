# mutations.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Small semantic faults that can be put into a C file: where they fit and what they change.

Only bodies of functions are touched, never comments, assertions or the freeing of memory (a leak is
for the sanitizers to find). A fault's name is a hash of what surrounds it, not of its line number, so
that the choice of a seed survives edits elsewhere.
"""

import dataclasses
import hashlib
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lint'))
from lintlib import line_of, strip_comments  # noqa: E402

BODY = re.compile(r'^(\w+) \([^;{]*?\)\n\{\n(.*?)^\}', re.S | re.M)
# Programmers' errors, names for debuggers, plan hints and memory: no test can or should tell.
LEFT_ALONE = re.compile(
    r'g_return_|g_assert|g_debug|g_warning|g_critical|set_source_tag|set_static_name|G_DEFINE|_free \('
    r'|_unref \(|g_clear_|_clear \(|_close \(|g_ptr_array_new|sized_new|case |sizeof|#')
SQL = re.compile(r'"[^"\n]*\b(SELECT|FROM|WHERE|AND|OR|ORDER|DELETE|UPDATE|INSERT|VALUES|LIMIT|JOIN|ON|MAX|'
                 r'MIN|DESC|SET)\b[^"\n]*"')
CALL = re.compile(r'^( +)(\w+ \((?:[^;{}]|\n)*?\));\n', re.M)
CHECK = re.compile(r'^ +if (\((?:[^;{}]|\n)*?\))\n +return (?:FALSE|NULL|0|-1|TRUE);\n', re.M)
PAIR = re.compile(r'\b\w+ \(([a-z_]+(?:->\w+|\.\w+)?), ([a-z_]+(?:->\w+|\.\w+)?)(?=[,)])')


@dataclasses.dataclass
class Fault:
    path: str
    function: str
    kind: str
    line: int
    start: int   # offsets in the file's text
    end: int
    new: str
    source: str  # the line as it stands
    name: str = ''

    def apply(self, text):
        return text[:self.start] + self.new + text[self.end:]

    def describe(self, text):
        old = ' '.join(text[self.start:self.end].split())
        return '%s:%d %s(): %s: `%s` -> `%s` in `%s`' % (
            self.path, self.line, self.function, self.kind, old, self.new.strip(), self.source)


SWAPS = [
    ('comparison', r'(?<= )(<=|>=|<|>)(?= )', {'<': '<=', '<=': '<', '>': '>=', '>=': '>'}),
    ('equality', r'(?<= )(==|!=)(?= )', {'==': '!=', '!=': '=='}),
    ('logic', r'(?<= )(&&|\|\|)(?= )', {'&&': '||', '||': '&&'}),
    ('arithmetic', r'(?<=\w |\) )(\+|-|\+=|-=)(?= \w)', {'+': '-', '-': '+', '+=': '-=', '-=': '+='}),
    ('negation', r'(?<=\()(!)(?=\w)', {'!': ''}),
    ('result', r'(?<=return )(TRUE|FALSE)(?=;)', {'TRUE': 'FALSE', 'FALSE': 'TRUE'}),
]
SQL_SWAPS = [
    (r'(?<= )(<=|>=|<|>|=)(?= [?:(a-z0-9])', {'<': '<=', '<=': '<', '>': '>=', '>=': '>', '=': '<>'}),
    (r'\b(AND|OR|DESC|MIN|MAX|IGNORE|UNION ALL)\b', {
        'AND': 'OR', 'OR': 'AND', 'DESC': 'ASC', 'MIN': 'MAX', 'MAX': 'MIN', 'IGNORE': 'REPLACE',
        'UNION ALL': 'EXCEPT'}),
    (r'(IS NOT NULL|IS NULL|NOT EXISTS|NOT IN)', {
        'IS NOT NULL': 'IS NULL', 'IS NULL': 'IS NOT NULL', 'NOT EXISTS': 'EXISTS', 'NOT IN': 'IN'}),
]


def _swaps(body, pattern, table):
    for match in re.finditer(pattern, body):
        yield match.start(1), match.end(1), table[match.group(1)]


def _constants(body):
    for match in re.finditer(r'(?<=[ (\[])(\d+)(?=[;,)\] ])', body):
        value = int(match.group(1))
        yield match.start(1), match.end(1), str(value + 1)


def _checks(body):
    """An early return that never happens, with its condition still evaluated."""
    for match in CHECK.finditer(body):
        yield match.start(1), match.end(1), '(%s && FALSE)' % match.group(1)


def _calls(body):
    for match in CALL.finditer(body):
        if not match.group(2).startswith(('return', 'g_auto', 'g_set_error', 'va_')):
            yield match.start(2), match.end(2), '(void)0'


def _arguments(body):
    for match in PAIR.finditer(body):
        first, second = match.group(1), match.group(2)
        if first != second and 'error' not in (first, second):
            yield match.start(1), match.end(2), '%s, %s' % (second, first)


def _sql(body):
    for text in SQL.finditer(body):
        for pattern, table in SQL_SWAPS:
            for match in re.finditer(pattern, text.group(0)):
                yield text.start() + match.start(1), text.start() + match.end(1), table[match.group(1)]


def _found(code, with_strings):
    for kind, pattern, table in SWAPS:
        yield kind, _swaps(code, pattern, table)
    yield 'constant', _constants(code)
    yield 'unchecked', _checks(code)
    yield 'call left out', _calls(code)
    yield 'arguments swapped', _arguments(code)
    yield 'SQL', _sql(with_strings)


KINDS = [kind for kind, *_ in SWAPS] + ['constant', 'unchecked', 'call left out', 'arguments swapped', 'SQL']


def find_faults(path, text):
    """All faults that fit into @text, a C file; a list in the order of the file."""
    faults = []
    blank = strip_comments(text)
    with_strings = strip_comments(text, strings=False)
    seen = {}
    for body in BODY.finditer(blank):
        code, offset = body.group(2), body.start(2)
        for kind, places in _found(code, with_strings[offset:offset + len(code)]):
            for start, end, new in places:
                line = line_of(text, offset + start)
                source = text.splitlines()[line - 1].strip()
                if LEFT_ALONE.search(source):
                    continue
                key = '|'.join((path, body.group(1), kind, source, new))
                seen[key] = seen.get(key, 0) + 1
                name = hashlib.sha256(('%s|%d' % (key, seen[key])).encode()).hexdigest()[:10]
                faults.append(Fault(path, body.group(1), kind, line, offset + start, offset + end, new,
                                    source, name))
    return faults


def choose(faults, seed):
    """@faults in the order of @seed: kinds by turns, and no function twice before all had one."""
    def rank(fault):
        return hashlib.sha256(('%s|%s' % (seed, fault.name)).encode()).digest()
    queues = {kind: sorted((f for f in faults if f.kind == kind), key=rank) for kind in KINDS}
    taken = {}
    while any(queues.values()):
        for kind in KINDS:
            queue = queues[kind]
            if queue:
                fresh = min(queue, key=lambda f: taken.get((f.path, f.function), 0))
                queue.remove(fresh)
                where = (fresh.path, fresh.function)
                taken[where] = taken.get(where, 0) + 1
                yield fresh
