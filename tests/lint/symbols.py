#!/usr/bin/python3
# symbols.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""What the libraries offer is what their headers say, and the module offers only what Evolution calls.

  symbols.py --root SOURCE --module MODULE.so LIBRARY.a:FOLDER...

A function of a public header is defined; any other that leaves its file is one of a -private.h and begins with
an underscore; nothing but the module's entry points is visible to the process that loads it.
"""

import argparse
import os
import re
import subprocess

from lintlib import Report, list_files, prototypes, read, strip_comments

MODULE_EXPORTS = {'e_module_load', 'e_module_unload', 'g_module_check_init'}
GENERATED = {'crm_get_resource'}
LINKER_MADE = {'__bss_start', '_edata', '_end', '_init', '_fini'}
DECLARED_TYPE = re.compile(r'G_DECLARE_(?:FINAL|DERIVABLE)_TYPE\s*\(\s*\w+\s*,\s*(\w+)|\b(\w+_get_type|\w+_quark)\s*\(')


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--root', required=True)
    parser.add_argument('--module', required=True)
    parser.add_argument('libraries', nargs='+')
    return parser.parse_args()


def defined(path, dynamic=False):
    listed = subprocess.run(['nm', '--defined-only', '-D' if dynamic else '-g', path], check=True,
                            stdout=subprocess.PIPE).stdout.decode()
    words = [line.split() for line in listed.splitlines()]
    # nm answers "0000 T name"; the rest are names of an archive's members.
    return {w[2] for w in words if len(w) == 3 and not w[2].startswith('__asan')}


def declared(root, folder, private):
    """name -> (header, line) of the functions in the public or the private headers of a folder."""
    names = {}
    for path in list_files(root):
        if not path.startswith(folder + '/') or not path.endswith('.h'):
            continue
        if path.endswith('-private.h') != private:
            continue
        text = read(root, path)
        for name, _, _, line in prototypes(text):
            names[name] = (path, line)
        for match in DECLARED_TYPE.finditer(strip_comments(text)):
            name = match.group(1) + '_get_type' if match.group(1) else match.group(2)
            names[name] = (path, 1)
    return names


def local_types(root, folder):
    """The _get_type() functions of classes that stand in one .c: G_DECLARE_FINAL_TYPE cannot make them static."""
    return {match.group(1) + '_get_type' for path in list_files(root)
            if path.startswith(folder + '/') and path.endswith('.c')
            for match in DECLARED_TYPE.finditer(strip_comments(read(root, path))) if match.group(1)}


def check_library(report, root, library, folder):
    symbols = defined(library)
    public, private = declared(root, folder, False), declared(root, folder, True)
    for name, (path, line) in public.items():
        if name not in symbols:
            report.breach('declared is defined', path, line, '%s() is in no object of %s'
                          % (name, os.path.basename(library)))
        if name.startswith('_'):
            report.breach('private names', path, line, '%s() is private, but not its header' % name)
    for name in sorted(symbols - set(public) - GENERATED - local_types(root, folder)):
        if name not in private:
            report.breach('defined is declared', folder, 1, '%s() leaves its file and is in no header' % name)
        elif not name.startswith('_'):
            report.breach('private names', private[name][0], private[name][1],
                          '%s() is private and has no underscore' % name)
    if not symbols:
        report.breach('declared is defined', library, 1, 'no symbols at all')


def check_module(report, module):
    exported = defined(module, dynamic=True) - LINKER_MADE
    for name in sorted(exported - MODULE_EXPORTS):
        report.breach('module exports', os.path.basename(module), 1, '%s is visible to Evolution' % name)
    for name in sorted(MODULE_EXPORTS - exported):
        report.breach('module exports', os.path.basename(module), 1, '%s is missing' % name)


def main():
    args = arguments()
    report = Report('symbols')
    for rule in ('module exports', 'declared is defined', 'defined is declared', 'private names'):
        report.rule(rule)
    check_module(report, args.module)
    for pair in args.libraries:
        library, folder = pair.rsplit(':', 1)
        check_library(report, args.root, library, folder)
    report.finish()


if __name__ == '__main__':
    main()
