# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hears what anybody asks the data server to write, on a session's bus.

    with Watch(session, path) as watch:
        ...
        for call in watch.calls():      # Call(program="evolution", member="CreateObjects", uids=[...])

The work is done by this file run as a program, since a process can talk to one session bus only.
"""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
import time
import typing

_PYTHON = "/usr/bin/python3"  # Debian's own: the one that has the gi module
_CALENDAR = "org.gnome.evolution.dataserver.Calendar"
_BOOK = "org.gnome.evolution.dataserver.AddressBook"
_WRITES = {
    _CALENDAR: ("CreateObjects", "ModifyObjects", "RemoveObjects", "ReceiveObjects", "SendObjects"),
    _BOOK: ("CreateContacts", "ModifyContacts", "RemoveContacts"),
}
_READY = "ready"


class Call(typing.NamedTuple):
    program: str  # name of the process that asked
    member: str
    uids: list[str]


class Watch:
    def __init__(self, session, path: pathlib.Path):
        self._path = path
        self._process = subprocess.Popen(
            [_PYTHON, __file__, str(path)], env=session.env, stdin=subprocess.DEVNULL
        )
        end = time.monotonic() + 20
        while not (path.exists() and path.read_text(encoding="utf-8").startswith(_READY)):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("nobody hears what is written")
            time.sleep(0.05)

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_exception) -> None:
        self._process.terminate()
        self._process.wait()

    def calls(self) -> list[Call]:
        lines = self._path.read_text(encoding="utf-8").splitlines()[1:]
        return [Call(**json.loads(line)) for line in lines]


def _uids(text: str) -> list[str]:
    """Of objects as iCalendar or vCard has them."""
    return [uid.strip() for uid in re.findall(r"^UID(?:;[^:]*)?:(.*)$", text, re.MULTILINE)]


def _subjects(member: str, body) -> list[str]:
    if member == "RemoveObjects":
        return [uid for uid, _rid in body[0]]
    if member == "RemoveContacts":
        return list(body[0])
    objects = [body[0]] if isinstance(body[0], str) else body[0]
    return [uid for text in objects for uid in (_uids(text.replace("\r", "")) or ["?"])]


def _main() -> None:
    from gi.repository import Gio, GLib

    address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None)
    flags = (
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    )
    bus, monitor = (
        Gio.DBusConnection.new_for_address_sync(address, flags, None, None) for _ in range(2)
    )
    name, path = "org.freedesktop.DBus", "/org/freedesktop/DBus"
    out = open(sys.argv[1], "w", encoding="utf-8", buffering=1)

    def program_of(sender: str) -> str:
        question = GLib.Variant("(s)", (sender,))
        try:
            pid = bus.call_sync(
                name, path, name, "GetConnectionUnixProcessID", question, None, 0, -1, None
            ).unpack()[0]
            return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
        except (GLib.Error, OSError):
            return "?"

    def write(sender, member, body) -> bool:
        call = Call(program_of(sender), member, _subjects(member, body))
        out.write(json.dumps(call._asdict()) + "\n")
        return GLib.SOURCE_REMOVE

    def hear(_monitor, message, incoming):
        if not incoming or message.get_message_type() != Gio.DBusMessageType.METHOD_CALL:
            return message
        member = message.get_member()
        if member in _WRITES.get(message.get_interface(), ()):
            GLib.idle_add(write, message.get_sender(), member, message.get_body().unpack())
        return None  # a monitor answers nobody, and the bus ends one that does

    monitor.add_filter(hear)
    rules = [f"type='method_call',interface='{interface}'" for interface in _WRITES]
    monitor.call_sync(
        name,
        path,
        "org.freedesktop.DBus.Monitoring",
        "BecomeMonitor",
        GLib.Variant("(asu)", (rules, 0)),
        None,
        0,
        -1,
        None,
    )
    out.write(_READY + "\n")
    GLib.MainLoop().run()


if __name__ == "__main__":
    _main()
