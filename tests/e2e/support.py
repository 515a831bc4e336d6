# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the end-to-end tests share: a bench for one case, and the CRM as one sees it in Evolution.

    def note(bench):
        with bench.crm(bench.demo_home()) as crm:
            with bench.step("a note can be added"):
                crm.press("crm-note-add")

    if __name__ == "__main__":
        main({"note": (note, 60)})          # case: (function, seconds it may take)

A failed step ends its case, since what follows builds upon it; bench.check() goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "data" / "demo"))

import evolution_books  # noqa: E402
import evolution_home  # noqa: E402
from driver import Driver, NotFound  # noqa: E402
from evolution_session import EvolutionSession  # noqa: E402

PYTHON = "/usr/bin/python3"
DEMO_IDENTITY = ("Nia Hartwell", "nia.hartwell@tarnbeck.example")
ACCOUNT = evolution_home.ACCOUNT
# As xdotool writes them; test_keys holds them against the menu.
SIDEBAR_KEY = "ctrl+alt+y"
FILE_KEY = "ctrl+alt+g"
UNDO_KEY = "ctrl+alt+u"
# Camel's word index of a Maildir says so; the CRM does not use it.
CAMEL_WORDS = re.compile(r"camel-WARNING .*Could not find key entry for word")

_LETTER = """\
From: Person {who} <person{who}@company{company}.example>\r
To: Nia Hartwell <nia.hartwell@tarnbeck.example>\r
Subject: Letter {n}\r
Date: {date}\r
Message-ID: <{n}.{copy}@company{company}.example>\r
\r
Text {n}\r
"""


class Skip(Exception):
    """The case cannot run on this machine; the text says why."""


class Failed(Exception):
    """A step failed and was reported."""


