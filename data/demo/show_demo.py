#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The second half of data/demo/run, when all is installed and built: home, mail, Evolution, pipeline.

    show_demo.py --build DIR --cache DIR --out DIR [--language NAME] [--tour] [--keep]

The pipeline comes after the index, since it files letters, and the index comes after the user has
pressed Start on the first-run card: that card is no formality that a demo could skip.

Exit status: 0 when all went well, 1 when a step of the tour failed or Evolution ended badly, 2 when
the demo could not be set up.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import evolution_home
from evolution_books import BooksError, add_contacts
from evolution_session import EvolutionSession, SessionError

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # Debian's own: the one that has the gi module
IDENTITY = ("Nia Hartwell", "nia.hartwell@tarnbeck.example")
# Tall enough for the sidebar to show a history below everything else without scrolling.
TOUR_WINDOW = (1500, 1260)
RESTS_SECS = 1.5  # an index that does not grow for so long is complete

BEFORE = """
Evolution opens with the mail of Nia Hartwell, who sells sensors. All of it is invented.

  1. On the right is the CRM's first question. Press Start.
  2. Her deals, notes and follow-ups are loaded then; it takes a second.
  3. Select messages: a customer, a stranger, a newsletter. File one, write a note, take it back.
  4. The arrow beside a deal opens the workspace: the deal, what is to do today, all deals on a board.

What you send goes into a folder: {outgoing}
Close the window to end the demo.
"""


class Demo:
    """One home with Evolution in it, from its making to the loaded pipeline."""

    def __init__(self, build: pathlib.Path, home: evolution_home.Home, visible: bool):
        self.ecrm = build / "src" / "cli" / "ecrm"
        self.workspace = build / "src" / "app" / "evolution-crm"
        self.home = home
        self.store = home.data / "crm"  # where the module keeps it by itself
        self.loaded_mark = home.path / "demo" / "loaded"
        module = build / "plugin" / "module-crm.so"
        shim = build / "data" / "demo" / "shim" / "crm-module-shim.so"
        if is_installed():
            print("The CRM is installed on this machine: that one is shown, not the one just built.")
            module = shim = None
        screen = (TOUR_WINDOW[0] + 20, TOUR_WINDOW[1] + 40)
        # "Open in CRM" starts the workspace from the search path where it is not installed.
        env = {"PATH": f"{self.workspace.parent}:{os.environ['PATH']}"}
        self.session = EvolutionSession(home, module, shim, visible=visible, screen=screen, env=env)

    @property
    def is_loaded(self) -> bool:
        return self.loaded_mark.exists()

    def start(self) -> None:
        """Starts Evolution; a new home gets its address book first, so that nobody is unknown."""
        self.session.open()
        contacts = self.home.path / "demo" / "contacts.vcf"
        if not self.is_loaded and not self.loaded_mark.with_name("contacts-added").exists():
            add_contacts(self.session, split_vcards(contacts.read_text(encoding="utf-8")))
            self.loaded_mark.with_name("contacts-added").touch()
        self.session.start()

    def count_letters(self) -> int:
        """How many letters are indexed now; 0 before there is an index."""
        if not (self.store / "index.db").exists():
            return 0
        result = self.run_ecrm("stats")
        return result["messages"] if result else 0

    def wait_for_index(self, timeout: float | None) -> bool:
        """Waits until the number of indexed letters rests. False when Evolution was closed, or after
        `timeout` seconds."""
        begin = since = time.monotonic()
        known = 0
        while self.session.running:
            count = self.count_letters()
            now = time.monotonic()
            if count != known:
                known, since = count, now
            if count and now - since > RESTS_SECS:
                return True
            if timeout is not None and now - begin > timeout:
                return False
            time.sleep(0.4)
        return False

    def load_pipeline(self) -> dict:
        """Loads deals, notes and follow-ups; returns how many of each. Raises SessionError."""
        pipeline = self.home.path / "demo" / "pipeline.json"
        counts = self.run_ecrm("load", str(pipeline))
        if counts is None:
            raise SessionError(f"the pipeline could not be loaded: {self.failure}")
        self.loaded_mark.touch()
        return counts

    def run_ecrm(self, *arguments):
        """What ecrm answers, on the session's bus; None when it failed, and `failure` says why."""
        command = [str(self.ecrm), "--json", "--db", str(self.store), *arguments]
        result = self.session.run(command, timeout=120)
        self.failure = result.stderr.strip()
        return json.loads(result.stdout) if result.returncode == 0 else None


