# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts people into the system address book of a running session, and reads them back.

    session.open()                                    # the bus is enough; Evolution may run too
    uids = add_contacts(session, [vcard, vcard])
    for vcard in read_contacts(session): ...
    change_contact(session, uid, "TITLE:Buyer", "TITLE:Head of buying")

The work is done by this file run as a program on the session's bus, since a process can talk to one
session bus only. It needs gir1.2-ebook-1.2, gir1.2-ebookcontacts-1.2 and gir1.2-edataserver-1.2.
"""

from __future__ import annotations

import json
import sys

_PYTHON = "/usr/bin/python3"  # Debian's own: the one that has the gi module
# E-D-S waits that many seconds for a connection to come up, in full; this value means: do not wait.
_DO_NOT_WAIT = 0xFFFFFFFF


class BooksError(RuntimeError):
    """The address book could not be opened, written or read."""


def add_contacts(session, vcards) -> list[str]:
    """Adds vCards (text, 3.0 or 4.0) to the book; returns their uids in the same order. A vCard's
    own UID is kept. session: an open EvolutionSession."""
    return _call(session, "add", list(vcards))


def read_contacts(session, query='(contains "x-evolution-any-field" "")') -> list[str]:
    """The vCards that match an E-D-S query, all by default, in no order."""
    return _call(session, "read", query)


def remove_contacts(session, uids) -> None:
    """Removes contacts by uid. Raises BooksError when one is not there."""
    _call(session, "remove", list(uids))


def change_contact(session, uid, old: str, new: str) -> None:
    """Replaces a text in a contact's vCard, as another program does."""
    _call(session, "change", [uid, old, new])


def refresh_book(session, source_uid: str) -> None:
    """Asks a book's server for news, as its timer does; they come a moment later."""
    _call(session, "refresh", source_uid)


def _call(session, verb: str, argument):
    result = session.run([_PYTHON, __file__, verb], input=json.dumps(argument), timeout=60)
    if result.returncode != 0:
        raise BooksError(result.stderr.strip() or f"exit code {result.returncode}")
    return json.loads(result.stdout)


def _open_book(uid=None):
    import gi

    gi.require_version("EDataServer", "1.2")
    gi.require_version("EBook", "1.2")
    gi.require_version("EBookContacts", "1.2")
    from gi.repository import EBook, EDataServer

    registry = EDataServer.SourceRegistry.new_sync(None)
    source = registry.ref_source(uid) if uid else registry.ref_builtin_address_book()
    return EBook.BookClient.connect_sync(source, _DO_NOT_WAIT, None)


def _add(book, vcards):
    from gi.repository import EBookContacts

    if not vcards:
        return []
    contacts = [EBookContacts.Contact.new_from_vcard(text) for text in vcards]
    flags = EBookContacts.BookOperationFlags.NONE
    done, uids = book.add_contacts_sync(contacts, flags, None)
    return uids if done else []


def _read(book, query):
    from gi.repository import EBookContacts

    _done, contacts = book.get_contacts_sync(query, None)
    return [contact.to_string(EBookContacts.VCardFormat(1)) for contact in contacts]  # 1 is 3.0


def _change(book, arguments):
    from gi.repository import EBookContacts

    uid, old, new = arguments
    _done, contact = book.get_contact_sync(uid, None)
    text = contact.to_string(EBookContacts.VCardFormat(1))
    if old not in text:
        raise BooksError(f"there is no {old!r} in {text}")
    changed = EBookContacts.Contact.new_from_vcard(text.replace(old, new))
    book.modify_contact_sync(changed, EBookContacts.BookOperationFlags.NONE, None)


def _refresh(_book, uid):
    _open_book(uid).refresh_sync(None)


def _remove(book, uids):
    from gi.repository import EBookContacts

    if uids:
        book.remove_contacts_sync(uids, EBookContacts.BookOperationFlags.NONE, None)


def _main() -> int:
    verbs = {"add": _add, "read": _read, "remove": _remove, "change": _change, "refresh": _refresh}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        print(f"usage: {sys.argv[0]} {'|'.join(verbs)} < argument.json", file=sys.stderr)
        return 2
    try:
        result = verbs[sys.argv[1]](_open_book(), json.load(sys.stdin))
    except (ImportError, ValueError) as error:
        print(f"{error} (is gir1.2-ebook-1.2 installed?)", file=sys.stderr)
        return 1
    except Exception as error:  # GLib.Error, known only once gi is there
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
