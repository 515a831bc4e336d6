# SPDX-License-Identifier: LGPL-2.1-or-later
"""Drives Evolution through its accessibility tree, as a screen reader would.

    driver = Driver(session)                       # an EvolutionSession that runs
    driver.select_message(3)
    driver.wait_until(lambda: "Acme" in driver.find(id="crm-account").text, what="the account")
    driver.find("File", "push button").click()

Run with /usr/bin/python3; needs gir1.2-atspi-2.0, python3-gi, at-spi2-core and, for keys, xdotool.
libatspi keeps one connection per process: one session per test program.

A Node remembers how it was found. When Evolution throws its widget away and makes a new one, the
next use finds that one instead of failing.
"""

from __future__ import annotations

import os
import re
import time

from accessible_tree import Tree, children_of, role_of
from evolution_session import APPLICATION_NAMES

# Large and of no interest unless asked for: hundreds of menu items, the message list's cells, which
# have their own functions, and the message's text.
PRUNED = frozenset({"menu bar", "menu", "tree table", "table", "document web", "calendar"})
# What these two toolkits never put anything into.
CHILDLESS = frozenset({"label", "separator", "image", "icon"})
_bus_in_use: str | None = None


class NotFound(AssertionError):
    """Nothing of that kind came up within the time allowed."""


class Node:
    """One accessible object. Properties are read anew each time."""

    def __init__(self, driver: Driver, accessible, query=None):
        self._driver = driver
        self._accessible = accessible
        self._query = query  # arguments for Driver.find_all, or None: cannot be found again

    def __repr__(self) -> str:
        return f"<{self.role} {self.name!r}>"

    @property
    def name(self) -> str:
        return self._ask(lambda a: a.get_name() or "")

    @property
    def description(self) -> str:
        return self._ask(lambda a: a.get_description() or "")

    @property
    def role(self) -> str:
        """As Debian 12 calls it, whatever this at-spi2-core calls it."""
        return self._ask(role_of)

    @property
    def id(self) -> str:
        return self._ask(lambda a: a.get_accessible_id() or "")

    @property
    def text(self) -> str:
        """What a label or an entry shows; the name where there is no text."""
        return self._ask(_text_of)

    @property
    def children(self) -> list[Node]:
        return [Node(self._driver, child) for child in self._ask(children_of)]

    def is_(self, state: str) -> bool:
        """Whether the state is set: 'showing', 'sensitive', 'focused', 'checked', 'selected' ..."""
        wanted = getattr(self._driver.atspi.StateType, state.upper())
        return self._ask(lambda a: a.get_state_set().contains(wanted))

    def click(self) -> None:
        """The object's first action: presses a button, toggles a box, follows a link."""
        self.do_action(0)

    def do_action(self, action) -> None:
        """An action by number or by name. Raises NotFound when there is none such or it is off."""

        def act(accessible):
            names = [
                accessible.get_action_name(i) for i in range(accessible.get_n_actions() or 0)
            ]
            number = names.index(action) if action in names else action
            if not isinstance(number, int) or number >= len(names):
                raise NotFound(f"{self!r} has no action {action!r}, only {names}")
            if not accessible.do_action(number):
                raise NotFound(f"{self!r} refused {names[number]!r}")

        if not self.is_("sensitive"):
            raise NotFound(f"{self!r} is not sensitive")
        self._ask(act)

    def set_text(self, text: str) -> None:
        """Replaces the content of an entry."""

        def put(accessible):
            editable = accessible.get_editable_text_iface()
            if editable is None or not editable.set_text_contents(text):
                raise NotFound(f"{self!r} cannot be written to")

        self._ask(put)

    def focus(self) -> None:
        """Gives it the keyboard."""
        self._ask(lambda a: a.get_component_iface().grab_focus())

    def labels(self) -> list[str]:
        """The texts of all labels, links and buttons shown within, top to bottom."""
        roles = {"label", "link", "push button", "toggle button", "static", "heading", "text"}
        found = self._driver.find_all(root=self, match=lambda a: role_of(a) in roles)
        return [text for text in (node.text for node in found) if text]

    def find(self, name=None, role=None, timeout=None, **more) -> Node:
        """As Driver.find(), within this node."""
        return self._driver.find(name, role, timeout, root=self, **more)

    def _ask(self, question):
        try:
            return question(self._accessible)
        except self._driver.stale:
            if self._query is None:
                raise
            self._accessible = self._driver.find(**self._query)._accessible
            return question(self._accessible)


