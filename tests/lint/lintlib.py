# lintlib.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""What the lint scripts share: which files there are, C without comments, prototypes, and TAP.

Every script takes --root DIR (default: the checkout it lies in), so that selftest.py can point it at a
tree with a planted fault.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys

# Letters that keep their place when comments and strings are blanked: columns and lines stay true.
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
PROTOTYPE = re.compile(r'(?:^|[;}\n])[ \t]*((?:[A-Za-z_][\w \t]*?[ \t\n*]+)+?)(\**)(\w+)\s*'
                       r'\(((?:[^()]|\([^()]*\))*)\)\s*(?:G_GNUC_\w+\s*(?:\([^()]*\))?\s*)*;')
NOT_TYPES = {'return', 'else', 'typedef', 'G_DECLARE_FINAL_TYPE', 'G_DECLARE_DERIVABLE_TYPE',
             'G_DECLARE_INTERFACE', 'G_DEFINE_AUTOPTR_CLEANUP_FUNC',
             'G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC', 'G_DEFINE_AUTO_CLEANUP_FREE_FUNC'}
SKIPPED_DIRS = {'.git', '.cache', '_out', '__pycache__', 'subprojects'}


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument('--root', default=os.path.join(here, '..', '..'))
    args = parser.parse_args()
    args.root = os.path.abspath(args.root)
    return args


def list_files(root):
    """Paths below root, with '/', sorted: what git would commit, or all without git or a checkout."""
    names = []
    if shutil.which('git') and os.path.exists(os.path.join(root, '.git')):
        git = subprocess.run(['git', '-C', root, '-c', 'safe.directory=*', 'ls-files', '-z',
                              '--cached', '--others', '--exclude-standard'],
                             stdout=subprocess.PIPE, check=False)
        names = [name for name in git.stdout.decode().split('\0') if name]
    if not names:
        for folder, folders, files in os.walk(root):
            folders[:] = [f for f in folders if f not in SKIPPED_DIRS and not f.startswith('_build')]
            names += [os.path.relpath(os.path.join(folder, f), root) for f in files]
    return sorted({n for n in names if os.path.isfile(os.path.join(root, n))})


def is_c(path):
    """C of ours: a fixture or a fuzzing seed may be named .c and be anything."""
    return path.endswith(('.c', '.h')) and not path.startswith(('tests/fixtures/', 'tests/fuzz/corpus/'))


def read(root, path):
    with open(os.path.join(root, path), encoding='utf-8', errors='replace') as stream:
        return stream.read()


def _blank(text):
    return re.sub(r'[^\n]', ' ', text)


def strip_comments(text, strings=True):
    """C with comments (and, if asked, the inside of literals) blanked out."""
    def replace(match):
        token = match.group(0)
        if token[0] == '/':
            return _blank(token)
        if strings and len(token) >= 2:
            return token[0] + _blank(token[1:-1]) + token[-1]
        return token
    return TOKEN.sub(replace, text)


def string_literals(text):
    """(offset, value) of the string literals, adjacent ones joined as the compiler does."""
    found = []
    end = None
    for match in TOKEN.finditer(text):
        token = match.group(0)
        if token[0] != '"':
            continue
        between = text[end:match.start()] if end is not None else 'x'
        if found and strip_comments(between).strip() == '':
            found[-1] = (found[-1][0], found[-1][1] + token[1:-1])
        else:
            found.append((match.start(), token[1:-1]))
        end = match.end()
    return found


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def without_bodies(clean):
    """The header without directives and without what stands in braces (structs, inline functions)."""
    text = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), clean,
                  flags=re.M)
    text = re.sub(r'^[ \t]*G_(BEGIN|END)_DECLS\b', lambda m: ' ' * len(m.group(0)), text, flags=re.M)
    previous = None
    while previous != text:
        previous = text
        text = re.sub(r'\{[^{}]*\}', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), text)
    return text


def prototypes(header):
    """(name, returns something, [parameter names], line)"""
    text = without_bodies(strip_comments(header))
    for match in PROTOTYPE.finditer(text):
        words, stars, name, inside = match.groups()
        first = words.split()[0]
        if first in NOT_TYPES or name in NOT_TYPES or name.isupper() or name.startswith('G_'):
            continue
        if name.endswith(('_get_type', '_quark')):
            continue
        names = []
        for parameter in re.split(r',(?![^()]*\))', inside):
            parameter = parameter.strip()
            pointer = re.search(r'\(\s*\*\s*(\w+)\s*\)', parameter)
            plain = re.search(r'\w[\s*]+(\w+)\s*(\[[^]]*\])?$', parameter)
            if parameter in ('', 'void', '...'):
                continue
            if pointer or plain:
                names.append((pointer or plain).group(1))
        returns = bool(stars) or '*' in words or 'void' not in words.split()
        yield name, returns, names, line_of(text, match.start(3))


class Report:
    """TAP: one 'ok' for a rule nobody breaks, one 'not ok' for every breach."""

    def __init__(self, name):
        self.name = name
        self.breaches = {}
        self.number = 0
        self.failed = False

    def rule(self, rule):
        self.breaches.setdefault(rule, [])

    def breach(self, rule, path, line, message):
        self.breaches.setdefault(rule, []).append((path, line, message))

    def skip(self, rule, reason):
        self.number += 1
        print('ok %d - %s: %s # SKIP %s' % (self.number, self.name, rule, reason))

    def finish(self):
        for rule, breaches in self.breaches.items():
            if not breaches:
                self.number += 1
                print('ok %d - %s: %s' % (self.number, self.name, rule))
            for path, line, message in breaches:
                self.number += 1
                self.failed = True
                print('not ok %d - %s: %s: %s:%d %s'
                      % (self.number, self.name, rule, path, line, message))
        print('1..%d' % self.number)
        sys.exit(1 if self.failed else 0)
