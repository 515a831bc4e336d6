#!/usr/bin/env python3
# make-man.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts what `ecrm describe` says into the manual page.

usage: make-man.py ECRM TEMPLATE VERSION
"""
import os
import subprocess
import sys


def main():
    program, template, version = sys.argv[1:]
    environment = dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='')
    described = subprocess.run([program, 'describe'], env=environment, check=True,
                               capture_output=True, encoding='utf-8').stdout
    with open(template, encoding='utf-8') as stream:
        page = stream.read()
    page = page.replace('@VERSION@', version).replace('@DESCRIBED@\n', described)
    sys.stdout.buffer.write(page.encode('utf-8'))


main()
