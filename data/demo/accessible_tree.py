# SPDX-License-Identifier: LGPL-2.1-or-later
"""What lies in an accessible object: asked for one by one, or as GTK 4 tells it in one message.

    for part in ...
        if part.role == "label" and part.name == "Amount":
            use(part.accessible)

GTK 4 answers org.a11y.atspi.Cache.GetItems with its objects: parent, place, role, name and states of each. Asking them
one by one takes five messages an object, ten times as long, and keeps the program busy that is looked at. But it tells
only what somebody has asked for once, and goes on telling of what was hidden since. So what is found so is asked
for once more, and what is not found is looked for one by one.

The message's shape is that of at-spi2-core's xml/Cache.xml, an array of
((so) object, (so) application, (so) parent, i place in it, i children, as interfaces, s name, u role,
s description, au states).
"""

from __future__ import annotations

import functools

from evolution_session import ROLE_NAMES

CACHE_PATH = "/org/a11y/atspi/cache"
TIMEOUT_MSECS = 5000


class Asked:
    """An object that is asked for all it is."""

    def __init__(self, accessible):
        self.accessible = accessible
        self._role: str | None = None

    @property
    def role(self) -> str:
        if self._role is None:
            self._role = role_of(self.accessible)
        return self._role

    @property
    def name(self) -> str:
        return self.accessible.get_name() or ""

    def has(self, state) -> bool:
        return self.accessible.get_state_set().contains(state)

    @property
    def children(self) -> list:
        return [Asked(child) for child in children_of(self.accessible)]


class Seen:
    """An object as it was when the snapshot was taken. `accessible` is found when somebody wants it, from its parent's
    down; GLib.Error or AttributeError when it has gone meanwhile."""

    def __init__(self, tree: Tree, item):
        (_, self.path), _, (_, self.parent_path), self._place, self._n_children = item[:5]
        self.name, self._role_number, self._states = item[6], item[7], item[9]
        self._tree = tree
        self._told: list[Seen] = []
        self._accessible = None
        self._children: list | None = None
        self.parent: Seen | None = None

    def add(self, child: Seen) -> None:
        child.parent = self
        self._told.append(child)

    @property
    def role(self) -> str:
        atspi = self._tree.atspi
        name = atspi.role_get_name(atspi.Role(self._role_number)) or ""
        return ROLE_NAMES.get(name, name)

    def has(self, state) -> bool:
        number = int(state)
        return bool(self._states[number // 32] >> number % 32 & 1)

    @property
    def children(self) -> list:
        if self._children is None:
            self._children = self._in_order()
        return self._children

    def _in_order(self) -> list:
        # GTK counts only children that are to be seen. The one in a page of a stack tells its place among the pages.
        told = sorted(self._told, key=lambda child: child._place)
        if self._n_children == len(told) and (len(told) == 1 or [child._place for child in told] == list(range(len(told)))):
            return told
        known = {child.path: child for child in told}
        return [known.get(child.path) or Asked(child) for child in children_of(self.accessible)]

    @property
    def accessible(self):
        if self._accessible is None:
            self._accessible = self._look_up()
        return self._accessible

    def _look_up(self):
        """Asks for it, so that what was told but is hidden, or has gone meanwhile, is not taken for there."""
        parent = self.parent.accessible
        found = parent.get_child_at_index(self.parent.children.index(self))
        if found is not None and found.path == self.path:
            return found
        for found in children_of(parent):
            if found.path == self.path:
                return found
        raise AttributeError(f"{self.name!r} is not to be seen")

    def give(self, accessible) -> None:
        self._accessible = accessible


class Tree:
    """The objects of one program. application: its accessible. in_one: whether to take a snapshot, of a GTK 4 program."""

    def __init__(self, atspi, application, in_one: bool):
        self.atspi = atspi
        self._application = application
        self._bus = _accessibility_bus() if in_one else None

    def top(self, accessible):
        """The object to begin at."""
        if self._bus:
            seen = self._take().get(accessible.path)
            if seen:
                seen.give(accessible)
                return seen
        return Asked(accessible)

    def _take(self) -> dict[str, Seen]:
        """All objects by their paths. Raises GLib.Error."""
        receiver = self._application.app.bus_name
        interface = "org.a11y.atspi.Cache"
        answer = self._bus.call_sync(
            receiver, CACHE_PATH, interface, "GetItems", None, None, 0, TIMEOUT_MSECS, None
        )
        seen = {item[0][1]: Seen(self, item) for item in answer.unpack()[0]}
        for one in seen.values():
            parent = seen.get(one.parent_path)
            if parent and parent is not one:
                parent.add(one)
        seen[self._application.path].give(self._application)
        return seen


def role_of(accessible) -> str:
    """As Debian 12 calls it, whatever this at-spi2-core calls it."""
    name = accessible.get_role_name() or ""
    return ROLE_NAMES.get(name, name)


def children_of(accessible) -> list:
    children = []
    # A list box may claim more children than it hands out while it is being filled.
    for number in range(min(accessible.get_child_count(), 5000)):
        child = accessible.get_child_at_index(number)
        if child is not None:
            children.append(child)
    return children


@functools.cache  # one process drives one session
def _accessibility_bus():
    from gi.repository import Gio

    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    name, path = "org.a11y.Bus", "/org/a11y/bus"
    answer = session.call_sync(name, path, name, "GetAddress", None, None, 0, TIMEOUT_MSECS, None)
    flags = Gio.DBusConnectionFlags
    flags = flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(answer.unpack()[0], flags, None, None)