class Driver:
    """The running Evolution of one session. timeout: seconds that find() waits by default."""

    def __init__(self, session, timeout=15.0):
        global _bus_in_use
        self.session = session
        self.timeout = timeout
        address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        if _bus_in_use not in (None, address):
            raise RuntimeError("one process can drive one session only: use a new process")
        _bus_in_use = address
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_RUNTIME_DIR"):
            if name in session.env:
                os.environ[name] = session.env[name]
        # Without a main loop nobody tells libatspi that what it remembers is out of date.
        os.environ["ATSPI_NO_CACHE"] = "1"
        os.environ.pop("AT_SPI_BUS_ADDRESS", None)
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib

        self.atspi = Atspi
        self._shown = getattr(Atspi.StateType, getattr(session, "shown_state", "SHOWING"))
        self._known: dict = {}
        self.stale = (GLib.Error, AttributeError)
        Atspi.init()
        # A call to an Evolution that hangs ends after 5 s, in its first seconds after 15 s.
        Atspi.set_timeout(5000, 15000)

    # --- finding ----------------------------------------------------------------------------------

    def app(self, timeout=None) -> Node:
        """Evolution itself, found by its process, so that an earlier one is not mistaken for it; or another
        program, when the session is of one and has its names."""
        names = getattr(self.session, "names", APPLICATION_NAMES)

        def look():
            desktop = self.atspi.get_desktop(0)
            for child in children_of(desktop):
                try:
                    if child.get_name() in names:
                        if child.get_process_id() == self.session.pid:
                            return Node(self, child)
                except self.stale:
                    continue
            return None

        return self.wait_until(look, timeout, what="Evolution on the accessibility bus")

    def find(self, name=None, role=None, timeout=None, **more) -> Node:
        """Waits for the first object that matches; see find_all(). Raises NotFound with the names
        that were there instead."""
        query = {"name": name, "role": role, **more}
        unique = more.get("id") if list(more) == ["id"] and name is role is None else None
        if unique:
            known = self._recall(unique, query, lambda a: a.get_accessible_id() == unique)
            if known:
                return known
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        while True:
            began = time.monotonic()
            found = self.find_all(**query, first=True)
            if found:
                return self._remember(unique, found[0]) if unique else found[0]
            if time.monotonic() >= deadline:
                break
            self._check_alive()
            _rest_after(began)
        wanted = f"name={name!r} role={role!r} {more or ''}"
        raise NotFound(f"not found: {wanted}\nwhat is there:\n{self.dump(more.get('root'))}")

    def forget(self) -> None:
        """What was found is looked for in the tree again: it is about to be replaced."""
        self._known.clear()

    def _recall(self, key: str, query: dict, answers) -> Node | None:
        """What _remember() was told under `key`, if it is still shown and still `answers`: most of what tests ask for
        they ask for again and again, and this costs a hundredth of looking through the tree. Only for what is there
        once, and only where nothing is shown that lies in something hidden."""
        accessible = self._known.get(key)
        try:
            if accessible and accessible.get_state_set().contains(self._shown) and answers(accessible):
                return Node(self, accessible, query)
        except self.stale:
            pass
        return None

    def _remember(self, key: str, node: Node) -> Node:
        if self._shown == self.atspi.StateType.SHOWING:
            self._known[key] = node._accessible
        return node

    def find_all(
        self,
        name=None,
        role=None,
        root=None,
        showing=True,
        everywhere=False,
        match=None,
        first=False,
        id=None,
        state=None,
    ) -> list[Node]:
        """All objects that match at this moment, in tree order.

        name: text, equal to the whole name, or a compiled pattern, searched for in it.
        role: as Debian 12 names it, 'push button', 'label', 'entry' is 'text' ...
        root: a Node to look in; default: the whole of Evolution.
        showing: only what can be seen; an invisible object's children are not looked at either.
        everywhere: menus, tables and message texts too, which takes several times as long.
        match: a further test, called with the Atspi object.
        first: at most one.
        id: what atk_object_set_accessible_id() gave; unlike a name, no screen reader reads it out.
        state: 'focused', 'checked', 'selected' ...
        """
        query = {"name": name, "role": role, "root": root, "showing": showing}
        query |= {"everywhere": everywhere, "match": match, "id": id, "state": state}
        wanted = state and getattr(self.atspi.StateType, state.upper())
        top = root or self.app()

        def search(in_one: bool) -> list[Node]:
            found = []
            for part in self._walk(top, showing, everywhere, role, in_one):
                try:
                    if _matches(part, name, role, match, id, wanted):
                        found.append(Node(self, part.accessible, query))
                except self.stale:
                    continue
                if first and found:
                    break
            return found

        # Several may be found only by looking everywhere.
        in_one = getattr(self.session, "tells_tree_in_one", False) and (first or state)
        return (in_one and search(in_one=True)) or search(in_one=False)

    def wait_until(self, predicate, timeout=None, what="it"):
        """Calls `predicate` until its result is true, and returns that. A widget that is replaced
        meanwhile counts as "not yet". Raises NotFound after `timeout` seconds."""
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        last = None
        while True:
            began = time.monotonic()
            try:
                result = predicate()
                if result:
                    return result
                last = result
            except (*self.stale, NotFound) as error:
                last = error
            self._check_alive()
            if time.monotonic() >= deadline:
                raise NotFound(f"waited in vain for {what}; last answer: {last!r}")
            _rest_after(began)

    def _check_alive(self) -> None:
        if not self.session.running:
            raise NotFound(f"Evolution ended, exit code {self.session.exit_code}")

    def _walk(self, top: Node, showing, everywhere, role, in_one):
        """Yields the parts within. Where each question is a message to the program and back, and a tree has some
        hundred parts, nothing is asked twice, and nothing of what cannot have children."""
        visible = self._shown
        pruned = frozenset() if everywhere else PRUNED - {role}
        try:
            stack = self._tree(in_one).top(top._accessible).children[::-1]
        except self.stale:
            return
        while stack:
            part = stack.pop()
            try:
                # The application itself has no states, but it is never but the top.
                if showing and not part.has(visible):
                    continue
                yield part
                if part.role not in CHILDLESS and part.role not in pruned:
                    stack.extend(part.children[::-1])
            except self.stale:
                continue

    def _tree(self, in_one: bool) -> Tree:
        return Tree(self.atspi, self.app()._accessible, in_one)

    # --- the mail view ----------------------------------------------------------------------------

    def message_list(self, timeout=None) -> Node:
        """The table of the folder being shown. Its name is translated, so the columns tell it from
        the folder tree (2) and the to-do bar (1)."""

        def is_wide(accessible):
            return accessible.get_table_iface().get_n_columns() >= 4

        known = self._recall("message list", {"role": "tree table", "match": is_wide}, is_wide)
        if known:
            return known
        found = self.find(role="tree table", timeout=timeout, match=is_wide)
        return self._remember("message list", found)

    def message_count(self) -> int:
        """How many rows the message list has now (collapsed threads count once)."""
        return self.message_list()._ask(lambda a: a.get_table_iface().get_n_rows())

    def message_row(self, row: int) -> list[str]:
        """The texts of a row's cells, from 0."""

        def read(accessible):
            table = accessible.get_table_iface()
            cells = (table.get_accessible_at(row, i) for i in range(table.get_n_columns()))
            return [cell.get_name() or "" for cell in cells]

        return self.message_list()._ask(read)

    def select_message(self, row: int) -> list[str]:
        """Selects the row, from 0, and returns its cells' texts. Waits until the row is there."""
        what = f"row {row} of the message list"
        self.wait_until(lambda: self.message_count() > row, what=what)

        def select(accessible):
            cell = accessible.get_table_iface().get_accessible_at(row, 0)
            return cell.get_component_iface().grab_focus()

        self.wait_until(lambda: self.message_list()._ask(select), what=what)
        return self.message_row(row)

    def find_message(self, text: str, preferred: str = "") -> int:
        """The first row one of whose cells contains `text`; of several rather one that contains
        `preferred`, too. Raises NotFound."""

        def look():
            rows = [self.message_row(row) for row in range(self.message_count())]
            found = [row for row, cells in enumerate(rows) if any(text in cell for cell in cells)]
            better = [row for row in found if any(preferred in cell for cell in rows[row])]
            return (better or found)[:1] or None

        return self.wait_until(look, what=f"a message with {text!r}")[0]

    # --- keyboard, and looking at it --------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Presses keys in the focused window: 'ctrl+z', 'Down', 'F12'."""
        self.session.run(["xdotool", "key", "--clearmodifiers", *keys])

    def key_until(self, key: str, predicate, what: str) -> None:
        """Presses `key` until `predicate` is true: once more every three seconds, for a window that was drawn has not
        always the focus yet. Raises NotFound after the driver's timeout."""
        deadline = time.monotonic() + self.timeout
        while True:
            self.key(key)
            try:
                self.wait_until(predicate, 3, what)
                return
            except NotFound:
                if time.monotonic() >= deadline:
                    raise

    def type(self, text: str) -> None:
        """Types text into whatever has the focus."""
        self.session.run(["xdotool", "type", "--delay", "5", text])

    def labels(self, **query) -> list[str]:
        """What the first panel that find(**query) finds shows, top to bottom."""
        return self.find(**query).labels()

    def dump(self, root=None, everywhere=False, showing=True) -> str:
        """The tree as indented text, for a failed test's output."""
        lines: list[str] = []
        self._dump((root or self.app())._accessible, 0, lines, everywhere, showing)
        return "\n".join(lines)

    def _dump(self, accessible, depth, lines, everywhere, showing) -> None:
        try:
            role = role_of(accessible)
            states = accessible.get_state_set()
            if showing and depth and not states.contains(self._shown):
                return
            text = _text_of(accessible)
            name = accessible.get_name() or ""
            shown = f" = {text!r}" if text and text != name else ""
            identifier = accessible.get_accessible_id()
            tag = f" #{identifier}" if identifier else ""
            lines.append(f"{'  ' * depth}{role} {name!r}{tag}{shown}")
            if everywhere or role not in PRUNED:
                for child in children_of(accessible):
                    self._dump(child, depth + 1, lines, everywhere, showing)
        except self.stale:
            lines.append(f"{'  ' * depth}(gone)")


def _text_of(accessible) -> str:
    from gi.repository import Atspi  # the Driver has chosen the version

    text = accessible.get_text_iface()
    if text is not None:
        # Not text.get_text(): in 2.56 that is an older function of the object, not the interface's.
        content = Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))
        # An empty entry shows nothing; its name is only its label.
        if content or role_of(accessible) == "text":
            return content
    return accessible.get_name() or ""


def _rest_after(began: float) -> None:
    """Before something is looked for again. A look costs the program that is looked at more than it costs us, so
    that at least half of the time is its own."""
    time.sleep(min(max(0.05, time.monotonic() - began), 1.0))


def _matches(part, name, role, match, identifier, state) -> bool:
    if role is not None and part.role != role:
        return False
    if identifier is not None and part.accessible.get_accessible_id() != identifier:
        return False
    if name is not None:
        own = part.name
        if not (name.search(own) if isinstance(name, re.Pattern) else own == name):
            return False
    if state is not None and not part.has(state):
        return False
    return match is None or bool(match(part.accessible))
