# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives a home made by evolution_home an IMAP account on a server of dovecot.py.

The server's certificate is trusted by this home alone, as after "Accept Permanently"; the password
lies in a keyring file of this home. Nothing asks, nothing is turned off.

    home = bench.home(settings=imap_home.SETTINGS)
    imap_home.add_account(home, server, "alice", address="alice@ourco.example")
    imap_home.finish(home, ["imap-alice"], server)
"""

from __future__ import annotations

import hashlib

import dovecot

# Without it an Evolution on a machine without a network does not even try loopback.
SETTINGS = {"org/gnome/evolution-data-server": {"network-monitor-gio-name": "'always-online'"}}

_ACCOUNT = """\
[Data Source]
DisplayName={title}
Enabled=true
Parent=

[Mail Account]
BackendName=imapx
IdentityUid={uid}-ident

[Authentication]
Host={host}
Port={port}
User={user}
Method=PLAIN
RememberPassword=true

[Security]
Method=ssl-on-alternate-port

[Imapx Backend]
UseIdle=true
UseSubscriptions={subscriptions}
CheckAll={check_all}
FilterInbox=false

[Refresh]
Enabled=true
IntervalMinutes=1

[Offline]
StaySynchronized=false
"""

_IDENTITY = """\
[Data Source]
DisplayName={title}
Enabled=true
Parent={uid}

[Mail Identity]
Name={name}
Address={address}

[Mail Submission]
TransportUid={uid}-trans
SentFolder=folder://{uid}/Sent
UseSentFolder=true

[Mail Composition]
DraftsFolder=folder://{uid}/Drafts
"""

# What is sent goes to the stand-in for sendmail that make_home() wrote.
_TRANSPORT = """\
[Data Source]
DisplayName={title}
Enabled=true
Parent={uid}

[Mail Transport]
BackendName=sendmail

[Sendmail Backend]
UseCustomBinary=true
CustomBinary={sendmail}
UseCustomArgs=false
SendInOffline=true
"""

_SECRET = """\
[{number}]
item-type=0
display-name=EDS {uid}
secret={password}
mtime=1
ctime=1

[{number}:attribute0]
name=e-source-uid
type=string
value={uid}

[{number}:attribute1]
name=eds-origin
type=string
value=evolution-data-server

[{number}:attribute2]
name=xdg:schema
type=string
value=org.gnome.Evolution.Data.Source

"""

_KEYRING = """\
[keyring]
display-name=test
ctime=1
mtime=1
lock-on-idle=false
lock-after=false

"""


def add_account(
    home, server, user: str, *, name="Alice Ash", address=None, check_all=False, subscriptions=False
) -> str:
    """Writes the account's files before Evolution's start and returns its uid, 'imap-USER'."""
    values = {
        "uid": f"imap-{user}",
        "title": f"Team {user}",
        "host": dovecot.HOST,
        "port": server.port,
        "user": user,
        "name": name,
        "address": address or f"{user}@ourco.example",
        "sendmail": home.path / "bin" / "sendmail",
        "check_all": str(check_all).lower(),
        "subscriptions": str(subscriptions).lower(),
    }
    sources = home.config / "sources"
    for suffix, text in (("", _ACCOUNT), ("-ident", _IDENTITY), ("-trans", _TRANSPORT)):
        path = sources / f"{values['uid']}{suffix}.source"
        path.write_text(text.format(**values), encoding="utf-8")
    server.watch(user)
    return values["uid"]


def finish(home, accounts: list[str], server) -> None:
    """Makes the home trust the server and know the passwords of `accounts`."""
    _trust(home, server.certificate.read_bytes())
    write_keyring(home.path, accounts)


def write_keyring(path, accounts: list[str]) -> None:
    """Makes the home at `path` know the passwords of these sources, and of no others."""
    keyrings = path / ".local" / "share" / "keyrings"
    keyrings.mkdir(parents=True, exist_ok=True)
    (keyrings / "default").write_text("test", encoding="ascii")
    text = _KEYRING
    for number, uid in enumerate(accounts, 1):
        text += _SECRET.format(number=number, uid=uid, password=dovecot.PASSWORD)
    path = keyrings / "test.keyring"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def _trust(home, certificate: bytes) -> None:
    """One entry of Camel's list of trusted certificates. The fingerprint is an MD5, with a colon
    after each byte; so is the name of the file with the certificate itself."""
    digest = hashlib.md5(certificate, usedforsecurity=False).digest()
    fingerprint = "".join(f"{byte:02x}:" for byte in digest)
    folder = home.path / ".local" / "share" / "camel_certs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / fingerprint).write_bytes(certificate)
    fully_trusted = 3
    entry = _text("") + _text("") + _text(dovecot.HOST) + _text(fingerprint)
    header = _number(0x100) + _number(1)  # version, how many
    data = header + entry + _number(fully_trusted)
    (home.data / "camel-cert.db").write_bytes(data)


def _number(value: int) -> bytes:
    """Seven bits a byte, the last byte has the eighth."""
    data = [0x80 | (value & 0x7F)]
    while value := value >> 7:
        data.insert(0, value & 0x7F)
    return bytes(data)


def _text(text: str) -> bytes:
    return _number(len(text) + 1) + text.encode("ascii")
