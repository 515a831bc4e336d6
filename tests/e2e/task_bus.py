# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the user's own task list as another program does, with EDS's own library.

    tasks(session)                          # {uid: "VTODO text"}
    change(session, uid, summary="New")     # also status="COMPLETED"
    remove(session, uid)
    refresh(session, "dav-team-tasks")      # asks the server of another list now
    end_data_server(session)                # while Evolution is not running

The work is done by this file run as a program, since a process can talk to one session bus only.
"""

from __future__ import annotations

import json
import os
import pathlib
import signal
import sys
import time

_PYTHON = "/usr/bin/python3"  # Debian's own: the one that has the gi module
_LIST = "system-task-list"


def tasks(session, list_uid: str = _LIST) -> dict[str, str]:
    return _call(session, {"verb": "list", "list": list_uid})


def change(session, uid: str, **fields) -> None:
    """Sets the summary or the status."""
    _call(session, {"verb": "change", "uid": uid, **fields})


def remove(session, uid: str) -> None:
    _call(session, {"verb": "remove", "uid": uid})


def refresh(session, list_uid: str) -> None:
    """As Evolution does once a minute."""
    _call(session, {"verb": "refresh", "list": list_uid})


def end_data_server(session) -> None:
    """Ends the process that serves this session's task lists; the next who asks starts it anew. To be
    called while Evolution is not running."""
    pid = _call(session, {"verb": "pid"})
    os.kill(pid, signal.SIGTERM)
    while pathlib.Path(f"/proc/{pid}").exists():
        time.sleep(0.05)


def _call(session, order: dict):
    result = session.run([_PYTHON, __file__], input=json.dumps(order), timeout=60)
    if result.returncode != 0:
        raise RuntimeError(result.stderr.strip() or f"exit code {result.returncode}")
    return json.loads(result.stdout)


def _pid_of(name: str) -> int:
    from gi.repository import Gio, GLib

    bus = "org.freedesktop.DBus"
    question = GLib.Variant("(s)", (name,))
    session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    answer = session.call_sync(
        bus, "/org/freedesktop/DBus", bus, "GetConnectionUnixProcessID", question, None, 0, -1, None
    )
    return answer.unpack()[0]


def _main() -> None:
    import gi

    for name, version in (("EDataServer", "1.2"), ("ECal", "2.0"), ("ICalGLib", "3.0")):
        gi.require_version(name, version)
    from gi.repository import ECal, EDataServer, ICalGLib

    order = json.load(sys.stdin)
    if order["verb"] == "pid":
        print(_pid_of("org.gnome.evolution.dataserver.Calendar8"))
        return
    source = EDataServer.SourceRegistry.new_sync(None).ref_source(order.get("list", _LIST))
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.TASKS, 0xFFFFFFFF, None)
    everything, plain = ECal.ObjModType.ALL, ECal.OperationFlags.NONE
    answer = None
    if order["verb"] == "list":
        found = client.get_object_list_sync("#t", None)[1]
        answer = {task.get_uid(): task.as_ical_string() for task in found}
    elif order["verb"] == "refresh":
        client.refresh_sync(None)
    elif order["verb"] == "change":
        task = client.get_object_sync(order["uid"], None, None)[1]
        if "summary" in order:
            task.set_summary(order["summary"])
        if "status" in order:
            task.set_status(getattr(ICalGLib.PropertyStatus, order["status"]))
        client.modify_object_sync(task, everything, plain, None)
    else:
        client.remove_object_sync(order["uid"], None, everything, plain, None)
    print(json.dumps(answer))


if __name__ == "__main__":
    _main()
