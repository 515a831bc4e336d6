#!/usr/bin/python3
# check-includes.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""The house rules as a test: who may include whom, and where SQL and GTK may be.

    core/model <- core/store <- core/service        core <- eds, mail, wire, present
    plugin, app: core, eds, mail, present           cli, server: core, eds, mail, wire, present

Everything that is not listed in MAY_USE is forbidden.
"""

import os
import re

from lintlib import Report, arguments, is_c, line_of, list_files, read, string_literals, strip_comments

CORE = ['src/core/model', 'src/core/store', 'src/core/service', 'src/core']

# Layer -> the layers of ours it may include besides itself. The longest prefix of a path is its layer.
MAY_USE = {
    'src/core/model': [],
    'src/core/store': ['src/core/model'],
    'src/core/service': ['src/core/model', 'src/core/store'],
    'src/core': CORE,
    'src/eds': CORE,
    'src/mail': CORE,
    'src/wire': CORE,
    'src/present': CORE,
    'plugin': CORE + ['src/eds', 'src/mail', 'src/present'],
    'src/app': CORE + ['src/eds', 'src/mail', 'src/present'],
    'src/cli': CORE + ['src/eds', 'src/mail', 'src/wire', 'src/present'],
    'src/server': CORE + ['src/eds', 'src/mail', 'src/wire', 'src/present'],
}
# A folder here is a feature of the workspace; what several of them lead to goes through the lowest.
ROOMS = 'src/app/'
FRONT_ENDS = ['plugin', 'src/app', 'src/cli', 'src/server']

# Library -> (its headers, the layers that may include them). Tests and the demo may include any.
LIBRARIES = {
    'SQLite': (r'sqlite3', ['src/core/store']),
    'GTK': (r'(gtk|gdk|webkit2?|webkitgtk)/', ['plugin', 'src/app']),
    'libadwaita': (r'(lib)?adwaita', ['src/app']),
    'Evolution': (r'(shell|mail|composer|calendar/gui|e-util|em-format|addressbook|libemail-engine)/',
                  ['plugin']),
    'EDS': (r'(libebook|libebook-contacts|libecal|libedataserver|libedataserverui4?|libedata-book|'
            r'libedata-cal|libebackend)/', ['src/eds', 'plugin', 'src/app']),
    'Camel': (r'camel/', ['src/mail', 'src/eds', 'plugin']),
    'libical': (r'(libical|libical-glib)/', ['src/eds', 'plugin']),
    'HTTP': (r'(libsoup|curl)/', ['src/server']),
    'JSON': (r'json-glib/', ['src/wire', 'src/cli', 'src/server']),
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
SQL = re.compile(
    r'\b(SELECT\s.*\bFROM\b|SELECT\s+[\w?*(]|INSERT\s+(OR\s+\w+\s+)?INTO\b|REPLACE\s+INTO\b|'
    r'UPDATE\s+\S+\s+SET\b|DELETE\s+FROM\b|(CREATE|DROP|ALTER)\s+(TEMP\w*\s+)?'
    r'(TABLE|(UNIQUE\s+)?INDEX|VIEW|TRIGGER|VIRTUAL)\b|PRAGMA\s+\w+|BEGIN\s+(IMMEDIATE|EXCLUSIVE)\b|'
    r'ATTACH\s+DATABASE\b|VACUUM\b|ORDER BY\b|GROUP BY\b|LEFT JOIN\b)', re.S)
# The same in lower case, only where no English sentence looks like it.
SQL_LOWER = re.compile(r'\b(select\s+[\w.*, ()]+\s+from\s+\w+\s+(where|join|order|group|limit)\b|'
                       r'insert\s+(or\s+\w+\s+)?into\s+\w+\s*(\(|values)|update\s+\w+\s+set\s+\w+\s*=|'
                       r'delete\s+from\s+\w+\s+where\b|pragma\s+\w+\s*[=(])', re.S)


def layer_of(path):
    """The layer a file belongs to, or None outside the house (tests, data, generated)."""
    best = None
    for layer in MAY_USE:
        if path.startswith(layer + '/') and (best is None or len(layer) > len(best)):
            best = layer
    return best


def resolve(path, name, headers):
    """The files of ours an include may mean: beside the file, else any with that ending."""
    beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
    if beside in headers:
        return [beside]
    return [h for h in headers if h == name or h.endswith('/' + name)]


def check_ours(report, path, line, layer, target):
    other = layer_of(target)
    if other is None:
        report.breach('layers', path, line, '%s includes %s, which is not part of the house'
                      % (layer, target))
        return
    if other in FRONT_ENDS and layer in FRONT_ENDS and other != layer:
        report.breach('front ends stay apart', path, line, '%s includes %s' % (layer, target))
    elif other != layer and other not in MAY_USE[layer]:
        report.breach('layers', path, line, '%s must not include %s' % (layer, target))
    elif target.endswith('-private.h') and os.path.dirname(target) != os.path.dirname(path):
        report.breach('private headers', path, line, '%s is private to %s'
                      % (target, os.path.dirname(target)))


def check_theirs(report, path, line, layer, name):
    for library, (pattern, allowed) in LIBRARIES.items():
        if re.match(pattern, name) and layer not in allowed:
            report.breach('libraries', path, line, '%s header <%s> is allowed only in %s'
                          % (library, name, ', '.join(allowed)))


def check_includes(report, path, text, headers, includes):
    layer = layer_of(path)
    front_ends = set()
    clean = strip_comments(text, strings=False)
    for match in INCLUDE.finditer(clean):
        line = line_of(clean, match.start())
        targets = [] if match.group(1) == '<' else resolve(path, match.group(2), headers)
        includes += [(path, line, target) for target in targets[:1]]
        if layer is None:
            front_ends |= {layer_of(t) for t in targets if layer_of(t) in FRONT_ENDS}
        elif targets:
            # The same name in two folders: an allowed reading excuses the include.
            if not any(layer_of(t) == layer or layer_of(t) in MAY_USE[layer] for t in targets[1:]):
                check_ours(report, path, line, layer, targets[0])
        else:
            check_theirs(report, path, line, layer, match.group(2))
    if len(front_ends) > 1:
        report.breach('front ends stay apart', path, 1, 'one file includes %s'
                      % ' and '.join(sorted(front_ends)))


def check_rooms(report, includes):
    """The rooms of the workspace lead one way: whatever two of them lead to one another is told."""
    leads_to = {}
    for path, line, target in includes:
        if path.startswith(ROOMS) and target.startswith(ROOMS):
            room, other = os.path.dirname(path), os.path.dirname(target)
            if room not in (other, ROOMS.rstrip('/')):
                leads_to.setdefault(room, {}).setdefault(other, (path, line, target))

    def reaches(room, goal, seen):
        return room == goal or any(reaches(other, goal, seen) for other in leads_to.get(room, ())
                                   if other not in seen and not seen.add(other))

    for room in sorted(leads_to):
        for other, (path, line, target) in sorted(leads_to[room].items()):
            if reaches(other, room, {other}):
                report.breach('rooms lead one way', path, line, '%s, which leads back to %s'
                              % (target, room))


def check_sql(report, path, text):
    if layer_of(path) in (None, 'src/core/store'):
        return
    for offset, value in string_literals(text):
        match = SQL.search(value) or SQL_LOWER.search(value)
        if match:
            report.breach('SQL only in the store', path, line_of(text, offset),
                          'SQL in a string: "%s"' % ' '.join(match.group(0).split())[:40])


def main():
    args = arguments(__doc__.splitlines()[0])
    report = Report('includes')
    for rule in ('layers', 'rooms lead one way', 'front ends stay apart', 'private headers',
                 'libraries', 'SQL only in the store'):
        report.rule(rule)
    files = list_files(args.root)
    headers = {name for name in files if name.endswith('.h')}
    includes = []
    for path in files:
        if is_c(path):
            text = read(args.root, path)
            check_includes(report, path, text, headers, includes)
            check_sql(report, path, text)
        elif path.endswith('.sql') and not path.startswith(('data/', 'src/core/store/', 'tests/')):
            report.breach('SQL only in the store', path, 1, 'a .sql file outside data/ and the store')
    check_rooms(report, includes)
    report.finish()


if __name__ == '__main__':
    main()
