# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes a home directory in which Evolution starts at once, offline, with one mail account.

No wizard, no network: a Maildir account 'Sales mail', an identity, and a transport that writes what
is sent into a folder. Python 3.11, standard library only.

    home = make_home("/tmp/demo", identity=("Sam Seller", "sam@ourco.example"))
    uid = deliver(home.mail_root, message)            # before Evolution starts
    ... start it (evolution_session.py) ...
    for arguments, text in sent_messages(home): ...
"""

from __future__ import annotations

import dataclasses
import email.message
import email.utils
import json
import os
import pathlib
import re
import time

ACCOUNT = "crm-acct"
IDENTITY = "crm-ident"
TRANSPORT = "crm-trans"
INBOX_URI = f"folder://{ACCOUNT}/Inbox"
_DESCRIPTION = ".crm-home.json"

# Values are GVariant text. menubar-visible: 3.56 hides the menu bar unless told, 3.46 shows it.
# paned-size: 1000000 + the message's share of the height in millionths (exactly half is ignored).
_SETTINGS = {
    "org/gnome/evolution/mail": {
        "show-startup-wizard": "false",
        "send-recv-on-start": "false",
        "prompt-on-unwanted-html": "false",
        "prompt-on-empty-subject": "false",
        "prompt-on-accel-send": "false",
        "prompt-check-if-default-mailer": "false",
        "composer-mode": "'html'",
        "default-account": f"'{ACCOUNT}'",
        "paned-size": "1550000",
    },
    "org/gnome/evolution-data-server": {"migrated": "true"},
    "org/gnome/evolution/shell": {"skip-warning-dialog": "true", "menubar-visible": "true"},
    "org/gnome/evolution": {
        "default-mail-account": f"'{ACCOUNT}'",
        "default-mail-identity": f"'{IDENTITY}'",
    },
    "org/gnome/evolution/shell/window": {"maximized": "false", "x": "0", "y": "0"},
    # Lower ones fold the CRM's strip to one line.
    "org/gnome/evolution/mail/composer-window": {
        "maximized": "false", "width": "820", "height": "760",
    },
    "org/gnome/desktop/interface": {
        "toolkit-accessibility": "true",
        "enable-animations": "false",
    },
}

_ACCOUNT_SOURCE = """\
[Data Source]
DisplayName=Sales mail
Enabled=true
Parent=

[Mail Account]
BackendName=maildir
IdentityUid={identity}

[Maildir Backend]
FilterInbox=false
Path={mail_root}
"""

_IDENTITY_SOURCE = """\
[Data Source]
DisplayName=Sales mail
Enabled=true
Parent={account}

[Mail Identity]
Name={name}
Address={address}

[Mail Submission]
TransportUid={transport}
SentFolder=folder://local/Sent
UseSentFolder=true

[Mail Composition]
DraftsFolder=folder://local/Drafts
TemplatesFolder=folder://local/Templates
"""

_TRANSPORT_SOURCE = """\
[Data Source]
DisplayName=Sales mail
Enabled=true
Parent={account}

[Mail Transport]
BackendName=sendmail

