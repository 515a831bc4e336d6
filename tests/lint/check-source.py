#!/usr/bin/python3
# check-source.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""The habits that clang-format cannot see: licence line, sizes, nesting, and calls we do not make.

A function or file that must be long says so in a comment: /* lint: long, <reason> */ in the function or
just above it, or in the first ten lines of the file.
"""

import os
import re

from lintlib import Report, arguments, is_c, line_of, list_files, read, strip_comments

SPDX = 'SPDX-License-Identifier: LGPL-2.1-or-later'
MAX_FUNCTION = 80
MAX_FILE = 800
MAX_NESTING = 4
WAIVER = re.compile(r'lint: long, *[^\s*]')

# call -> what to use instead
UNSAFE = {
    'strcpy': 'g_strlcpy or g_strdup', 'strcat': 'g_strconcat or GString',
    'stpcpy': 'g_strlcpy', 'sprintf': 'g_snprintf or g_strdup_printf',
    'vsprintf': 'g_strdup_vprintf', 'gets': 'GInputStream', 'strtok': 'g_strsplit',
    'atoi': 'g_ascii_string_to_signed', 'atol': 'g_ascii_string_to_signed',
    'tmpnam': 'g_file_open_tmp', 'mktemp': 'g_mkdtemp', 'alloca': 'g_malloc', 'g_alloca': 'g_malloc',
    'g_newa': 'g_new', 'system': 'GSubprocess', 'popen': 'GSubprocess',
    'g_spawn_command_line_sync': 'GSubprocess', 'g_spawn_command_line_async': 'GSubprocess',
}
GETENV = {'getenv', 'g_getenv', 'secure_getenv'}
CALL = re.compile(r'(?<![\w.>])(%s)\s*\(' % '|'.join(sorted(UNSAFE.keys() | GETENV)))
BOOK_WRITE = re.compile(r'\be_book_client_(?:add|modify|remove)_contacts?(?!\w*_finish)\w*')
TASK_WRITE = re.compile(r'\be_cal_client_(?:create|modify|remove|receive|send)_objects?(?!\w*_finish)\w*')
NO_TASKS = re.compile(r'\bE_CAL_CLIENT_SOURCE_TYPE_(?:EVENTS|MEMOS)\b')
GOTO = re.compile(r'\bgoto\b')
TRUE = re.compile(r'[=!]=\s*TRUE\b|\bTRUE\s*[=!]=')
VOID_ERROR = re.compile(r'\bvoid\s+(\w+)\s*\(([^;{}]*?\bGError\s*\*\s*\*[^;{}]*)\)')
HEAD = re.compile(r'(\w+)\s*\([^{}]*\)\s*(?:G_GNUC_\w+\s*(?:\([^)]*\))?\s*)*$', re.S)


def is_script(root, path):
    if path.startswith(('tests/fixtures/', 'tests/fuzz/corpus/')):
        return False
    if path.endswith(('.py', '.sh')):
        return True
    if '.' in os.path.basename(path):
        return False
    with open(os.path.join(root, path), 'rb') as stream:
        return stream.read(2) == b'#!'


def check_licence(report, path, text):
    lines = text.splitlines()[:2]
    where = lines[:1]
    if lines and lines[0].startswith('#!'):
        where = lines[1:]
    if path.endswith('__init__.py') and not text.strip():
        return
    if not where or SPDX not in where[0]:
        report.breach('licence line', path, 1, 'the first line must hold "%s"' % SPDX)


def blank_preprocessor(text):
    """Blank directives, with their continued lines."""
    return re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), text,
                  flags=re.M)


def directives(text):
    """line number -> 'if', 'else' or 'endif'."""
    found = {}
    for match in re.finditer(r'^[ \t]*#[ \t]*(if|else|elif|endif)', text, re.M):
        kind = match.group(1)
        found[line_of(text, match.start())] = 'if' if kind == 'if' else (
            'endif' if kind == 'endif' else 'else')
    return found


class Functions:
    """Finds function bodies by counting braces; knows that #if and #else open the same block twice."""

    def __init__(self, clean):
        self.text = blank_preprocessor(clean)
        self.marks = directives(clean)
        self.found = []  # (name, first line, last line, deepest nesting, its line)

    def scan(self):
        stack = []       # kinds of open braces: 'function', 'block', 'data'
        saved = []       # the stack at each open #if
        chunk = 0        # where the text since the last ';' or '}' at top level begins
        line = 1
        for at, char in enumerate(self.text):
            if char == '\n':
                line += 1
                stack = self.cross(self.marks.get(line), stack, saved)
            elif char == '{':
                self.open(stack, at, chunk, line)
            elif char == '}' and stack:
                kind = stack.pop()
                if kind == 'function':
                    self.found[-1][2] = line
            if not stack and char in ';}':
                chunk = at + 1
        return [tuple(f) for f in self.found if f[2]]

    @staticmethod
    def cross(mark, stack, saved):
        if mark == 'if':
            saved.append(list(stack))
        elif mark == 'else' and saved:
            return list(saved[-1])
        elif mark == 'endif' and saved:
            saved.pop()
        return stack

    def open(self, stack, at, chunk, line):
        before = self.text[chunk:at].rstrip()
        if not stack:
            head = HEAD.search(before)
            if head and not re.search(r'(^|[^=!<>])=[^=]', before):
                first = line_of(self.text, chunk + head.start(1))
                self.found.append([head.group(1), first, 0, 0, line])
                stack.append('function')
            else:
                stack.append('data')
            return
        # A block follows ')', 'else', 'do', ':' or another statement; the rest are initialisers.
        tail = self.text[max(chunk, at - 200):at].rstrip()
        block = stack[0] == 'function' and 'data' not in stack and (
            tail.endswith((')', ';', '{', '}', ':')) or re.search(r'\b(else|do)$', tail))
        stack.append('block' if block else 'data')
        depth = stack.count('block')
        if self.found and depth > self.found[-1][3]:
            self.found[-1][3:] = [depth, line]


