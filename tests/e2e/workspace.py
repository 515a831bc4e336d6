# SPDX-License-Identifier: LGPL-2.1-or-later
"""The workspace as the end-to-end tests see it, with the demo's pipeline and without an Evolution.

    with open_workspace(bench) as work:
        work.find("Done: Call Jonas about the delivery date", "push button").click()
"""

from __future__ import annotations

import contextlib
import pathlib
import re
import sqlite3
import time

from driver import Driver
from evolution_session import ROLE_NAMES, EvolutionSession
from workspace_session import BUS_NAME, Workspace

# What Work.add_pipeline() adds.
PIPELINE = "01a20000-0000-7000-8000-000000000001"
STAGES = ("01a20000-0000-7000-8000-000000000011", "01a20000-0000-7000-8000-000000000012")


# What a screen reader must have a name for.
CONTROLS = {"check box", "combo box", "entry", "list item", "password text", "push button", "radio button",
            "slider", "spin button", "switch", "text", "toggle button"}  # fmt: skip
ROWS = {"list item", "table row"}
FEW_ROWS = 3
# Where none was given GTK 4.8 tells the type.
NO_NAME = re.compile(r"((Gtk|Adw|CrmApp)[A-Z]\w*)?")


class Work:
    """The workspace of one session. data: the folder of the store, there or not."""

    def __init__(self, bench, session, data: pathlib.Path):
        self.bench = bench
        self.data = data
        self.evolution = session
        self.session = Workspace(session, bench.build / "src" / "app" / "evolution-crm", data)
        self.driver: Driver | None = None

    # --- its store --------------------------------------------------------------------------------

    def ecrm(self, *arguments: str) -> str:
        """What ecrm answers, on the session's bus. Raises AssertionError when it fails."""
        command = [str(self.bench.ecrm()), "--db", str(self.data), *arguments]
        result = self.session.run(command, timeout=60)
        assert result.returncode == 0, f"ecrm {arguments}: {result.stderr}"
        return result.stdout

    def load_demo(self) -> None:
        """The demo's letters and pipeline, with days counted from today."""
        home = self.session.session.home
        self.ecrm("index", str(home.mail_root))
        self.ecrm("load", str(home.path / "demo" / "pipeline.json"))

    def sql(self, statement: str, *values):
        with contextlib.closing(sqlite3.connect(self.data / "crm.db", timeout=10)) as db:
            with db:
                return db.execute(statement, values).fetchall()

    def second(self) -> Work:
        """Another process on the same store, the same bus and the same display; not started."""
        other = Work(self.bench, self.evolution, self.data)
        other.session = Workspace(self.evolution, self.session.program, self.data, bus_name=f"{BUS_NAME}.Second")
        return other

    def raise_window(self, title: str) -> None:
        """Brings its window of this title to the front, so that keys go there."""
        command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.session.pid), "--name", title]
        window = self.session.run(command).stdout.split()[-1]
        self.session.run(["xdotool", "windowactivate", "--sync", window], timeout=10)

    def stage_of(self, title: str) -> str:
        return self.sql("SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage WHERE d.title = ?", title)[0][0]

    def add_pipeline(self, name: str, required: str | None = None) -> None:
        """A second pipeline of two stages, the first of which may ask for a field."""
        rows = [(STAGES[0], "Welcome", 1, "open", required), (STAGES[1], "Signed", 2, "won", None)]
        stamp = "0, 'test', 0, 'test'"
        self.sql("INSERT INTO pipeline (id, name, position, created_at, created_by, modified_at, modified_by)"
                 f" VALUES (?, ?, 9, {stamp})", PIPELINE, name)  # fmt: skip
        for row in rows:
            self.sql("INSERT INTO stage (id, pipeline, name, position, kind, required_fields, created_at,"
                     f" created_by, modified_at, modified_by) VALUES (?, '{PIPELINE}', ?, ?, ?, ?, {stamp})", *row)  # fmt: skip

    # --- the window -------------------------------------------------------------------------------

    def start(self, *arguments: str) -> None:
        self.session.start(*arguments)
        self.driver = self.driver or Driver(self.session)

    def find(self, name, role=None, **more):
        """The widget with this name: text, or a pattern searched for in it."""
        return self.driver.find(name, role, everywhere=True, **more)

    def is_shown(self, name, role=None) -> bool:
        return bool(self.driver.find_all(name, role, everywhere=True, first=True))

    def wait_shown(self, name, role=None, shown=True, timeout=None) -> None:
        what = f"{name!r} to {'come' if shown else 'go'}"
        self.driver.wait_until(lambda: self.is_shown(name, role) == shown, timeout, what=what)

    def press(self, name) -> None:
        """Presses the button of this name, or one whose label libadwaita tells twice: "_Undo Undo"."""
        if isinstance(name, str):
            name = re.compile(rf"(^|[^_]\b){re.escape(name)}$")
        self.find(name, "push button").click()

    def undo(self) -> None:
        """Presses the toast's button, once a former toast has quite gone: what fades takes no press any more."""
        name = re.compile(r"(^|[^_]\b)Undo$")

        def only():
            found = self.driver.find_all(name, "push button", everywhere=True)
            return found[0] if len(found) == 1 else None

        self.driver.wait_until(only, what="one Undo").click()

    def close_dialog(self) -> None:
        self.driver.key("Escape")

    def go(self, place: str) -> None:
        """To a page by its stored name."""
        self.session.activate("place", f"<'{place}'>")

    def check_names(self, place: str, sign: str, walk: NameWalk) -> None:
        """Goes to a page, which is there when there is one more control of this name, and fails where a screen reader
        has no name for a control."""
        self.go(place)
        self.driver.wait_until(lambda: walk.finds(sign), what=f"{sign} among the controls of {place}")
        assert not walk.nameless, f"{place}: without a name: {walk.nameless}"

    def narrow(self, width=360, height=640) -> None:
        """Makes the windows so small, and checks that they are: what does not fit keeps them wider."""

        def is_narrow():
            return all(size[0] <= width for size in self.session.sizes())

        self.session.resize(width, height)
        self.driver.wait_until(is_narrow, what=f"windows {width} wide, not {self.session.sizes()}")

    def card(self, title: str):
        """The row of a deal on the board: the widget with the focus, whose name says all of it."""
        return self.find(re.compile("^" + re.escape(title) + ", "), "list item")

    def focused_card(self) -> str:
        """The name of the card that has the focus, or an empty text."""
        cards = self.driver.find_all(None, "list item", everywhere=True, state="focused", first=True)
        return cards[0].name if cards else ""

    def focus_card(self, title: str) -> None:
        """Goes to a card by keys, for GTK 4.8 takes no focus from accessibility tools: Tab leads from column to
        column, arrows lead within one."""
        stage = f", {self.stage_of(title)}, "
        for _ in range(40):
            if stage in self.focused_card():
                break
            self.driver.key("Tab")
        self.driver.key("Home")
        for _ in range(20):
            if self.focused_card().startswith(f"{title}, "):
                return
            self.driver.key("Down")
        raise AssertionError(f"no keys lead to {title!r}, but to {self.focused_card()!r}")

    def tab_to(self, beginning: str) -> None:
        """Presses Tab until a row has the focus whose name begins so."""
        for _ in range(80):
            if self.focused_card().startswith(beginning):
                return
            self.driver.key("Tab")
        raise AssertionError(f"Tab does not lead to {beginning!r}, but to {self.focused_card()!r}")

    def wait_focus(self, title: str) -> None:
        """Waits until a card has the focus."""
        what = f"the focus on {title}"
        self.driver.wait_until(lambda: self.focused_card().startswith(f"{title}, "), what=what)

    def open_menu(self, name) -> None:
        """Opens the menu of a menu button: of the widgets of its name the inner one can be pressed, though GTK
        4.18 says so of a choice and its label, too."""

        def is_inner(accessible):
            return accessible.get_n_actions() and accessible.get_role_name() not in ("combo box", "label")

        self.find(name, match=is_inner).click()

    def choose(self, choice: str, steps: int) -> None:
        """Chooses the one so many below the first, with the keyboard: GTK 4.8 presses no list item."""
        self.open_menu(re.compile(f"^{choice}: "))
        time.sleep(0.5)  # its list comes slowly, and keys that come earlier go astray
        for key in ["Home", *["Down"] * steps, "Return"]:
            self.driver.key(key)

    def open_until(self, name, sign) -> None:
        """Opens a menu button's content, of which `sign` is the name; once more when news from the store, which arrived
        in the same moment, has closed it."""

        def opened():
            if not self.is_shown(sign):
                self.open_menu(name)
                self.wait_shown(sign, timeout=3)
            return True

        self.driver.wait_until(opened, what=f"{sign!r} in {name!r}")

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """Drags with the mouse from one place of the display to another, as slowly as a hand."""
        (x, y), (to_x, to_y) = begin, end
        mouse = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.3", "mousedown", "1", "sleep", "0.2"]
        for step in range(1, 21):
            mouse += ["mousemove", str(x + (to_x - x) * step // 20), str(y + (to_y - y) * step // 20), "sleep", "0.04"]
        self.session.run([*mouse, "sleep", "0.5", "mouseup", "1"])

    def move_mouse(self, place: tuple[int, int], *more: str) -> None:
        """Moves the mouse to a place of the display, and does more of what xdotool knows."""
        self.session.run(["xdotool", "mousemove", str(place[0]), str(place[1]), *more])

    def count_windows(self) -> int:
        """All windows on the display, of all programs."""
        return len(self.session.run(["xdotool", "search", "--all", "--onlyvisible", "--name", "."]).stdout.split())

    def tells_places(self) -> bool:
        """Whether GTK tells exactly where widgets are, as one that names those without a name after their type does
        (4.8); 4.18 does neither."""
        return self.is_shown(re.compile(r"^CrmApp\w+Page$"))

    def wait_stage(self, title: str, stage: str) -> None:
        self.driver.wait_until(lambda: self.stage_of(title) == stage, what=f"{title} in {stage}")
        self.find(re.compile("^" + re.escape(title) + ",.*" + re.escape(stage)), "list item")

    def quit(self) -> None:
        """Quits and checks that all was well: exit code 0, no complaint in the log."""
        code = self.session.stop()
        assert code == 0, f"the workspace ended with {code}"
        complaints = self.session.complaints()
        assert not complaints, "\n".join(complaints)

    def close(self) -> None:
        """Ends it at once, where it still runs."""
        self.session.kill9()

    def sidebar(self, _timeout=None):
        """For the bench, which keeps the tree of what failed."""
        return self.driver.app()


class NameWalk:
    """Looks at all controls of a workspace, of many rows only at those of the first, and at each page once: GTK 4.8
    tells of those out of sight, too."""

    def __init__(self, driver: Driver):
        self.driver = driver
        self.walked: set[str] = set()  # paths of pages, and of the controls that pages are known by
        self.names: dict[str, str] = {}  # of controls, by path
        self.nameless: set[str] = set()  # where they are

    def finds(self, sign: str) -> bool:
        """Walks, and says whether there is a control of this name which was no sign before."""
        pages = self.walk()
        found = [path for path, name in self.names.items() if name == sign and path not in self.walked]
        if not found:
            return False
        self.walked |= pages | {found[0]}
        return True

    def walk(self) -> set[str]:
        """Returns the paths of the pages it came by."""
        pages = set()
        stack = [(self.driver.app()._accessible, "")]
        while stack:
            accessible, place = stack.pop()
            with contextlib.suppress(*self.driver.stale):
                role, name = role_of(accessible), accessible.get_name() or ""
                visible = accessible.get_state_set().contains(self.driver.atspi.StateType.VISIBLE)
                if (not visible and role != "application") or accessible.path in self.walked:
                    continue
                if re.fullmatch(r"CrmApp\w+Page", name):
                    pages.add(accessible.path)
                if role in CONTROLS:
                    self.names[accessible.path] = name
                    # The toast's own button is libadwaita's.
                    if NO_NAME.fullmatch(name) and "AdwToast" not in place:
                        self.nameless.add(f"{role} {place}")
                stack += [(child, f"{place}/{name or role}") for child in few_children(accessible)]
        return pages


def box_of(widget):
    """Where a widget is in its window; on the display, too, while the window fills it."""
    return widget._ask(lambda a: a.get_component_iface().get_extents(1))


def role_of(accessible) -> str:
    name = accessible.get_role_name() or ""
    return ROLE_NAMES.get(name, name)


def few_children(accessible) -> list:
    """All of them, but of rows the first ones only."""
    children, n_rows = [], 0
    for number in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(number)
        n_rows += child is not None and role_of(child) in ROWS
        if n_rows > FEW_ROWS:
            break
        if child is not None:
            children.append(child)
    return children


@contextlib.contextmanager
def open_workspace(bench, home=None, load=True, start=True, arguments=(), **options):
    """A Work with the demo's pipeline in its store. load: False leaves the store missing; start: False leaves
    it to work.start()."""
    home = home or bench.demo_home()
    session = EvolutionSession(home, fatal_criticals=True, **options)
    session.open()
    work = Work(bench, session, home.path / "crm")
    try:
        bench.current = work
        if load:
            work.load_demo()
        if start:
            work.start(*arguments)
        yield work
    finally:
        work.session.kill9()
        session.close()
        bench.current = None


__all__ = ["PIPELINE", "NameWalk", "Work", "box_of", "open_workspace"]