[Sendmail Backend]
UseCustomBinary=true
CustomBinary={sendmail}
UseCustomArgs=false
SendInOffline=true
"""

# A file called "fail" in the folder makes sending fail, as a server that is away would.
_SENDMAIL = """\
#!/bin/sh
# Stands for sendmail: keeps each message and how it was called in its own folder.
set -eu
out={outgoing}
if [ -e "$out/fail" ]; then echo "the mail server is away" >&2; exit 75; fi
name=$(date +%s%N).$$
printf '%s\\n' "$@" > "$out/$name.args"
cat > "$out/$name.part"
mv "$out/$name.part" "$out/$name.eml"
"""


@dataclasses.dataclass(frozen=True)
class Home:
    """Where things lie in a home made by make_home()."""

    path: pathlib.Path
    mail_root: pathlib.Path
    outgoing: pathlib.Path
    name: str
    address: str
    language: str

    @property
    def config(self) -> pathlib.Path:
        return self.path / ".config" / "evolution"

    @property
    def data(self) -> pathlib.Path:
        return self.path / ".local" / "share" / "evolution"


def make_home(
    home,
    mail_root=None,
    identity=("Sam Seller", "sam@ourco.example"),
    language="C.UTF-8",
    window=(1480, 900),
    selected_folder=INBOX_URI,
    selected_uid=None,
    calendar=None,
    tasks=None,
    settings=None,
) -> Home:
    """Makes `home` (kept if it exists: files of an earlier call are overwritten, mail stays).

    mail_root: the Maildir of the account; made when missing; default HOME/Mail/sales. Evolution
        writes its own files into it, so give it a copy.
    identity: (name, address) of the user.
    language: a locale name for LANG; it must exist on the machine.
    window: width and height in pixels.
    selected_folder, selected_uid: what is selected at the start; see select_at_start().
    calendar, tasks: the text of an iCalendar file for the built-in calendar or task list, or None.
    settings: more GSettings, {"org/gnome/evolution/mail": {"layout": "1"}}, as GVariant text.
    """
    root = pathlib.Path(home).absolute()
    mail = pathlib.Path(mail_root).absolute() if mail_root else root / "Mail" / "sales"
    result = Home(root, mail, root / "outgoing", identity[0], identity[1], language)

    for folder in (result.config / "sources", result.config / "mail", result.outgoing):
        folder.mkdir(parents=True, exist_ok=True)
    # 3.46 complains about WebKit's sandbox when these two are missing.
    for folder in ("preview-plugins", "webkit-editor-plugins"):
        (result.data / folder).mkdir(parents=True, exist_ok=True)

    _write_settings(result, window, settings or {})
    _write_sources(result)
    make_maildir(mail)
    _mark_maildir(mail)
    _make_local_store(result)
    _write_ics(result.data / "calendar" / "system" / "calendar.ics", calendar)
    _write_ics(result.data / "tasks" / "system" / "tasks.ics", tasks)
    select_at_start(result, selected_folder, selected_uid)
    description = {"mail_root": str(mail), "identity": list(identity), "language": language}
    (root / _DESCRIPTION).write_text(json.dumps(description), encoding="utf-8")
    os.chmod(root, 0o700)
    return result


def open_home(home) -> Home:
    """Finds again what make_home() made. Source files hold absolute paths, so a home that was
    packed away must come back to the same place. Raises FileNotFoundError."""
    root = pathlib.Path(home).absolute()
    known = json.loads((root / _DESCRIPTION).read_text(encoding="utf-8"))
    name, address = known["identity"]
    mail_root = pathlib.Path(known["mail_root"])
    return Home(root, mail_root, root / "outgoing", name, address, known["language"])


def select_at_start(home: Home, folder=INBOX_URI, uid=None) -> None:
    """Makes the next start show `folder` and, when `uid` is not None, that message. Also forgets
    the last search and its scope, and every other folder's view."""
    lines = ["[Folder Tree]", f"Selected={folder}", f"Expanded={folder.rpartition('/')[0]}", ""]
    lines += ["[GlobalFolder]", "GroupByThreads=false", "PreviewVisible=true", ""]
    lines += [f"[Folder {folder}]", "GroupByThreads=false", "PreviewVisible=true"]
    if uid is not None:
        lines.append(f"SelectedMessage={uid}")
    state = home.config / "mail" / "state.ini"
    state.write_text("\n".join(lines) + "\n", encoding="utf-8")


def forget_crash(home_path) -> None:
    """Removes the mark of a killed Evolution; with it the next start is in safe mode and selects no
    message."""
    (pathlib.Path(home_path) / ".config" / "evolution" / ".running").unlink(missing_ok=True)


def maildir_of(mail_root, folder="") -> pathlib.Path:
    """The directory of `folder` in a Maildir++ tree. Folder names as Evolution shows them, with '/'
    between levels; '' and 'Inbox' are the root itself."""
    root = pathlib.Path(mail_root)
    if folder.lower() in ("", "inbox"):
        return root
    # Camel's own escape: a dot separates levels, so a dot within a name becomes _2E.
    levels = (re.sub(r"[._]", lambda m: f"_{ord(m[0]):02X}", part) for part in folder.split("/"))
    return root / ("." + ".".join(levels))


