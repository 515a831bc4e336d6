#!/usr/bin/python3
# check-docs.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Every function in a public header below src/core has a doc block in its .c, naming each parameter and
saying what is returned.

"Its .c" is any in the header's folder: a class may be split by facet. Functions that macros define
(_get_type, _quark) speak for themselves, and so do parameters of the prototype without a name.
"""

import os
import re

from lintlib import Report, arguments, line_of, list_files, read, strip_comments

PROTOTYPE = re.compile(r'(?:^|[;}\n])[ \t]*((?:[A-Za-z_][\w \t]*?[ \t\n*]+)+?)(\**)(\w+)\s*'
                       r'\(((?:[^()]|\([^()]*\))*)\)\s*(?:G_GNUC_\w+\s*(?:\([^()]*\))?\s*)*;')
BLOCK = re.compile(r'/\*\*\s*\n\s*\*\s*(\w+):?(?:\s*\([^\n]*\))?:?[^\n]*\n(.*?)\*/', re.S)
NOT_TYPES = {'return', 'else', 'typedef', 'G_DECLARE_FINAL_TYPE', 'G_DECLARE_DERIVABLE_TYPE',
             'G_DECLARE_INTERFACE', 'G_DEFINE_AUTOPTR_CLEANUP_FUNC',
             'G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC', 'G_DEFINE_AUTO_CLEANUP_FREE_FUNC'}


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


def doc_blocks(root, folder, files):
    """name -> text of the doc blocks in the .c files of a folder."""
    found = {}
    for path in files:
        if os.path.dirname(path) == folder and path.endswith('.c'):
            for match in BLOCK.finditer(read(root, path)):
                found[match.group(1)] = match.group(2)
    return found


def main():
    args = arguments(__doc__.splitlines()[0])
    report = Report('docs')
    for rule in ('every public function', 'every parameter', 'what is returned'):
        report.rule(rule)
    files = list_files(args.root)
    for header in files:
        if (not header.startswith('src/core/') or not header.endswith('.h')
                or header.endswith('-private.h')):
            continue
        blocks = doc_blocks(args.root, os.path.dirname(header), files)
        for name, returns, parameters, line in prototypes(read(args.root, header)):
            if name not in blocks:
                report.breach('every public function', header, line, name + '() has no doc block')
                continue
            text = blocks[name]
            missing = [p for p in parameters if not re.search(r'@%s\b' % re.escape(p), text)]
            if missing:
                report.breach('every parameter', header, line, '%s() does not describe @%s'
                              % (name, ', @'.join(missing)))
            if returns and not re.search(r'\bReturns:', text):
                report.breach('what is returned', header, line, name + '() has no "Returns:"')
    report.finish()


if __name__ == '__main__':
    main()
