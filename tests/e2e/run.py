#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the end-to-end tests: our module in the real Evolution, on a display of its own.

    run.py BUILD_DIR [--smoke] [--only NAME]... [--jobs N] [--list]

Each tests/e2e/test_*.py holds cases; each case runs in a process and a home of its own and prints
'ok - what' lines. NAME is a file ('capture' or 'test_capture') or one case of it ('capture/undo').
--smoke: only the short walk, which says in a minute whether the module works in this Evolution.

Pictures and logs go to $CRM_TEST_OUT, else to _out/tests/e2e of the checkout. The last line is
'N passed, N failed[, N skipped]'; the exit status is 0 when something passed and nothing failed.
"""

from __future__ import annotations

import argparse
import concurrent.futures
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
RUNNING: set[subprocess.Popen] = set()
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
    """All cases, the short walk first, then the long ones, so that none is left alone at the end. Raises
    SystemExit when a test file cannot be read."""
    cases = []
    for path in sorted(HERE.glob("test_*.py")):
        result = subprocess.run([PYTHON, path, "--list"], capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"{path.name}: {result.stderr}")
        for line in result.stdout.splitlines():
            name, budget = line.split()
            cases.append(Case(path, name, float(budget)))
    return sorted(cases, key=lambda case: (case.group != SMOKE, -case.budget))


def run_case(case: Case, build: pathlib.Path, out: pathlib.Path) -> tuple[list, list]:
    """Returns what was found, (verdict, text) each, and the lines to print."""
    began = time.monotonic()
    found, lines = [], []
    command = [PYTHON, str(case.path), str(build), str(out), case.name]
    # No pipe: a stray process that keeps it open would keep us waiting.
    log = out / f"{case.group}-{case.name}.tap"
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        RUNNING.add(process)
        late = not wait_for(process, case.budget)
        RUNNING.discard(process)
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = LINE.match(line)
        if match:
            found.append(match.groups())
            line = f"{match[1]} - {case.title}: {match[2]}"
        lines.append(line)
    trouble = None
    if late:
        trouble = f"{case.title}: took longer than {case.budget:.0f} s"
    elif process.returncode not in (0, 1):
        trouble = f"{case.title}: the test ended with {process.returncode}"
    elif not found:
        trouble = f"{case.title}: said nothing"
    if trouble:
        found.append(("not ok", trouble))
        lines.append(f"not ok - {trouble}")
    lines.append(f"# {case.title}: {time.monotonic() - began:.1f} s of {case.budget:.0f} s")
    return found, lines


def has_failed(found: list) -> bool:
    return any(verdict == "not ok" for verdict, _ in found)


def run_all(cases: list[Case], build: pathlib.Path, out: pathlib.Path, jobs: int) -> Count:
    """Several at a time, since most of a case is waiting. What fails in such company is run once more by
    itself, and counts as it does then: the machine was the other's, too."""
    count = Count()
    again = []

    def settle(found, lines):
        for verdict, text in found:
            count.add(verdict, text)
        print("\n".join(lines), flush=True)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(run_case, case, build, out): case for case in cases}
        for future in concurrent.futures.as_completed(waiting):
            found, lines = future.result()
            if jobs > 1 and has_failed(found):
                again.append(waiting[future])
                print("\n".join("# beside another case: " + line for line in lines), flush=True)
            else:
                settle(found, lines)
    for case in again:
        settle(*run_case(case, build, out))
    return count


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
    for process in list(RUNNING):
        process.terminate()
    os._exit(130)  # the threads that wait for them would go on


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the end-to-end tests.")
    parser.add_argument("build", type=pathlib.Path, help="build folder of meson")
    parser.add_argument("--smoke", action="store_true", help="only the short walk")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--jobs", type=int, default=3, help="how many at a time (default 3)")
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
    signal.signal(signal.SIGINT, end)
    count = run_all(cases, options.build.resolve(), out.resolve(), max(1, options.jobs))
    print(count)
    return 0 if count.passed and not count.failed else 1


if __name__ == "__main__":
    sys.exit(main())