class Bench:
    """One run of one case. build: meson's folder; out: where pictures and logs go."""

    def __init__(self, build: pathlib.Path, out: pathlib.Path, name: str):
        self.build = build
        self.out = out
        self.name = name
        self.failed = 0
        self.current: Crm | None = None
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="crm-e2e-"))

    # --- results ----------------------------------------------------------------------------------

    def ok(self, text: str) -> None:
        print(f"ok - {text}", flush=True)

    def not_ok(self, text: str, detail="") -> None:
        """The first line of `detail` is said with the verdict: a summary may have nothing else."""
        self.failed += 1
        lines = str(detail).splitlines()
        print(f"not ok - {text}" + (f": {lines[0][:160]}" if lines else ""), flush=True)
        for line in lines[:60]:
            print(f"#   {line}", flush=True)

    def note(self, text: str) -> None:
        print(f"# {text}", flush=True)

    def check(self, condition, text: str, detail="") -> bool:
        """Reports, and goes on either way."""
        if condition:
            self.ok(text)
        else:
            self.not_ok(text, detail)
        return bool(condition)

    @contextlib.contextmanager
    def step(self, text: str):
        """What goes wrong inside is reported with a picture, and ends the case."""
        try:
            yield
        except (Failed, Skip):
            raise
        except Exception as error:
            trace = "" if isinstance(error, AssertionError) else traceback.format_exc()
            self.not_ok(text, f"{error}\n{trace}")
            self.keep_evidence()
            raise Failed from error
        self.ok(text)

    def keep_evidence(self) -> None:
        """A picture, the sidebar's tree and Evolution's log of the session that is open."""
        if self.current is None:
            return
        with contextlib.suppress(Exception):
            self.picture("failed")
        with contextlib.suppress(Exception):
            tree = self.current.driver.dump(self.current.sidebar(1), everywhere=True)
            (self.out / f"{self.name}-failed.tree").write_text(tree, encoding="utf-8")
        with contextlib.suppress(Exception):
            log = self.current.session.log_text(all_starts=True)
            (self.out / f"{self.name}-failed.log").write_text(log, encoding="utf-8")
            print("\n".join(f"#   {line}" for line in log.splitlines()[-8:]))

    def picture(self, what: str) -> pathlib.Path:
        """A picture of the screen as OUT/CASE-WHAT.png."""
        return self.current.session.screenshot(self.out / f"{self.name}-{what}.png")

    # --- homes and sessions -----------------------------------------------------------------------

    def home(self, name="home", **options) -> evolution_home.Home:
        """A new home with an empty mailbox; options as make_home() has them."""
        options = {"identity": DEMO_IDENTITY} | options
        return evolution_home.make_home(self.scratch / name, **options)

    def demo_home(self, name="home", **options) -> evolution_home.Home:
        """A home with the demo's mail, events and tasks."""
        home = self.home(name, **options)
        command = [PYTHON, str(TOP / "data" / "demo" / "make_demo.py"), "--home", str(home.path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return home

    @contextlib.contextmanager
    def crm(self, home, start=True, env=None, **options):
        """Evolution with our module in `home`: a Crm. start: False leaves it to crm.start()."""
        shim = self.build / "data" / "demo" / "shim" / "crm-module-shim.so"
        module = self.build / "plugin" / "module-crm.so"
        data = home.path / "crm"
        session = EvolutionSession(
            home,
            module=module,
            shim=shim,
            env={"CRM_DATA_DIR": data} | (env or {}),
            fatal_criticals=True,
            **options,
        )
        session.open()
        try:
            self.current = Crm(self, session, data)
            if start:
                self.current.start()
            yield self.current
        finally:
            session.close()
            self.current = None

    def ecrm(self) -> pathlib.Path:
        """The command line program. Raises Skip when it is not built."""
        path = self.build / "src" / "cli" / "ecrm"
        if not path.exists():
            raise Skip("ecrm is not built")
        return path

    def data(self, name: str) -> pathlib.Path:
        """A folder of real data beside the checkout. Raises Skip when it is not there."""
        chosen = os.environ.get("CRM_TEST_DATA")
        folder = (pathlib.Path(chosen) if chosen else TOP.parent / "shared" / "data") / name
        if not folder.is_dir():
            raise Skip(f"the test data {name} is not on this machine (set CRM_TEST_DATA)")
        return folder


def fill_with_letters(home, number: int) -> int:
    """Puts so many small letters into folders of `home`, every tenth of them twice; returns the
    number of files."""
    files = 0
    for n in range(number):
        folders = [f"Folder {n % 4}"] + (["Copies"] if n % 10 == 0 else [])
        for copy, folder in enumerate(folders):
            when = time.gmtime(1_700_000_000 + n * 600)
            date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", when)
            text = _LETTER.format(who=n % 97, company=n % 31, n=n, date=date, copy=copy)
            directory = evolution_home.make_maildir(home.mail_root, folder)
            (directory / "cur" / f"{n}.{copy}.host:2,S").write_text(text, newline="")
            files += 1
    return files


def cpu_ticks(pid: int) -> int:
    """The processor time of a process and of all that it has started, in ticks of the kernel."""
    parents, ticks = {}, {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents[int(path.parent.name)] = int(fields[1])
            ticks[int(path.parent.name)] = int(fields[11]) + int(fields[12])

    def belongs(process):
        while process not in (0, pid):
            process = parents.get(process, 0)
        return process == pid

    return sum(used for process, used in ticks.items() if belongs(process))


class HeldBack:
    """A folder whose only letter cannot be read before release(): Camel waits for it, and so does
    whoever opens the folder. `name` should come after those of the other folders."""

    def __init__(self, home, name="Zz held back"):
        directory = evolution_home.make_maildir(home.mail_root, name)
        self._path = directory / "cur" / "1.held.host:2,S"
        os.mkfifo(self._path)

    def release(self, driver) -> None:
        """Waits until somebody wants to read, and lets them."""
        letter = _LETTER.format(
            who=0, company=0, n=0, copy="held", date="Fri, 17 Nov 2023 10:00:00 +0000"
        )
        plain = self._path.with_suffix(".part")
        plain.write_text(letter, newline="")

        def try_to_open():
            try:
                return [os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)]
            except OSError:  # nobody reads yet
                return None

        (writer,) = driver.wait_until(try_to_open, what="a reader of the letter held back")
        os.replace(plain, self._path)  # whoever opens it from now on finds a file like any other
        os.set_blocking(writer, True)
        with open(writer, "w", encoding="ascii", newline="") as pipe:
            pipe.write(letter)


class Crm:
    """The CRM in one session. data: the folder of its two files."""

    def __init__(self, bench: Bench, session: EvolutionSession, data: pathlib.Path):
        self.bench = bench
        self.session = session
        self.data = data
        self.driver: Driver | None = None

    # --- starting and ending ----------------------------------------------------------------------

    def start(self) -> None:
        self.session.start()
        self.driver = self.driver or Driver(self.session)

    def restart(self) -> None:
        """Quits, which must end with 0, and starts again on the same bus."""
        self.rest()
        self.session.restart()

    def rest(self) -> None:
        """Waits until Evolution and its web processes have nothing to do, at most 5 s. When it quits
        while the preview is being made, its own formatter complains, with and without the CRM."""
        state = {"used": -1, "since": time.monotonic()}

        def is_still():
            used = cpu_ticks(self.session.pid)
            if used - state["used"] > 1:
                state.update(used=used, since=time.monotonic())
            return time.monotonic() - state["since"] > 0.5

        end = time.monotonic() + 5
        while time.monotonic() < end and not is_still():
            time.sleep(0.1)

    def quit(self) -> None:
        """Quits and checks that all was well: exit code 0, no complaint in the log."""
        self.rest()
        code = self.session.stop()
        assert code == 0, f"Evolution ended with {code}"
        complaints = self.complaints()
        assert not complaints, "\n".join(complaints)

    def complaints(self) -> list[str]:
        """Warnings and worse of all starts of this session, but for those known to be harmless."""
        lines = self.session.complaints(all_starts=True)
        return [line for line in lines if not CAMEL_WORDS.search(line)]

    def set_up(self, expected=None) -> int:
        """Presses Start on the first-run card and waits for the index; returns how many copies."""
        self.press("crm-setup-start")
        return self.wait_for_index(expected)

    def wait_for_index(self, expected=None, timeout=90.0) -> int:
        """Waits until so many copies are indexed, or until their number rests; returns it."""
        state = {"n": -1, "since": time.monotonic()}

        def is_done():
            n = self.count_locations()
            if n != state["n"]:
                state.update(n=n, since=time.monotonic())
            rests = time.monotonic() - state["since"] > 1.5 and n > 0
            if expected is not None:
                return n >= expected and self.is_settled()
            return rests and self.text("crm-progress") is None

        self.driver.wait_until(is_done, timeout, what=f"the index ({expected} copies)")
        return state["n"]

    def count_locations(self) -> int:
        """How many copies of letters the index holds now; 0 before there is one."""
        try:
            return self.sql("SELECT count(*) FROM location", file="index.db")[0][0]
        except sqlite3.DatabaseError:  # not made yet, or what a test put there instead
            return 0

    def is_settled(self) -> bool:
        """Whether a first fill has made what it left to its end."""
        try:
            state = "SELECT 1 FROM meta WHERE key IN ('filling', 'subject_next')"
            return not self.sql(state, file="index.db")
        except sqlite3.DatabaseError:
            return False

    def contacts(self, word: str = "") -> list[str]:
        """The vCards of the address book with this text, once no order of ours is open: a book may answer late."""
        pending = "SELECT count(*) FROM outbox WHERE state = 'pending'"
        self.driver.wait_until(lambda: self.sql(pending) == [(0,)], what="an outbox with nothing to do")
        return [card for card in evolution_books.read_contacts(self.session) if word in card]

    # --- the sidebar ------------------------------------------------------------------------------

    def sidebar(self, timeout=None):
        return self.driver.find(id="crm-sidebar", timeout=timeout)

    def find(self, id, timeout=None):
        """Waits for what has this id in the sidebar. Raises NotFound with what is there instead."""

        def look():
            found = self.find_all(id)
            return found[0] if found else None

        try:
            return self.driver.wait_until(look, timeout, what=id)
        except NotFound as error:
            tree = self.driver.dump(self.sidebar(0), everywhere=True)
            raise NotFound(f"{error}\nwhat is there:\n{tree}") from None

    def find_all(self, id) -> list:
        """What has this id and can be seen at this moment."""
        return self.driver.find_all(id=id, root=self.sidebar(), everywhere=True)

    def text(self, id) -> str | None:
        """What is shown there at this moment; None when it is hidden."""
        found = self.find_all(id)
        return found[0].text if found else None

    def texts(self, id) -> list[str]:
        return [node.text for node in self.find_all(id)]

    def press(self, id) -> None:
        """Presses a button as soon as it can be pressed."""
        self.driver.wait_until(lambda: self.find(id, 0).is_("sensitive"), what=f"{id} to press")
        self.find(id).click()

    def focus(self, id) -> None:
        """Gives the keyboard to what has this id. The message list may take it once more when the
        message it has loaded is shown, hence the second look."""

        def has_it():
            node = self.find(id, 0)
            if not node.is_("focused"):
                node.focus()
            time.sleep(0.3)
            return node.is_("focused")

        self.driver.wait_until(has_it, what=f"the focus on {id}")

    def reveal(self, id) -> None:
        """Scrolls to what has this id, as the Tab key would, by giving it the keyboard."""
        visible = self.driver.atspi.StateType.VISIBLE

        def is_there(accessible):
            return accessible.get_state_set().contains(visible)

        where = {"root": self.sidebar(), "everywhere": True, "showing": False}
        self.driver.find(id=id, match=is_there, **where).focus()
        self.find(id)

    def choose(self, id, text: str) -> None:
        """Chooses the line `text` of a combo box."""

        def is_chosen():
            node = self.find(id, 0)
            names = [item.name for item in node.children[0].children]
            if text not in names:
                raise NotFound(f"no {text!r} in {id}, only {names}")
            return node._ask(lambda a: a.get_selection_iface().select_child(names.index(text)))

        self.driver.wait_until(is_chosen, what=f"{text!r} in {id}")

    def chosen(self, id) -> str:
        """The line of a combo box that is chosen."""
        return self.find(id)._ask(lambda a: a.get_selection_iface().get_selected_child(0).get_name())

    def is_shown(self, id) -> bool:
        return bool(self.find_all(id))

    def wait_text(self, id, pattern, timeout=None) -> str:
        """Waits until what is shown there contains the regular expression; returns it all."""
        return self.driver.wait_until(
            lambda: _matching(self.text(id), pattern), timeout, f"{id} to say {pattern!r}"
        )

    def wait_gone(self, id, timeout=None) -> None:
        self.driver.wait_until(lambda: not self.is_shown(id), timeout, f"{id} to go away")

    def history(self) -> list[str]:
        """The rows of the history as a screen reader says them, newest first."""
        return [node.name for node in self.find_all("crm-history-row")]

    def wait_history(self, pattern, present=True, timeout=None) -> None:
        def is_so():
            return present == any(re.search(pattern, row) for row in self.history())

        what = f"{pattern!r} {'in' if present else 'out of'} the history"
        self.driver.wait_until(is_so, timeout, what)

    # --- selecting --------------------------------------------------------------------------------

    def select(self, text: str, address: str | None = None) -> None:
        """Selects the first message of the list one of whose cells contains `text`, and waits until
        the sidebar shows `address`, when that is given."""
        # Who is named in somebody else's subject comes first when older letters are archived.
        self.driver.select_message(self.driver.find_message(text, address or ""))
        if address is not None:
            self.wait_text("crm-person-address", f"^{re.escape(address)}$")

    def select_task(self, title: str) -> None:
        """A row of the task list, which is a table without the message list's many columns."""

        def row_of(accessible):
            table = accessible.get_table_iface()
            for row in range(table.get_n_rows()):
                cells = [table.get_accessible_at(row, i) for i in range(table.get_n_columns())]
                if any(cell.get_name() == title for cell in cells):
                    return cells[0].get_component_iface().grab_focus() or True
            return None

        def select():
            return self.driver.find(role="table", timeout=0)._ask(row_of)

        self.driver.wait_until(select, what=f"the task {title!r}")

    def link_task(self, words: str) -> None:
        """Makes the selected task a follow-up of the first who is found."""
        self.find("crm-task-link")
        self.focus("crm-task-entry")
        self.driver.type(words)
        self.find("crm-task-subject")
        self.focus("crm-task-subject")
        self.driver.key("space")
        self.wait_gone("crm-task-link")

    def open_folder(self, name: str) -> None:
        """Shows a folder of the account."""
        self.session.open_uri(f"folder://{ACCOUNT}/{name}")
        self.driver.forget()

    # --- files ------------------------------------------------------------------------------------

    def sql(self, statement, *values, file="crm.db") -> list[tuple]:
        """Reads from one of the two files, read-only."""
        uri = f"file:{self.data / file}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
            return connection.execute(statement, values).fetchall()

    def ecrm(self, *arguments, bus=True):
        """Runs the command line on the same store and, unless bus is False, the same bus; returns
        its answer. Raises AssertionError when it fails."""
        command = [str(self.bench.ecrm()), "--json", "--db", str(self.data), *map(str, arguments)]
        if not bus:
            command = ["env", "DBUS_SESSION_BUS_ADDRESS=disabled:", *command]
        result = self.session.run(command)
        assert result.returncode == 0, f"ecrm {arguments}: {result.stdout}{result.stderr}"
        return json.loads(result.stdout) if result.stdout.strip() else None


def _matching(text, pattern):
    return text if text is not None and re.search(pattern, text) else None


def main(cases) -> None:
    """The command line of a test file: --list, or BUILD OUT CASE. Ends the process: 0 when nothing
    failed, 1 otherwise."""
    if sys.argv[1:] == ["--list"]:
        for name, (_function, budget) in cases.items():
            print(name, budget)
        sys.exit(0)
    build, out, name = sys.argv[1:4]
    group = pathlib.Path(sys.argv[0]).stem.removeprefix("test_")
    title = name if name == group else f"{group}-{name}"
    bench = Bench(pathlib.Path(build), pathlib.Path(out), title)
    signal.signal(signal.SIGTERM, _end_in_time)
    try:
        cases[name][0](bench)
    except Failed:
        pass
    except Skip as reason:
        print(f"ok - {name} # SKIP {reason}", flush=True)
    except TimeoutError:
        bench.keep_evidence()
    except Exception as error:
        bench.not_ok(f"{name} went wrong: {error}".splitlines()[0], traceback.format_exc())
        bench.keep_evidence()
    finally:
        if not os.environ.get("CRM_E2E_KEEP"):
            shutil.rmtree(bench.scratch, ignore_errors=True)
    sys.exit(1 if bench.failed else 0)


def _end_in_time(*_arguments) -> None:
    # Raised in the test itself, so that its session is closed on the way out.
    raise TimeoutError("the time is over")


__all__ = ["ACCOUNT", "DEMO_IDENTITY", "FILE_KEY", "SIDEBAR_KEY", "UNDO_KEY", "Bench", "Crm", "Failed", "HeldBack", "NotFound"]
__all__ += ["PYTHON", "Skip", "TOP", "evolution_books", "evolution_home", "fill_with_letters", "main"]
