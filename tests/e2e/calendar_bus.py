# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the user's own calendar as another program does, over the session's bus.

    uid = add_event(session, "VEVENT text")
    remove_event(session, uid)

The work is done by this file run as a program, since a process can talk to one session bus only. A
calendar belongs to the connection that opened it, hence no gdbus, which has a new one each time.
"""

from __future__ import annotations

import json
import sys

_PYTHON = "/usr/bin/python3"  # Debian's own: the one that has the gi module
_NAME = "org.gnome.evolution.dataserver."
_CALENDAR = "system-calendar"


def add_event(session, text: str) -> str:
    """Adds a VEVENT, or a VCALENDAR around one; returns its UID."""
    return _call(session, "add", text)[0]


def remove_event(session, uid: str) -> None:
    """Removes an event with all its occurrences."""
    _call(session, "remove", uid)


def read_event(session, uid: str) -> str:
    """The VEVENT, as the calendar holds it."""
    return _call(session, "read", uid)


def _call(session, verb: str, argument):
    result = session.run([_PYTHON, __file__, verb], input=json.dumps(argument), timeout=60)
    if result.returncode != 0:
        raise RuntimeError(result.stderr.strip() or f"exit code {result.returncode}")
    return json.loads(result.stdout)


def _main() -> None:
    from gi.repository import Gio, GLib

    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)

    def ask(name, path, interface, method, signature, *values):
        parameters = GLib.Variant(signature, values) if signature else None
        flags = Gio.DBusCallFlags.NONE
        answer = bus.call_sync(name, path, interface, method, parameters, None, flags, 20000, None)
        return answer.unpack()

    verb, argument = sys.argv[1], json.load(sys.stdin)
    path, name = ask(
        _NAME + "Calendar8",
        "/org/gnome/evolution/dataserver/CalendarFactory",
        _NAME + "CalendarFactory",
        "OpenCalendar",
        "(s)",
        _CALENDAR,
    )
    interface = _NAME + "Calendar"
    ask(name, path, interface, "Open", None)
    if verb == "add":
        result = ask(name, path, interface, "CreateObjects", "(asu)", [argument], 0)
    elif verb == "remove":
        result = ask(name, path, interface, "RemoveObjects", "(a(ss)su)", [(argument, "")], "all", 0)
    else:
        result = ask(name, path, interface, "GetObject", "(ss)", argument, "")
    print(json.dumps(result[0] if result else None))


if __name__ == "__main__":
    _main()
