#!/usr/bin/python3
# check-docs.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Every function in a public header of the libraries below src/ has a doc block in its .c, naming each parameter and
saying what is returned.

"Its .c" is any in the header's folder: a class may be split by facet. Functions that macros define
(_get_type, _quark) speak for themselves, and so do parameters of the prototype without a name.
"""

import os
import re

from lintlib import Report, arguments, list_files, prototypes, read

LIBRARIES = ('src/core/', 'src/eds/', 'src/mail/', 'src/present/')
BLOCK = re.compile(r'/\*\*\s*\n\s*\*\s*(\w+):?(?:\s*\([^\n]*\))?:?[^\n]*\n(.*?)\*/', re.S)


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
        if (not header.startswith(LIBRARIES) or not header.endswith('.h')
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
