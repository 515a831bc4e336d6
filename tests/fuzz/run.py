#!/usr/bin/python3
# run.py - SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds the fuzz targets with clang (libFuzzer, address and undefined-behaviour sanitizers) and runs each
for some seconds: TAP with the number of executions and the edges covered.

  tests/fuzz/run.py                                what CI does: 20,000 inputs each, but 8 seconds at most,
                                                   two at a time; the same inputs on every machine
  tests/fuzz/run.py --seconds 300 --jobs 1 --grow DIR   a long one, which keeps in DIR what it finds
  tests/fuzz/run.py json values                    only these

What makes a target fail is left below --out. Put it, once it is mended, into tests/fuzz/corpus/TARGET under a
name that tells what it was. Skips (77) where there is no clang with libFuzzer.
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, '..', '..'))
# A random find must not fail a machine that has nothing to do with it: a faster one sees no more than was
# tried here, a slower one the beginning of the same row.
CI_INPUTS = 20000
CI_SECONDS = 8
MEMORY_MB = 2048
INPUT_SECONDS = 10
# Where the longest inputs that matter are longer than libFuzzer's guess.
MAX_BYTES = 8192
# Camel, libebook, libical and json-glib lose memory on bad input; what is ours is looked at in the others.
LEAKY = {'headers', 'json', 'mbox', 'plain', 'references', 'vcard', 'vtodo'}
PROBE = 'int LLVMFuzzerTestOneInput (const unsigned char *d, unsigned long n);\n' \
        'int LLVMFuzzerTestOneInput (const unsigned char *d, unsigned long n) { return 0; }\n'


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('targets', nargs='*')
    parser.add_argument('--seconds', type=int, help='for each target (default: 8, and %d inputs at most)' % CI_INPUTS)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--build', default=os.path.join(TOP, '_build-fuzz'))
    parser.add_argument('--source', default=TOP)
    parser.add_argument('--grow', help='a folder to keep found inputs in, for the next long run')
    parser.add_argument('--out', default=os.path.join(TOP, '_out', 'fuzz'), help='for failing inputs and logs')
    args = parser.parse_args()
    args.inputs = -1 if args.seconds else CI_INPUTS
    args.seconds = args.seconds or CI_SECONDS
    for name in ('build', 'source', 'out', 'grow'):
        if getattr(args, name):
            setattr(args, name, os.path.abspath(getattr(args, name)))
    return args


def can_fuzz():
    with tempfile.TemporaryDirectory() as temp:
        program = os.path.join(temp, 'probe')
        try:
            done = subprocess.run(['clang', '-x', 'c', '-fsanitize=fuzzer,address,undefined', '-', '-o', program],
                                  input=PROBE.encode(), capture_output=True, check=False)
        except FileNotFoundError:
            return False
        return done.returncode == 0


def build(folder, source):
    if not os.path.exists(os.path.join(folder, 'build.ninja')):
        shutil.rmtree(folder, ignore_errors=True)
        # -Dwerror stays off: clang warns of other things than the compiler that the tree is held to.
        setup = ['meson', 'setup', folder, source, '-Dfuzz=true', '-Db_sanitize=address,undefined',
                 '-Db_lundef=false', '-Doptimization=1']
        subprocess.run(setup, env=dict(os.environ, CC='clang'), check=True)
    subprocess.run(['ninja', '-j2', '-C', folder, 'fuzz-programs'], check=True)


def environment(target, temp):
    leaks = int(target not in LEAKY)
    return dict(os.environ, TMPDIR=temp, G_DEBUG='fatal-criticals', G_SLICE='always-malloc', LC_ALL='C.UTF-8',
                ASAN_OPTIONS='detect_leaks=%d:strict_string_checks=1:allocator_may_return_null=1' % leaks,
                UBSAN_OPTIONS='halt_on_error=1:print_stacktrace=1')


def fuzz(args, target):
    """(whether it held, what to say)"""
    log = os.path.join(args.out, target + '.log')
    with tempfile.TemporaryDirectory(prefix='crm-fuzz-') as temp:
        found = os.path.join(args.grow, target) if args.grow else os.path.join(temp, 'found')
        os.makedirs(found, exist_ok=True)
        command = [os.path.join(args.build, 'tests', 'fuzz', 'fuzz-' + target), found,
                   os.path.join(HERE, 'corpus', target), '-max_total_time=%d' % args.seconds,
                   '-runs=%d' % args.inputs, '-timeout=%d' % INPUT_SECONDS, '-rss_limit_mb=%d' % MEMORY_MB,
                   '-max_len=%d' % MAX_BYTES,
                   '-print_final_stats=1', '-detect_leaks=%d' % (target not in LEAKY), '-seed=1',
                   '-artifact_prefix=%s/%s-' % (args.out, target)]
        with open(log, 'wb') as stream:
            status = subprocess.run(command, env=environment(target, temp), cwd=temp, stdout=stream,
                                    stderr=subprocess.STDOUT, check=False).returncode
    with open(log, encoding='utf-8', errors='replace') as stream:
        text = stream.read()
    runs = re.findall(r'number_of_executed_units: (\d+)', text) or re.findall(r'^#(\d+)', text, re.M) or ['0']
    edges = re.findall(r'cov: (\d+)', text) or ['0']
    said = '%s: %s executions, %s edges' % (target, runs[-1], edges[-1])
    if status == 0 and int(runs[-1]) > 0:
        return True, said
    return False, '%s; exit status %d, see %s\n%s' % (said, status, log, tail(text))


def tail(text):
    lines = [line for line in text.splitlines() if not line.startswith(('#', '\tNEW_FUNC'))]
    return '\n'.join('# ' + line for line in lines[:40])


def main():
    args = arguments()
    if not can_fuzz():
        print('skip: no clang with libFuzzer (packages clang and libclang-rt-dev)')
        sys.exit(77)
    build(args.build, args.source)
    os.makedirs(args.out, exist_ok=True)
    known = sorted(name[5:-2] for name in os.listdir(HERE) if re.fullmatch(r'fuzz-[a-z]+\.c', name))
    failed = 0
    targets = args.targets or known
    print('1..%d' % len(targets), flush=True)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for number, (held, said) in enumerate(pool.map(lambda name: fuzz(args, name), targets), 1):
            failed += not held
            print('%s %d - fuzz %s' % ('ok' if held else 'not ok', number, said), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
