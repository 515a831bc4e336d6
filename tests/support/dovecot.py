# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Dovecot of our own on loopback: TLS only, an ordinary process, everything in one folder.

    with Dovecot() as server:
        server.fill("alice", "INBOX", [b"From: ...", ...])     # many, quickly
        server.append("alice", "Customers/Acme", b"From: ...")  # as another mail program would
        server.gate.close()                                     # the network is gone
        assert not server.body_fetches("alice")

Clients reach it through a gate, which can be shut at a chosen byte or made to stall, so that "in the
middle" is the same moment in every run. Its certificate is signed by a CA made for the occasion.
Python 3.11 standard library; programs: dovecot (2.3 or 2.4), openssl; as root also setpriv.
"""

from __future__ import annotations

import contextlib
import imaplib
import os
import pathlib
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import time

import server

PASSWORD = "correct-horse"
HOST = "localhost"
_PROGRAMS = {"dovecot": "dovecot-imapd", "openssl": "openssl", "setpriv": "util-linux"}
_MODULE = pathlib.Path("/usr/lib/dovecot/imap")
# What a mail program sends when it wants more than headers: BODY[...] but for BODY[HEADER...], and
# the old names RFC822 and RFC822.TEXT. BODYSTRUCTURE says only of which parts a mail consists.
_BODY = re.compile(rb"FETCH .*(BODY(\.PEEK)?\[(?!HEADER)|RFC822(?!\.(SIZE|HEADER))\b|BINARY)", re.I)

_COMMON = """\
base_dir = {top}/run
state_dir = {top}/run
listen = 127.0.0.1
log_path = {top}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
auth_mechanisms = plain login
first_valid_uid = 1
rawlog_dir = {top}/rawlog/{raw_user}
mail_max_userip_connections = 100
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Trash {{
    auto = subscribe
    special_use = \\Trash
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
"""

_FOR_23 = """\
protocols = imap
ssl = required
ssl_cert = <{top}/server.pem
ssl_key = <{top}/server.key
mail_location = maildir:{top}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={top}/mail/%u
}}
"""

_FOR_24 = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {{
  imap = yes
}}
ssl = required
ssl_server_cert_file = {top}/server.pem
ssl_server_key_file = {top}/server.key
mail_driver = maildir
mail_path = {top}/mail/%{{user}}
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {top}/mail/%{{user}}
  }}
}}
"""


def encode_name(name: str) -> str:
    """A folder's name as IMAP writes it (RFC 3501, 5.1.3)."""

    def encode(match):
        if match[0] == "&":
            return "&-"
        text = match[0].encode("utf-16-be")
        import base64

        return "&" + base64.b64encode(text).decode().rstrip("=").replace("/", ",") + "-"

    return re.sub(r"&|[^\x20-\x7e]+", encode, name)


Missing = server.Missing


