# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Radicale of our own on loopback: CardDAV and CalDAV, two users who share what lies below "team".

    with Radicale() as server:
        server.make_collection("team/book", "addressbook", "Team book")
        server.make_collection("team/tasks", "tasks", "Team tasks")
        server.put("bob", "team/book/ann.vcf", "BEGIN:VCARD...")   # as a colleague's program would
        server.get("bob", "team/book/ann.vcf")                      # (text, etag), None if gone
        server.gate.close()                                         # the network is gone
        server.gate.open()

    home = bench.home(settings=radicale.SETTINGS)
    radicale.add_source(home, server, "alice", "team/book", "addressbook")   # before EDS starts
    radicale.finish(home, ["dav-team-book"])

Clients reach it through the gate of gate.py. Python 3.11 standard library; program: radicale 3.
"""

from __future__ import annotations

import base64
import http.client
import pathlib
import shutil

import dovecot
import imap_home
import server

SETTINGS = imap_home.SETTINGS
USERS = ("alice", "bob")
PASSWORD = dovecot.PASSWORD

_CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {top}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {top}/rights
[storage]
filesystem_folder = {top}/dav
[web]
type = none
[logging]
level = info
"""

# The first that fits decides. "locked" is for everybody to read and for nobody to write.
_RIGHTS = """\
[root]
user: .+
collection:
permissions: R
[principal]
user: .+
collection: {user}
permissions: RW
[own]
user: .+
collection: {user}/[^/]+
permissions: rw
[teamroot]
user: .+
collection: team
permissions: RW
[locked]
user: .+
collection: team/locked
permissions: r
[team]
user: .+
collection: team/[^/]+
permissions: rw
"""

_MAKE = """\
<?xml version="1.0" encoding="utf-8"?>
<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:R="urn:ietf:params:xml:ns:carddav">
<D:set><D:prop><D:resourcetype><D:collection/>{kind}</D:resourcetype>{more}
<D:displayname>{title}</D:displayname></D:prop></D:set></D:mkcol>
"""
_COMPONENTS = (
    "<C:supported-calendar-component-set><C:comp name='{}'/></C:supported-calendar-component-set>"
)
_KINDS = {  # the resource's type, what it may hold, EDS's group of keys, its backend and its parent
    "addressbook": ("<R:addressbook/>", "", "Address Book", "carddav", "carddav-stub"),
    "calendar": ("<C:calendar/>", _COMPONENTS.format("VEVENT"), "Calendar", "caldav", "caldav-stub"),
    "tasks": ("<C:calendar/>", _COMPONENTS.format("VTODO"), "Task List", "caldav", "caldav-stub"),
}

_SOURCE = """\
[Data Source]
DisplayName={title}
Enabled=true
Parent={parent}

[{group}]
BackendName={backend}

[Authentication]
Host=127.0.0.1
Port={port}
User={user}
Method=plain/password
RememberPassword=true

[Security]
Method=none

[WebDAV Backend]
ResourcePath=/{collection}/
AvoidIfmatch=false

[Offline]
StaySynchronized=true

[Refresh]
Enabled=true
IntervalMinutes=1
"""


class Radicale(server.Server):
    """One server. port: of its gate; url: without a slash at the end."""

    def __init__(self):
        if shutil.which("radicale") is None:
            raise server.Missing("radicale is not installed (try: apt-get install radicale)")
        super().__init__("crm-dav-", "Radicale")
        values = {"top": self.top, "port": self._port}
        (self.top / "radicale.conf").write_text(_CONFIG.format(**values), encoding="ascii")
        (self.top / "rights").write_text(_RIGHTS, encoding="ascii")
        users = "".join(f"{user}:{PASSWORD}\n" for user in USERS)
        (self.top / "users").write_text(users, encoding="ascii")
        (self.top / "dav" / "collection-root" / "team").mkdir(parents=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _command(self) -> list[str]:
        return ["radicale", "--config", str(self.top / "radicale.conf")]

    def _answers(self) -> bool:
        try:
            return self.request("alice", "OPTIONS", "/")[0] == 200
        except OSError:
            return False

    # --- what another program of a user does, past the gate ---------------------------------------

    def request(self, user, method, path, body="", headers=None) -> tuple[int, str, str]:
        """Returns the status, the body and the ETag. `path` begins with a slash."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        secret = base64.b64encode(f"{user}:{PASSWORD}".encode()).decode()
        try:
            connection.request(
                method,
                path,
                body.encode("utf-8"),
                {"Authorization": f"Basic {secret}", **(headers or {})},
            )
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, text, answer.getheader("ETag") or ""
        finally:
            connection.close()

    def _must(self, user, method, path, *arguments) -> str:
        status, text, etag = self.request(user, method, path, *arguments)
        if status not in (200, 201, 204):
            raise RuntimeError(f"{method} {path}: {status} {text[:500]}")
        return etag

    def make_collection(self, path: str, kind: str, title: str, user: str = "alice") -> None:
        """`kind`: addressbook, calendar or tasks. `path`: as team/book, without slashes around."""
        resource, more, *_rest = _KINDS[kind]
        body = _MAKE.format(kind=resource, more=more, title=title)
        self._must(user, "MKCOL", f"/{path}/", body, {"Content-Type": "application/xml"})

    def put(self, user: str, path: str, text: str) -> str:
        """Writes an object, whoever changed it before, and returns its new ETag."""
        kind = "text/vcard" if path.endswith(".vcf") else "text/calendar"
        return self._must(user, "PUT", f"/{path}", text, {"Content-Type": kind})

    def get(self, user: str, path: str) -> tuple[str, str] | None:
        """The object's text and ETag, None where there is none."""
        status, text, etag = self.request(user, "GET", f"/{path}")
        if status == 404:
            return None
        if status != 200:
            raise RuntimeError(f"GET {path}: {status} {text[:500]}")
        return text, etag

    def delete(self, user: str, path: str) -> None:
        self._must(user, "DELETE", f"/{path}")

    def names(self, collection: str) -> list[str]:
        """The objects of a collection, by name: what really lies on the server."""
        folder = self.top / "dav" / "collection-root" / collection
        if not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))

    def find(self, collection: str, text: str) -> list[str]:
        """The names of the objects that contain `text`."""
        folder = self.top / "dav" / "collection-root" / collection
        return [
            name
            for name in self.names(collection)
            if text in (folder / name).read_text("utf-8", "replace")
        ]


def source_uid(collection: str) -> str:
    """Of the source that add_source() makes: 'dav-team-book' for team/book."""
    return "dav-" + collection.replace("/", "-")


def source_text(server: Radicale, user: str, collection: str, kind: str, title: str) -> str:
    """What stands in the .source file."""
    *_dav, group, backend, parent = _KINDS[kind]
    values = {"title": title, "parent": parent, "group": group, "backend": backend}
    return _SOURCE.format(port=server.port, user=user, collection=collection, **values)


def add_source(home, server: Radicale, user: str, collection: str, kind: str, *, title=None) -> str:
    """Writes the source before EDS starts and returns its uid."""
    uid = source_uid(collection)
    text = source_text(server, user, collection, kind, title or collection)
    (home.config / "sources" / f"{uid}.source").write_text(text, encoding="utf-8")
    return uid


def finish(home, uids: list[str]) -> None:
    """Makes the home know the passwords of those sources. It replaces the home's keyring: give all
    accounts in one call, those of imap_home too (the password is the same)."""
    imap_home.write_keyring(home.path, uids)