def make_maildir(mail_root, folder="") -> pathlib.Path:
    """Makes a folder if it is missing and returns its directory."""
    directory = maildir_of(mail_root, folder)
    for name in ("cur", "new", "tmp"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    return directory


def deliver(mail_root, message, folder="", seen=True, flags="", received=None) -> str:
    """Puts one message into a Maildir folder and returns its uid as Evolution names it.

    message: email.message.Message, or bytes with any line ends.
    flags: further Maildir flags, such as 'R' (answered) or 'F' (flagged); `seen` adds 'S'.
    received: seconds since 1970; default: the message's Date, else now.

    Written before Evolution starts it is there at once; while it runs, not before the next refresh
    (F12, Send/Receive).
    """
    directory = make_maildir(mail_root, folder)
    data = message if isinstance(message, bytes) else message.as_bytes()
    when = int(received if received is not None else _date_of(message))
    number = 0
    while True:
        uid = f"{when}.{number}_0.host"
        try:
            # The part in tmp reserves the uid; a second deliverer gets the next number.
            handle = open(directory / "tmp" / uid, "xb")
        except FileExistsError:
            number += 1
            continue
        if not any((directory / "cur").glob(uid + ":*")):
            break
        handle.close()
        os.unlink(handle.name)
        number += 1
    with handle:
        handle.write(data)
    os.utime(handle.name, (when, when))
    letters = "".join(sorted(set(flags + ("S" if seen else ""))))
    os.rename(handle.name, directory / "cur" / f"{uid}:2,{letters}")
    return uid


def sent_messages(home: Home) -> list[tuple[list[str], bytes]]:
    """What went out so far, oldest first: sendmail's arguments and the message as sent."""
    result = []
    for path in sorted(home.outgoing.glob("*.eml")):
        arguments = path.with_suffix(".args").read_text(encoding="utf-8").splitlines()
        result.append((arguments, path.read_bytes()))
    return result


def fail_sending(home: Home, fail: bool) -> None:
    """From now on sending fails (True) or works again (False)."""
    mark = home.outgoing / "fail"
    if fail:
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def _date_of(message) -> float:
    if isinstance(message, email.message.Message):
        text = message["Date"]
    else:
        text = email.message_from_bytes(message)["Date"]
    try:
        return email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return time.time()


def _write_settings(home: Home, window, more) -> None:
    path = home.path / ".config" / "glib-2.0" / "settings" / "keyfile"
    path.parent.mkdir(parents=True, exist_ok=True)
    size = {"width": str(window[0]), "height": str(window[1])}
    groups = {group: dict(values) for group, values in _SETTINGS.items()}
    groups["org/gnome/evolution/shell/window"] |= size
    for group, values in more.items():
        groups.setdefault(group, {}).update(values)
    lines = []
    for group, values in groups.items():
        lines += [f"[{group}]", *(f"{key}={value}" for key, value in values.items()), ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def _write_sources(home: Home) -> None:
    sendmail = home.path / "bin" / "sendmail"
    sendmail.parent.mkdir(parents=True, exist_ok=True)
    quoted = "'" + str(home.outgoing).replace("'", "'\\''") + "'"
    sendmail.write_text(_SENDMAIL.format(outgoing=quoted), encoding="utf-8")
    sendmail.chmod(0o755)
    values = {"account": ACCOUNT, "identity": IDENTITY, "transport": TRANSPORT}
    values |= {"name": home.name, "address": home.address}
    values |= {"mail_root": str(home.mail_root), "sendmail": str(sendmail)}
    sources = {ACCOUNT: _ACCOUNT_SOURCE, IDENTITY: _IDENTITY_SOURCE, TRANSPORT: _TRANSPORT_SOURCE}
    for uid, text in sources.items():
        path = home.config / "sources" / f"{uid}.source"
        path.write_text(text.format(**values), encoding="utf-8")


def _make_local_store(home: Home) -> None:
    """The folders under 'On This Computer': they exist before mail is sent or a test delivers into
    one. Without .Outbox the store counts as mbox and a modal question comes up."""
    local = home.data / "mail" / "local"
    for folder in ("Inbox", "Outbox", "Drafts", "Sent", "Templates"):
        make_maildir(local, folder)
    _mark_maildir(local)


def _mark_maildir(root: pathlib.Path) -> None:
    """Camel's own mark of its Maildir++. Without it Camel takes the local store for an older format
    and shows each folder twice, and does not undo the escapes of maildir_of()."""
    mark = root / "..maildir++"
    if not mark.exists():
        mark.write_text("maildir++ 1", encoding="ascii")


def _write_ics(path: pathlib.Path, text) -> None:
    if text is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = text.replace("\r\n", "\n").splitlines()
    path.write_bytes("".join(line + "\r\n" for line in lines).encode("utf-8"))
