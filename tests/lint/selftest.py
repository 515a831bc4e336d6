#!/usr/bin/python3
# selftest.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""A lint that cannot fail is no lint: plants one fault at a time into a clean tree, and expects the
right script to name it, at the right place. The clean tree itself must pass everywhere.
"""

import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LICENCE = '/* %s - SPDX-License-Identifier: LGPL-2.1-or-later */\n'

HEADER = '''#pragma once
#include <glib.h>
G_BEGIN_DECLS
gboolean crm_deal_check (const char *title, GError **error);
G_END_DECLS
'''
SOURCE = '''#include "crm-deal.h"

#include <glib/gi18n-lib.h>

/**
 * crm_deal_check:
 * @title: (nullable): called so by the user; goto, SELECT and system() are no fault
 * @error: return location
 *
 * Returns: whether the title may be stored
 */
gboolean
crm_deal_check (const char *title, GError **error)
{
  return title != NULL && g_strcmp0 (title, _ ("Select a deal from the list")) != 0;
}
'''
STORE = '''#include <sqlite3.h>

#include "crm-deal.h"

const char *crm_deal_sql = "SELECT id"
                           " FROM deal";
'''
PLUGIN = '''#include <gtk/gtk.h>
#include <mail/e-mail-reader.h>

#include "crm-deal.h"
'''
PO = '''msgid ""
msgstr ""
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Project-Id-Version: x\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Last-Translator: x\\n"
"Language-Team: x\\n"

msgid "Select a deal from the list"
msgstr "Ein Geschäft aus der Liste wählen"
'''

MODEL = 'src/core/model/crm-deal.c'
MODEL_H = 'src/core/model/crm-deal.h'
STORE_C = 'src/core/store/crm-deal-store.c'
PLUGIN_C = 'plugin/mail/e-crm-pane.c'


def clean_tree():
    return {
        MODEL: LICENCE % 'crm-deal.c' + SOURCE,
        MODEL_H: LICENCE % 'crm-deal.h' + HEADER,
        STORE_C: LICENCE % 'crm-deal-store.c' + STORE,
        PLUGIN_C: LICENCE % 'e-crm-pane.c' + PLUGIN,
        'src/cli/ecrm.c': LICENCE % 'ecrm.c' + '#include <json-glib/json-glib.h>\n#include "crm-deal.h"\n',
        'src/cli/ecrm-cmd.h': LICENCE % 'ecrm-cmd.h' + '#pragma once\n',
        'src/core/store/crm-rows-private.h': LICENCE % 'crm-rows-private.h' + '#pragma once\n',
        'po/POTFILES.in': '# comment\n' + MODEL + '\n',
        'po/LINGUAS': 'de\n',
        'po/de.po': PO,
    }


def function(name, lines, waiver=''):
    body = ''.join('  g_print ("x");\n' for _ in range(lines - 3))
    return '\nvoid\n%s (void)\n{%s\n%s}\n' % (name, waiver, body)


def nested(levels):
    opening = ''.join('  ' * (2 * n + 1) + 'if (n)\n' + '  ' * (2 * n + 2) + '{\n' for n in range(levels))
    closing = ''.join('  ' * (2 * n + 2) + '}\n' for n in reversed(range(levels)))
    return '\nvoid\nf (int n)\n{\n' + opening + '  ' * (2 * levels + 1) + 'n++;\n' + closing + '}\n'


def after(path, text):
    """A fault: text added at the end of one file (made if it is not there)."""
    def plant(tree):
        tree[path] = tree.get(path, LICENCE % os.path.basename(path)) + text
    return plant


def rooms_in_a_circle(tree):
    """Three features of the workspace of which each includes the next."""
    for room, other in (('find', 'record'), ('record', 'people'), ('people', 'find')):
        stem = 'src/app/%s/crm-app-%s' % (room, room)
        tree[stem + '.h'] = LICENCE % os.path.basename(stem + '.h') + '#pragma once\n'
        tree[stem + '.c'] = (LICENCE % os.path.basename(stem + '.c')
                             + '#include "%s/crm-app-%s.h"\n' % (other, other))


def unlicensed(path):
    def plant(tree):
        tree[path] = 'print (1)\n'
    return plant


def instead(path, old, new):
    def plant(tree):
        assert old in tree[path], (path, old)
        tree[path] = tree[path].replace(old, new)
    return plant


# (script, what the complaint must contain, fault)
FAULTS = [
    ('check-includes.py', 'src/core/model must not include', after(MODEL, '#include "crm-view.h"\n')),
    ('check-includes.py', 'src/core/model must not include',
     after(MODEL, '#include "../store/crm-rows-private.h"\n')),
    ('check-includes.py', 'must not include', after('src/mail/crm-mail.c', '#include "crm-book.h"\n')),
    ('check-includes.py', 'which leads back to src/app/find', rooms_in_a_circle),
    ('check-includes.py', 'plugin includes src/cli', after(PLUGIN_C, '#include "ecrm-cmd.h"\n')),
    ('check-includes.py', 'is private to', after('src/core/service/crm-s.c',
                                                 '#include "crm-rows-private.h"\n')),
    ('check-includes.py', 'GTK header', after(MODEL, '#include <gtk/gtk.h>\n')),
    ('check-includes.py', 'GTK header', after('src/present/crm-form.c', '# include <gdk/gdk.h>\n')),
    ('check-includes.py', 'EDS header', after(STORE_C, '#include <libebook/libebook.h>\n')),
    ('check-includes.py', 'JSON header', after(MODEL, '#include <json-glib/json-glib.h>\n')),
    ('check-includes.py', 'HTTP header', after(MODEL, '#include <libsoup/soup.h>\n')),
    ('check-includes.py', 'Camel header', after(STORE_C, '#include <camel/camel.h>\n')),
    ('check-includes.py', 'Evolution header', after('src/eds/crm-book.h', '#include <shell/e-shell.h>\n')),
    ('check-includes.py', 'SQLite header', after(PLUGIN_C, '#include <sqlite3.h>\n')),
    ('check-includes.py', 'SQL in a string', after(PLUGIN_C, 'const char *q = "SELECT " "id FROM deal";\n')),
    ('check-includes.py', 'SQL in a string', after(MODEL, 'const char *q = "delete from deal where id=?";\n')),
    ('check-includes.py', 'SQL in a string', after('src/cli/ecrm.c', '#define Q "PRAGMA user_version"\n')),
    ('check-includes.py', '.sql file outside', after('src/core/service/q.sql', 'SELECT 1;\n')),

    ('check-source.py', 'the first line must hold', instead(MODEL, LICENCE % 'crm-deal.c', '')),
    ('check-source.py', 'the first line must hold', unlicensed('tests/x.py')),
    ('check-source.py', 'long_one() has 81 lines', after(MODEL, function('long_one', 81))),
    ('check-source.py', '801 lines', after(MODEL, '\n' * (801 - (LICENCE + SOURCE).count('\n')))),
    ('check-source.py', 'nests 5 deep', after(MODEL, nested(5))),
    ('check-source.py', 'goto', after(MODEL, '\nvoid\nf (void)\n{\n  goto out;\nout:\n  return;\n}\n')),
    ('check-source.py', 'belongs into the orders',
     after(PLUGIN_C, '\nvoid\nf (void)\n{\n  e_book_client_modify_contact (a, b);\n}\n')),
    ('check-source.py', 'e_cal_client_modify_object_sync() belongs into',
     after('src/eds/crm-calendar-mirror.c', '\nvoid\nf (void)\n{\n  e_cal_client_modify_object_sync (a);\n}\n')),
    ('check-source.py', 'e_cal_client_remove_objects() belongs into',
     after(PLUGIN_C, '\nvoid\nf (void)\n{\n  e_cal_client_remove_objects (a);\n}\n')),
    ('check-source.py', 'E_CAL_CLIENT_SOURCE_TYPE_EVENTS: task lists',
     after('src/eds/crm-task-order.c', '\nvoid\nf (void)\n{\n  open (E_CAL_CLIENT_SOURCE_TYPE_EVENTS);\n}\n')),
    ('check-source.py', 'strcpy()', after(MODEL, '\nvoid\nf (void)\n{\n  strcpy (a, b);\n}\n')),
    ('check-source.py', 'sprintf()', after(MODEL, '\nvoid\nf (void)\n{\n  sprintf (a, b);\n}\n')),
    ('check-source.py', 'system()', after(PLUGIN_C, '\nvoid\nf (void)\n{\n  system ("ls");\n}\n')),
    ('check-source.py', 'popen()', after(PLUGIN_C, '\nvoid\nf (void)\n{\n  popen ("ls", "r");\n}\n')),
    ('check-source.py', 'g_getenv()', after(MODEL, '\nvoid\nf (void)\n{\n  g_getenv ("HOME");\n}\n')),
    ('check-source.py', 'f() sets an error', after(MODEL, '\nvoid\nf (int a,\n   GError **error)\n{\n}\n')),
    ('check-source.py', 'test the value itself', after(MODEL, '\nint\nf (int a)\n{\n  return a == TRUE;\n}\n')),

    ('check-potfiles.py', 'is not in po/POTFILES.in', after(PLUGIN_C, 'const char *t = N_ ("Deal");\n')),
    ('check-potfiles.py', 'is not in po/POTFILES.in',
     after('data/x.ui', '<label translatable="yes">Deal</label>\n')),
    ('check-potfiles.py', 'has no translatable text', after('po/POTFILES.in', PLUGIN_C + '\n')),
    ('check-potfiles.py', 'does not exist', after('po/POTFILES.in', 'src/gone.c\n')),
    ('check-potfiles.py', 'po/fr.po does not exist', after('po/LINGUAS', 'fr\n')),
    ('check-potfiles.py', 'is not in po/LINGUAS', instead('po/LINGUAS', 'de', '')),
    ('check-potfiles.py', '1 of 2 texts are untranslated',
     instead(MODEL, '_ ("Select', '_ ("New text")) && g_strcmp0 (title, _ ("Select')),
    ('check-potfiles.py', '1 of 1 texts are untranslated',
     instead('po/de.po', '"Ein Geschäft aus der Liste wählen"', '""')),
    ('check-potfiles.py', 'texts are fuzzy', instead('po/de.po', 'msgid "Select', '#, fuzzy\nmsgid "Select')),
    ('check-potfiles.py', '1 of 1 texts equal the English',
     instead('po/de.po', 'Ein Geschäft aus der Liste wählen', 'Select a deal from the list')),
    ('check-potfiles.py', 'placeholders', after('po/de.po', '\n#, c-format\nmsgid "%s of %d"\nmsgstr "%d"\n')),

    ('check-format.sh', MODEL, after(MODEL, '\nint f(int a){return a;}\n')),
    ('check-format.sh', PLUGIN_C, after(PLUGIN_C, '\n/* %s */\n' % ('long ' * 25))),

    ('check-paths.sh', 'no machine paths', after(MODEL, '/* see /wor' + 'k/shared/x.md */\n')),
    ('check-paths.sh', 'no machine paths', after('tests/t.sh', 'cd /hom' + 'e/jane/src\n')),
    ('check-paths.sh', 'no package registries',
     after('tests/t.sh', 'URL=http://mirr' + 'or.example/debian\n')),
    ('check-paths.sh', 'no package registries', after('tests/t.sh', 'http://10.1' + '.2.3:8080/debian\n')),
    ('check-paths.sh', 'binary of', after('data/x.bin', '\0' * (200 * 1024 + 1))),

    ('check-docs.py', 'crm_deal_new() has no doc block',
     instead(MODEL_H, 'G_END_DECLS', 'char *crm_deal_new (void) G_GNUC_WARN_UNUSED_RESULT;\nG_END_DECLS')),
    ('check-docs.py', 'does not describe @error', instead(MODEL, ' * @error: return location\n', '')),
    ('check-docs.py', 'has no "Returns:"', instead(MODEL, ' * Returns:', ' * It says')),
]

# What looks like a fault and is none.
INNOCENT = [
    ('check-source.py', 'a waiver with its reason',
     after(MODEL, function('f', 90, ' /* lint: long, one table */'))),
    ('check-source.py', 'a function of 80 lines', after(MODEL, function('f', 80))),
    ('check-source.py', 'nesting of 4', after(MODEL, nested(4))),
    ('check-source.py', '#else opens the same block twice',
     after(MODEL, '\nvoid\nf (int a)\n{\n#if X\n  if (a) {\n#else\n  if (!a) {\n#endif\n  }\n}\n'
           + function('g', 70))),
    ('check-source.py', 'the environment in the command line',
     after('src/cli/ecrm.c', '\nvoid\nf (void)\n{\n  g_getenv ("HOME");\n}\n')),
    ('check-source.py', 'a helper that only sets an error',
     after(MODEL, '\nstatic void\nset_sqlite_error (GError **error)\n{\n}\n')),
    ('check-includes.py', 'an English sentence',
     after(PLUGIN_C, 'const char *t = "Select one from the list, then delete from it";\n')),
]


def write_tree(folder, tree):
    for path, text in tree.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'w', encoding='utf-8') as stream:
            stream.write(text)
    with open(os.path.join(HERE, '..', '..', '.clang-format'), encoding='utf-8') as stream:
        style = stream.read()
    with open(os.path.join(folder, '.clang-format'), 'w', encoding='utf-8') as stream:
        stream.write(style)


def run(script, tree):
    folder = tempfile.mkdtemp()
    try:
        write_tree(folder, tree)
        done = subprocess.run([os.path.join(HERE, script), '--root', folder], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False, env=dict(
                                  os.environ, PYTHONDONTWRITEBYTECODE='1'))
        return done.returncode, done.stdout.decode(errors='replace')
    finally:
        shutil.rmtree(folder)


class Tap:
    def __init__(self):
        self.number = 0
        self.failed = False

    def say(self, good, what, output=''):
        self.number += 1
        print('%s %d - selftest: %s' % ('ok' if good else 'not ok', self.number, what))
        if not good:
            self.failed = True
            print(''.join('# %s\n' % line for line in output.splitlines()), end='')


def check_fault(tap, number, script, expected, plant):
    tree = clean_tree()
    plant(tree)
    if script == 'check-includes.py':
        tree.setdefault('src/core/service/crm-view.h', LICENCE % 'crm-view.h' + '#pragma once\n')
        tree.setdefault('src/eds/crm-book.h', LICENCE % 'crm-book.h' + '#pragma once\n')
    status, output = run(script, tree)
    if '# SKIP' in output and status == 0:
        print('ok %d - selftest: %s # SKIP %s' % (tap.number + 1, script, 'its tool is not installed'))
        tap.number += 1
        return
    complaints = [line for line in output.splitlines() if line.startswith('not ok')]
    good = status != 0 and any(expected in line for line in complaints)
    tap.say(good, '%s finds fault %d: %s' % (script, number, expected), output)


def main():
    tap = Tap()
    for script in sorted({script for script, _, _ in FAULTS}):
        status, output = run(script, clean_tree())
        tap.say(status == 0 and 'not ok' not in output, '%s passes a clean tree' % script, output)
    for number, (script, expected, plant) in enumerate(FAULTS, 1):
        check_fault(tap, number, script, expected, plant)
    for script, what, plant in INNOCENT:
        tree = clean_tree()
        plant(tree)
        status, output = run(script, tree)
        tap.say(status == 0, '%s lets pass: %s' % (script, what), output)
    print('1..%d' % tap.number)
    return 1 if tap.failed else 0


if __name__ == '__main__':
    sys.exit(main())