def waived(text, first, last):
    lines = text.splitlines()
    return any(WAIVER.search(line) for line in lines[max(0, first - 4):last])


def check_sizes(report, path, text, clean):
    lines = text.count('\n')
    if lines > MAX_FILE and not waived(text, 1, 10):
        report.breach('file length', path, MAX_FILE, '%d lines, at most %d' % (lines, MAX_FILE))
    for name, first, last, depth, deepest in Functions(clean).scan():
        length = last - first + 1
        if length > MAX_FUNCTION and not waived(text, first, last):
            report.breach('function length', path, first, '%s() has %d lines, at most %d'
                          % (name, length, MAX_FUNCTION))
        if depth > MAX_NESTING:
            report.breach('nesting', path, deepest, '%s() nests %d deep, at most %d'
                          % (name, depth, MAX_NESTING))


def may_read_environment(path):
    """Only where a process begins; the rest is told by its caller. Tests and the demo are callers."""
    name = os.path.basename(path)
    return (name in ('main.c', 'crm-main.c') or path.startswith(('src/cli/', 'tests/', 'data/demo/'))
            or (path.startswith('plugin/') and 'module' in name))


def check_calls(report, path, clean):
    for match in CALL.finditer(clean):
        call, line = match.group(1), line_of(clean, match.start())
        if call in UNSAFE:
            report.breach('unsafe calls', path, line, '%s(): use %s' % (call, UNSAFE[call]))
        elif not may_read_environment(path):
            report.breach('environment', path, line,
                          '%s() belongs into main, the module or the command line' % call)
    for match in GOTO.finditer(clean):
        report.breach('no goto', path, line_of(clean, match.start()), 'goto')
    for match in TRUE.finditer(clean):
        report.breach('no == TRUE', path, line_of(clean, match.start()),
                      'test the value itself: any non-zero gboolean is true')
    for match in VOID_ERROR.finditer(clean):
        if match.group(1).endswith('_error'):  # like g_set_error(): failing is all it does
            continue
        if 'CamelSession *' in match.group(2):  # the shape of Camel's own job callback
            continue
        report.breach('no GError on void', path, line_of(clean, match.start()),
                      '%s() sets an error but cannot say that it failed' % match.group(1))


def check_books(report, path, clean):
    """Contacts are written on the user's order alone, and only the outbox carries orders out."""
    if not path.startswith(('src/', 'plugin/')) or path.startswith('src/eds/crm-order'):
        return
    for match in BOOK_WRITE.finditer(clean):
        report.breach('address books', path, line_of(clean, match.start()),
                      '%s() belongs into the orders of the outbox' % match.group(0))


def check_calendars(report, path, clean):
    """Tasks are written on the user's order alone; what carries orders out never opens a calendar."""
    if not path.startswith(('src/', 'plugin/')):
        return
    is_task = path.startswith('src/eds/crm-task-')
    for match in (NO_TASKS if is_task else TASK_WRITE).finditer(clean):
        report.breach('calendars', path, line_of(clean, match.start()),
                      '%s: task lists are all that what writes tasks may open' % match.group(0) if is_task
                      else '%s() belongs into src/eds/crm-task-*.c, and events are never written' % match.group(0))


def main():
    args = arguments(__doc__.splitlines()[0])
    report = Report('source')
    for rule in ('licence line', 'file length', 'function length', 'nesting', 'unsafe calls',
                 'environment', 'no goto', 'no == TRUE', 'no GError on void', 'address books',
                 'calendars'):
        report.rule(rule)
    for path in list_files(args.root):
        if is_c(path):
            text = read(args.root, path)
            check_licence(report, path, text)
            clean = strip_comments(text)
            check_sizes(report, path, text, clean)
            check_calls(report, path, clean)
            check_books(report, path, clean)
            check_calendars(report, path, clean)
        elif is_script(args.root, path):
            text = read(args.root, path)
            check_licence(report, path, text)
            if text.count('\n') > MAX_FILE and not waived(text, 1, 10):
                report.breach('file length', path, MAX_FILE, '%d lines, at most %d'
                              % (text.count('\n'), MAX_FILE))
    report.finish()


if __name__ == '__main__':
    main()
