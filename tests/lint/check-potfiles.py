#!/usr/bin/python3
# check-potfiles.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Translations: POTFILES.in names every file with translatable text and no other; every language in
LINGUAS is there, complete against today's sources, without fuzzy entries, with true placeholders, and
really translated (a msgstr equal to its msgid is suspect; po-same.txt lists the words that may be).
"""

import os
import re
import shutil
import subprocess
import tempfile

from lintlib import Report, arguments, list_files, read, strip_comments

MARKED_C = re.compile(r'(?<!\w)(_|N_|C_|NC_|Q_|ngettext|dngettext|gettext|dgettext|g_dgettext|'
                      r'g_dngettext|g_dpgettext2?)\s*\(\s*[^)\s]')
MARKED_XML = re.compile(r'translatable="yes"|<gettext-domain|gettext-domain="')
DESKTOP = ('.desktop.in', '.desktop.in.in', '.metainfo.xml.in', '.appdata.xml.in')
# What meson's i18n preset 'glib' passes.
KEYWORDS = ['--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
            '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
            '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format',
            '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
            '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format',
            '--flag=g_error_new:3:c-format', '--flag=g_set_error:4:c-format']
MAX_SAME_PERCENT = 3


def marked(root, path):
    """Whether a file holds text for translators."""
    if path.endswith(DESKTOP):
        return True
    if path.endswith('.ui'):
        return 'translatable="yes"' in read(root, path)
    if path.endswith(('.gschema.xml', '.gschema.xml.in', '.error.xml')):
        return bool(MARKED_XML.search(read(root, path))) or '<_' in read(root, path)
    if path.endswith(('.c', '.h')):
        clean = strip_comments(read(root, path))
        clean = re.sub(r'^[ \t]*#[ \t]*(define|undef|if).*$', '', clean, flags=re.M)
        return bool(MARKED_C.search(clean))
    return False


def list_potfiles(root):
    for name in ('po/POTFILES.in', 'po/POTFILES'):
        if os.path.exists(os.path.join(root, name)):
            entries = {}
            for number, line in enumerate(read(root, name).splitlines(), 1):
                entry = re.sub(r'^\[[^]]*\]\s*', '', line.split('#')[0].strip())
                if entry:
                    entries[entry] = number
            return name, entries
    return 'po/POTFILES.in', {}


def check_potfiles(report, root, files):
    name, entries = list_potfiles(root)
    for path in files:
        if path.startswith(('src/', 'plugin/', 'data/')) and path not in entries and marked(root, path):
            report.breach('POTFILES', path, 1, 'has translatable text but is not in ' + name)
    for entry, line in entries.items():
        if entry not in files:
            report.breach('POTFILES', name, line, entry + ' does not exist')
        elif not marked(root, entry):
            report.breach('POTFILES', name, line, entry + ' has no translatable text')
    return name, entries


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE=''), check=False)


def unescape(text):
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), text)


def parse_po(text):
    """[{'msgid': .., 'msgid_plural': .., 'msgstr': [..], 'fuzzy': bool}] without obsolete entries."""
    entries = []
    for block in re.split(r'\n\s*\n', text):
        entry = {'msgid': '', 'msgstr': [], 'fuzzy': False, 'header': False}
        key = None
        for line in block.splitlines():
            if line.startswith('#'):
                entry['fuzzy'] |= line.startswith('#,') and 'fuzzy' in line
                continue
            match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"(.*)"$', line.strip())
            if not match:
                continue
            if match.group(1):
                key = match.group(1)
                if key.startswith('msgstr'):
                    entry['msgstr'].append('')
                else:
                    entry[key] = ''
            if key and key.startswith('msgstr'):
                entry['msgstr'][-1] += unescape(match.group(2))
            elif key:
                entry[key] += unescape(match.group(2))
        if entry['msgstr'] and entry['msgid']:
            entries.append(entry)
    return entries


def read_allowed(root):
    """po-same.txt of the tree, one msgid a line; a line 'de: Text' holds for that language only."""
    path = os.path.join(root, 'tests', 'lint', 'po-same.txt')
    if not os.path.exists(path):
        return set()
    with open(path, encoding='utf-8') as stream:
        return {line.rstrip('\n') for line in stream if line.strip() and not line.startswith('#')}


def check_same(report, path, language, entries, allowed):
    if language.split('_')[0] == 'en':
        return
    same = []
    for entry in entries:
        msgid = entry['msgid']
        # Placeholders and punctuation alone have nothing to translate.
        if not re.search(r'[^\W\d_]{2}', re.sub(r'%[-+ #0-9.*$]*[a-z]+|\{\w*\}|\s', ' ', msgid)):
            continue
        if msgid in allowed or '%s: %s' % (language, msgid) in allowed:
            continue
        if entry['msgstr'][0] == msgid:
            same.append(msgid)
    if len(same) * 100 > len(entries) * MAX_SAME_PERCENT:
        report.breach('translated, not copied', path, 1, '%d of %d texts equal the English, e.g. "%s"'
                      % (len(same), len(entries), '", "'.join(t[:30] for t in same[:5])))


def check_language(report, root, language, pot, scratch, allowed):
    path = 'po/%s.po' % language
    full = os.path.join(root, path)
    syntax = run('msgfmt', '-c', '-o', os.devnull, full, cwd=root)
    if syntax.returncode:
        # msgfmt's first lines say where: path:line: message
        for line in syntax.stdout.decode(errors='replace').splitlines()[:5]:
            where = re.match(r'.*?:(\d+):\s*(.*)', line)
            if where:
                report.breach('placeholders and header', path, int(where.group(1)), where.group(2))
        report.breach('placeholders and header', path, 1, 'msgfmt -c fails')
        return
    merged = full
    if pot:
        merged = os.path.join(scratch, language + '.po')
        run('msgmerge', '-q', '-N', '-o', merged, full, pot, cwd=root)
        again = run('msgfmt', '-c', '-o', os.devnull, merged, cwd=root)
        if again.returncode:
            report.breach('placeholders and header', path, 1, ' '.join(
                again.stdout.decode(errors='replace').replace(scratch + '/', '').split())[:300])
    with open(merged, encoding='utf-8', errors='replace') as stream:
        entries = parse_po(stream.read())
    for what, chosen in (
            ('fuzzy', [e for e in entries if e['fuzzy']]),
            ('untranslated', [e for e in entries if not e['fuzzy'] and not all(e['msgstr'])])):
        if chosen:
            report.breach('complete', path, 1, '%d of %d texts are %s, e.g. "%s"'
                          % (len(chosen), len(entries), what,
                             '", "'.join(e['msgid'][:40] for e in chosen[:3])))
    check_same(report, path, language, entries, allowed)


def make_pot(report, root, potfiles, entries, scratch):
    """The template of today's sources, or None. A stale .po is complete only against itself."""
    present = [entry for entry in entries if os.path.exists(os.path.join(root, entry))]
    if not present:
        return None
    names = os.path.join(scratch, 'files')
    with open(names, 'w', encoding='utf-8') as stream:
        stream.write('\n'.join(present) + '\n')
    pot = os.path.join(scratch, 'messages.pot')
    made = run('xgettext', '--from-code=UTF-8', '--add-comments', '--directory=' + root,
               '--files-from=' + names, '--output=' + pot, *KEYWORDS, cwd=root)
    if made.returncode or not os.path.exists(pot):
        report.breach('POTFILES', potfiles, 1, 'xgettext: '
                      + ' '.join(made.stdout.decode(errors='replace').split())[:300])
        return None
    return pot


