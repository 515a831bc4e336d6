#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the end-to-end tests: our module in the real Evolution, on a display of its own.

    run.py BUILD_DIR [--smoke] [--only NAME]... [--list]

Each tests/e2e/test_*.py holds cases; each case runs in a process and a home of its own and prints
'ok - what' lines. NAME is a file ('capture' or 'test_capture') or one case of it ('capture/undo').
--smoke: only the short walk, which says in a minute whether the module works in this Evolution.

Pictures and logs go to $CRM_TEST_OUT, else to _out/tests/e2e of the checkout. The last line is
'N passed, N failed[, N skipped]'; the exit status is 0 when something passed and nothing failed.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # Debian's own: the one that has the gi module
SMOKE = "smoke"
GRACE_SECS = 25  # a case that is told to end still has to end Evolution
LINE = re.compile(r"^(ok|not ok) - (.*)$")


class Case:
    """One case of one test file, as the file itself lists it."""

    def __init__(self, path: pathlib.Path, name: str, budget: float):
        self.path = path
        self.group = path.stem.removeprefix("test_")
        self.title = f"{self.group}/{name}"
        self.name = name
        self.budget = budget

    def is_meant(self, wanted: str) -> bool:
        wanted = wanted.removeprefix("test_").removesuffix(".py")
        return wanted in (self.group, self.title)


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, verdict: str, text: str) -> None:
        if verdict == "not ok":
            self.failed += 1
        elif "# SKIP" in text:
            self.skipped += 1
        else:
            self.passed += 1

    def __str__(self) -> str:
        rest = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{rest}"


def list_cases() -> list[Case]:
    """All cases, the short walk first. Raises SystemExit when a test file cannot be read."""
    cases = []
    for path in sorted(HERE.glob("test_*.py")):
        result = subprocess.run([PYTHON, path, "--list"], capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"{path.name}: {result.stderr}")
        for line in result.stdout.splitlines():
            name, budget = line.split()
            cases.append(Case(path, name, float(budget)))
    return sorted(cases, key=lambda case: case.group != SMOKE)


def run_case(case: Case, build: pathlib.Path, out: pathlib.Path, count: Count) -> None:
    began = time.monotonic()
    before = count.passed + count.failed + count.skipped
    command = [PYTHON, str(case.path), str(build), str(out), case.name]
    # No pipe: a stray process that keeps it open would keep us waiting.
    log = out / f"{case.group}-{case.name}.tap"
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        late = not wait_for(process, case.budget)
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = LINE.match(line)
        if match:
            count.add(*match.groups())
            line = f"{match[1]} - {case.title}: {match[2]}"
        print(line, flush=True)
    if late:
        report(count, "not ok", f"{case.title}: took longer than {case.budget:.0f} s")
    elif process.returncode not in (0, 1):
        report(count, "not ok", f"{case.title}: the test ended with {process.returncode}")
    elif before == count.passed + count.failed + count.skipped:
        report(count, "not ok", f"{case.title}: said nothing")
    print(f"# {case.title}: {time.monotonic() - began:.1f} s of {case.budget:.0f} s", flush=True)


def wait_for(process: subprocess.Popen, seconds: float) -> bool:
    """Returns False when the time was not enough and the process had to be ended."""
    try:
        process.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        process.terminate()
    try:
        process.wait(GRACE_SECS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return False


def report(count: Count, verdict: str, text: str) -> None:
    count.add(verdict, text)
    print(f"{verdict} - {text}", flush=True)


def choose(cases: list[Case], smoke: bool, only: list[str]) -> list[Case]:
    """Raises SystemExit when a name fits no case: a test that is not run has not passed."""
    if smoke:
        only = [*only, SMOKE]
    for wanted in only:
        if not any(case.is_meant(wanted) for case in cases):
            names = ", ".join(case.title for case in cases)
            sys.exit(f"there is no test {wanted!r}, only: {names}")
    return [case for case in cases if not only or any(case.is_meant(name) for name in only)]


def end(*_arguments) -> None:
    # Through the interpreter, so that a case that runs is ended, too.
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the end-to-end tests.")
    parser.add_argument("build", type=pathlib.Path, help="build folder of meson")
    parser.add_argument("--smoke", action="store_true", help="only the short walk")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="name the cases and do nothing")
    options = parser.parse_args()
    cases = choose(list_cases(), options.smoke, options.only)
    if options.list:
        print("\n".join(f"{case.title} {case.budget:.0f}" for case in cases))
        return 0
    chosen = os.environ.get("CRM_TEST_OUT")
    out = pathlib.Path(chosen) if chosen else HERE.parents[1] / "_out" / "tests" / "e2e"
    out.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, end)
    count = Count()
    for case in cases:
        run_case(case, options.build.resolve(), out.resolve(), count)
    print(count)
    return 0 if count.passed and not count.failed else 1


if __name__ == "__main__":
    sys.exit(main())
