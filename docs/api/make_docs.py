#!/usr/bin/python3
# make_docs.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes HTML of the doc comments of the libraries (src/core, eds, mail, present); a warning is an error.

  make_docs.py --output DIR [--root DIR]

g-ir-scanner reads the comments and compares them with the prototypes, gi-docgen writes the pages. Nobody is
offered language bindings: what the scanner says about structures that have no GType is no fault here.
Skips where the tools are missing.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
FOLDERS = ('src/core', 'src/eds', 'src/mail', 'src/present')
PACKAGES = ('gio-2.0', 'camel-1.2', 'libebook-1.2', 'libecal-2.0')
INCLUDES = ('Gio-2.0', 'Camel-1.2', 'EBook-1.2', 'EBookContacts-1.2', 'ECal-2.0', 'ICalGLib-3.0')
ABOUT_BINDINGS = re.compile('Invalid non-constant return of bare structure')
PROJECT = '''[library]
name = "Crm"
version = "%s"
description = "Evolution CRM: what stands behind its front ends"
license = "LGPL-2.1-or-later"
namespace = "Crm"
'''
DEPENDENCY = '''
[dependencies."%s"]
name = "%s"
description = "%s"
docs_url = "%s"
'''


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--output', help='where the pages go (default: nowhere, only the check)')
    parser.add_argument('--root', default=TOP)
    parser.add_argument('--version', default='0')
    return parser.parse_args()


def public_files(root):
    found = []
    for top in FOLDERS:
        for folder, _, files in os.walk(os.path.join(root, top)):
            found += [os.path.relpath(os.path.join(folder, name), root) for name in sorted(files)
                      if name.endswith(('.c', '.h')) and not name.endswith('-private.h')]
    return found


def scan(root, gir, temp):
    """The warnings of g-ir-scanner that are about the comments."""
    flags = subprocess.run(['pkg-config', '--cflags-only-I', *PACKAGES], check=True, stdout=subprocess.PIPE)
    # What the build would generate; the comments do not depend on it.
    with open(os.path.join(temp, 'config.h'), 'w', encoding='utf-8') as stream:
        stream.write('#define GETTEXT_PACKAGE "x"\n')
    command = ['g-ir-scanner', '--warn-all', '--header-only', '--quiet', '--namespace=Crm', '--nsversion=1',
               '--identifier-prefix=Crm', '--symbol-prefix=crm', '-I' + temp, '-Isrc/core', '-Isrc/core/model',
               '-Isrc/eds', '-Isrc/mail', '-Isrc/present', '--output', gir,
               *('--include=' + name for name in INCLUDES), *('--pkg=' + name for name in PACKAGES),
               *flags.stdout.decode().split(), *public_files(root)]
    # The scanner keeps what it read of other libraries below HOME.
    done = subprocess.run(command, cwd=root, env=dict(os.environ, HOME=temp, XDG_CACHE_HOME=temp), check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.decode(errors='replace').splitlines()
    warnings = [line for line in lines if 'Warning:' in line and not ABOUT_BINDINGS.search(line)]
    if done.returncode != 0:
        warnings += lines[-20:] + ['g-ir-scanner: exit status %d' % done.returncode]
    return warnings


def write_pages(gir, output, version, temp):
    config = os.path.join(temp, 'crm.toml')
    with open(config, 'w', encoding='utf-8') as stream:
        stream.write(PROJECT % version)
        for name in INCLUDES:
            title = name.split('-')[0]
            stream.write(DEPENDENCY % (name, title, title, 'https://docs.gtk.org/gio/' if title == 'Gio' else
                                       'https://gnome.pages.gitlab.gnome.org/evolution-data-server/'))
    done = subprocess.run(['gi-docgen', 'generate', '--quiet', '--fatal-warnings', '--no-namespace-dir', '--config',
                           config, '--output-dir', output, gir], check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    said = [line for line in done.stdout.decode(errors='replace').splitlines() if line.strip()]
    return said if done.returncode != 0 or said else []


def main():
    args = arguments()
    if not shutil.which('g-ir-scanner') or not shutil.which('gi-docgen'):
        print('1..0 # SKIP no g-ir-scanner or no gi-docgen')
        return
    with tempfile.TemporaryDirectory(prefix='crm-docs-') as temp:
        gir = os.path.join(temp, 'Crm-1.gir')
        warnings = scan(os.path.abspath(args.root), gir, temp)
        if os.path.exists(gir):
            warnings += write_pages(gir, args.output or os.path.join(temp, 'pages'), args.version, temp)
    for number, line in enumerate(warnings, 1):
        print('not ok %d - docs: %s' % (number, line))
    if not warnings:
        print('ok 1 - docs: made without a warning')
    print('1..%d' % max(len(warnings), 1))
    sys.exit(1 if warnings else 0)


if __name__ == '__main__':
    main()