class Dovecot(server.Server):
    """One server with any number of users, all with PASSWORD. port: of its gate."""

    def __init__(self):
        self._need("dovecot", "openssl", *(["setpriv"] if os.getuid() == 0 else []))
        if not _MODULE.exists():
            raise server.Missing("dovecot's imap is not installed (try: apt-get install dovecot-imapd)")
        super().__init__("crm-imap-", "Dovecot")
        # Dovecot refuses to serve root's mail.
        self._owner = pwd.getpwnam("mail") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._make_certificates()
        self._write_config()
        for name in ("run", "mail", "rawlog"):
            (self.top / name).mkdir()
        self._give_away()

    @staticmethod
    def _need(*names: str) -> None:
        for name in names:
            if shutil.which(name) is None and not pathlib.Path("/usr/sbin", name).exists():
                raise server.Missing(f"{name} is not installed (try: apt-get install {_PROGRAMS[name]})")

    @property
    def certificate(self) -> pathlib.Path:
        """Of the server, in DER form: what a mail program remembers once the user trusts it."""
        return self.top / "server.der"

    # --- the process ------------------------------------------------------------------------------

    def _command(self) -> list[str]:
        command = ["dovecot", "-F", "-c", str(self.top / "dovecot.conf")]
        if os.getuid() != 0:
            return ["setpriv", "--pdeathsig", "TERM", *command]
        ids = [f"--reuid={self._owner.pw_uid}", f"--regid={self._owner.pw_gid}"]
        return ["setpriv", *ids, "--clear-groups", *command]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=2) as plain:
                context = ssl.create_default_context(cafile=self.top / "ca.pem")
                with context.wrap_socket(plain, server_hostname=HOST) as end:
                    return end.recv(4) == b"* OK"
        except OSError:
            return False

    def _log_files(self) -> tuple[pathlib.Path, ...]:
        return (self.top / "output", self.top / "dovecot.log")

    # --- mail -------------------------------------------------------------------------------------

    def fill(self, user: str, folder: str, messages) -> int:
        """Writes files into the user's Maildir, which is quick, all seen, before a client has that
        folder open. Returns how many."""
        root = self.top / "mail" / user
        levels = encode_name(folder).replace("/", ".")
        directory = root if folder == "INBOX" else root / f".{levels}"
        for name in ("cur", "new", "tmp"):
            (directory / name).mkdir(parents=True, exist_ok=True)
        number = len(list((directory / "cur").iterdir()))
        for number, message in enumerate(messages, number + 1):
            (directory / "cur" / f"{number}.fill.host:2,S").write_bytes(message)
        self._give_away(root)
        return number

    @contextlib.contextmanager
    def client(self, user: str):
        """Another mail program of the user: an imaplib.IMAP4_SSL that has logged in."""
        context = ssl.create_default_context(cafile=self.top / "ca.pem")
        client = imaplib.IMAP4_SSL(HOST, self._port, ssl_context=context, timeout=30)
        client.login(user, PASSWORD)
        try:
            yield client
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                client.logout()

    def append(self, user: str, folder: str, message: bytes, flags="") -> None:
        """Another program puts a message there, as a delivery would, and makes the folder."""
        with self.client(user) as client:
            name = quote(folder)
            if client.append(name, flags, None, message)[0] != "OK":
                must(client.create(name))
                client.subscribe(name)
                must(client.append(name, flags, None, message))

    # --- what the mail program under test asked for -----------------------------------------------

    def commands(self, user: str) -> list[bytes]:
        """What the clients of `user` sent so far, line by line."""
        lines = []
        for path in sorted((self.top / "rawlog" / user).glob("*.in")):
            lines += path.read_bytes().splitlines()
        return lines

    def body_fetches(self, user: str) -> list[bytes]:
        """The commands that asked for the body of a message, or a part of it."""
        return [line for line in self.commands(user) if _BODY.search(line)]

    def watch(self, user: str) -> None:
        """From now on what clients of `user` send is kept. To be called before they connect."""
        (self.top / "rawlog" / user).mkdir(exist_ok=True)
        self._give_away(self.top / "rawlog")

    # --- making it --------------------------------------------------------------------------------

    def _make_certificates(self) -> None:
        # Python 3.13 insists on what RFC 5280 wants of both certificates.
        extensions = f"subjectAltName=DNS:{HOST},IP:127.0.0.1\nsubjectKeyIdentifier=hash\n"
        extensions += "authorityKeyIdentifier=keyid\nextendedKeyUsage=serverAuth\n"
        (self.top / "extensions").write_text(extensions, encoding="ascii")
        make_key = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        authority = [*make_key, "-x509", "-days", "2", "-subj", "/CN=CRM test CA"]
        authority += ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        authority += ["-keyout", "ca.key", "-out", "ca.pem"]
        request = [*make_key, "-subj", f"/CN={HOST}", "-keyout", "server.key", "-out", "server.csr"]
        sign = ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"]
        sign += ["-days", "2", "-set_serial", str(time.time_ns())]
        sign += ["-extfile", "extensions", "-out", "server.pem"]
        convert = ["x509", "-in", "server.pem", "-outform", "DER", "-out", "server.der"]
        for arguments in (authority, request, sign, convert):
            command = ["openssl", *arguments]
            result = subprocess.run(command, cwd=self.top, capture_output=True, text=True)
            if result.returncode != 0:
                raise RuntimeError(f"{' '.join(command)}: {result.stderr}")

    def _write_config(self) -> None:
        version = subprocess.run(
            ["dovecot", "--version"],
            env={"PATH": os.environ.get("PATH", "") + ":/usr/sbin"},
            capture_output=True,
            text=True,
        ).stdout
        is_24 = not version.startswith("2.3")
        values = {
            "top": self.top,
            "port": self._port,
            "password": PASSWORD,
            "user": self._owner.pw_name,
            "uid": self._owner.pw_uid,
            "gid": self._owner.pw_gid,
            "group": _group_name(self._owner.pw_gid),
            "raw_user": "%{user}" if is_24 else "%u",
        }
        # 2.4 wants its version to be the first line.
        text = (_FOR_24 if is_24 else _FOR_23) + _COMMON
        (self.top / "dovecot.conf").write_text(text.format(**values), encoding="utf-8")

    def _give_away(self, what=None) -> None:
        if os.getuid() != 0:
            return
        for folder, _folders, files in os.walk(what or self.top):
            for path in (folder, *(os.path.join(folder, file) for file in files)):
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid)


def quote(folder: str) -> str:
    """A folder's name as an argument of imaplib's functions."""
    return '"' + encode_name(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def must(answer):
    """The data of an imaplib answer. Raises RuntimeError unless it is OK."""
    if answer[0] != "OK":
        raise RuntimeError(f"IMAP: {answer}")
    return answer[1]


def _group_name(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name