def is_installed() -> bool:
    """Whether Evolution loads a CRM by itself. Two of them in one process would not do."""
    command = ["pkg-config", "--variable=moduledir", "evolution-shell-3.0"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return pathlib.Path(result.stdout.strip() or "/nowhere", "module-crm.so").exists()


def split_vcards(text: str) -> list[str]:
    end = "END:VCARD"
    return [part.lstrip() + end for part in text.split(end) if "BEGIN:VCARD" in part]


def make_demo_home(path: pathlib.Path, options) -> evolution_home.Home:
    """A new home with mail, events and tasks, or the one that an earlier demo kept."""
    how = {"identity": IDENTITY, "language": options.language}
    if options.tour:
        how["window"] = TOUR_WINDOW
    if (path / "demo" / "loaded").exists():
        return evolution_home.make_home(path, **how)
    if path.exists():
        remove_home(path)
    home = evolution_home.make_home(path, **how)
    command = [PYTHON, str(HERE / "make_demo.py"), "--home", str(home.path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SessionError(f"the demo's mail could not be made: {result.stderr.strip()}")
    print(result.stdout.strip())
    return home


def remove_home(path: pathlib.Path) -> None:
    """Removes what make_home() made, and nothing else."""
    try:
        evolution_home.open_home(path)
    except (OSError, ValueError, KeyError) as error:
        raise SessionError(f"{path} is in the way and was not made by the demo") from error
    shutil.rmtree(path)


@contextlib.contextmanager
def demo_home(options):
    """The home for one run, removed afterwards unless it shall be kept."""
    if options.tour:  # it files and notes, so a kept home would not be the same the next time
        path = pathlib.Path(tempfile.mkdtemp(prefix="crm-demo-")) / "home"
    else:
        path = options.cache / "demo"
        lock = open(options.cache / "demo.lock", "w", encoding="utf-8")  # held until the process ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SessionError("the demo runs already") from None
        if path.exists() and not options.keep:
            remove_home(path)
    try:
        yield make_demo_home(path, options)
    finally:
        if options.keep:
            print(f"Kept: {path}")
        elif path.exists():
            remove_home(path)
        if options.tour and not options.keep:
            path.parent.rmdir()


def show(demo: Demo) -> int:
    """Opens it for the user and waits until they close it."""
    if not demo.is_loaded:
        print(BEFORE.format(outgoing=demo.home.outgoing), flush=True)
    demo.start()
    if not demo.is_loaded and demo.wait_for_index(None):
        counts = demo.load_pipeline()
        print("{deals} deals, {people} people, {follow_ups} follow-ups, {notes} notes and {calls} "
              "calls are loaded; {filed} letters are filed.".format(**counts), flush=True)  # fmt: skip
    code = demo.session.wait()
    if code != 0:
        print(f"Evolution ended with {code}: see {demo.session.log}", file=sys.stderr)
    return 0 if code == 0 else 1


def end(*_arguments) -> None:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="Show the CRM in Evolution on invented mail.")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="build folder of meson")
    parser.add_argument("--cache", type=pathlib.Path, required=True, help="where the home goes")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="where pictures go")
    parser.add_argument("--language", default="C.UTF-8")
    parser.add_argument("--tour", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, end)
    try:
        with demo_home(options) as home:
            demo = Demo(options.build.resolve(), home, visible=not options.tour)
            try:
                if not options.tour:
                    return show(demo)
                from demo_tour import run_tour  # needs programs that a visible demo does not

                return run_tour(demo, options.out)
            finally:
                demo.session.close()
    except (SessionError, BooksError) as error:
        print(f"data/demo/run: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