def main():
    args = arguments(__doc__.splitlines()[0])
    root = args.root
    report = Report('translations')
    files = list_files(root)
    report.rule('POTFILES')
    potfiles, entries = check_potfiles(report, root, set(files))
    if not shutil.which('msgfmt') or not shutil.which('xgettext'):
        report.skip('languages', 'gettext is not installed')
        report.finish()
    linguas = []
    if os.path.exists(os.path.join(root, 'po', 'LINGUAS')):
        for line in read(root, 'po/LINGUAS').splitlines():
            linguas += line.split('#')[0].split()
    for rule in ('LINGUAS', 'placeholders and header', 'complete', 'translated, not copied'):
        report.rule(rule)
    there = {os.path.basename(f)[:-3] for f in files if re.match(r'po/[^/]+\.po$', f)}
    for language in sorted(there - set(linguas)):
        report.breach('LINGUAS', 'po/%s.po' % language, 1, 'is not in po/LINGUAS')
    for language in sorted(set(linguas) - there):
        report.breach('LINGUAS', 'po/LINGUAS', 1, 'po/%s.po does not exist' % language)
    with tempfile.TemporaryDirectory() as scratch:
        pot = make_pot(report, root, potfiles, entries, scratch)
        for language in sorted(set(linguas) & there):
            check_language(report, root, language, pot, scratch, read_allowed(root))
    report.finish()


if __name__ == '__main__':
    main()
