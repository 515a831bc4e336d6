#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The main job on IMAP accounts of a real Dovecot, over TLS.

What Evolution asked for is read from the server's side. The server is reached through a gate that
the tests can shut, see tests/support/dovecot.py.
"""

import contextlib
import email.utils
import sys
import time

from support import TOP, UNDO_KEY, Skip, main

sys.path.insert(0, str(TOP / "tests" / "support"))
import dovecot  # noqa: E402
import imap_home  # noqa: E402

ALICE = "alice@ourco.example"
BUYER = "berta.buyer@kupferkessel.example"
ODD_FOLDER = "Kunden/Zürich & Łódź"
ODD_URI = "folder://imap-alice/Kunden/Z%C3%BCrich%20%26%20%C5%81%C3%B3d%C5%BA"
START = 1_700_000_000
MANY_FOLDERS = 640
TICK = 75.0  # seconds: the accounts are looked through once a minute
TABLES = ("message", "location", "edge", "address", "folder", "domain_edge")


def letter(n, sender=BUYER, to=ALICE, subject=None):
    """One small letter, always the same for the same arguments."""
    name = sender.partition("@")[0].replace(".", " ").title()
    lines = [f"From: {name} <{sender}>", f"To: {to}", f"Subject: {subject or f'Letter {n}'}"]
    lines += [f"Date: {email.utils.formatdate(START + n * 600)}"]
    lines += [f"Message-ID: <{n}.{sender}>", "MIME-Version: 1.0"]
    lines += ["Content-Type: text/plain; charset=utf-8", "", f"The text of letter {n}", ""]
    return "\r\n".join(lines).encode("utf-8")


def letters(number, first=0):
    """Of 97 people."""
    numbers = range(first, first + number)
    return [letter(n, f"person{n % 97}@company{n % 97}.example") for n in numbers]


@contextlib.contextmanager
def server_of(bench):
    try:
        server = dovecot.Dovecot()
    except dovecot.Missing as reason:
        raise Skip(str(reason)) from None
    try:
        with server:
            yield server
    finally:
        if bench.failed:
            (bench.out / f"{bench.name}-dovecot.log").write_text(server.log_text(), "utf-8")


def home_of(bench, server, users=("alice",)):
    """A home whose standard account is the first user's."""
    standard = {
        "default-mail-account": f"'imap-{users[0]}'",
        "default-mail-identity": f"'imap-{users[0]}-ident'",
    }
    home = bench.home(settings=imap_home.SETTINGS | {"org/gnome/evolution": standard})
    accounts = [imap_home.add_account(home, server, user, name=user.title()) for user in users]
    imap_home.finish(home, accounts, server)
    return home


def subjects(crm, folder):
    """The subjects that the index has in the folder, as often as there are copies."""
    rows = crm.sql(
        "SELECT message.subject FROM location JOIN message ON message.id = location.message"
        " JOIN folder ON folder.id = location.folder WHERE folder.name = ? ORDER BY 1",
        folder,
        file="index.db",
    )
    return [row[0] for row in rows]


def wait_subjects(crm, folder, wanted, timeout=TICK):
    def is_so():
        return subjects(crm, folder) == sorted(wanted)

    try:
        crm.driver.wait_until(is_so, timeout, f"{folder} to hold {wanted}")
    except AssertionError as error:
        raise AssertionError(f"{error}; it holds {subjects(crm, folder)}") from None


def counts(crm):
    return {name: crm.sql(f"SELECT count(*) FROM {name}", file="index.db")[0][0] for name in TABLES}


def windows(crm):
    """The titles of Evolution's windows: a question of its own would be one more."""
    run = crm.session.run
    search = ["xdotool", "search", "--onlyvisible", "--pid", str(crm.session.pid), "--name", "."]
    return [run(["xdotool", "getwindowname", x]).stdout.strip() for x in run(search).stdout.split()]


def check_no_question(crm):
    assert len(windows(crm)) == 1, windows(crm)


# --- cases ----------------------------------------------------------------------------------------


def first_reading(bench):
    """Folders that were never opened are indexed after consent, and only their headers are read."""
    with server_of(bench) as server:
        server.fill("alice", "INBOX", letters(200))
        server.fill("alice", ODD_FOLDER, [letter(n) for n in range(1000, 1250)])
        server.fill("bob", "INBOX", letters(30, 2000))
        for folder in ("Drafts", "Junk", "Trash"):
            server.fill("alice", folder, letters(5, 3000))
        home = home_of(bench, server, ("alice", "bob"))
        with bench.crm(home) as crm:
            with bench.step("nothing is captured, nothing is fetched before Start"):
                crm.find("crm-setup-start")
                time.sleep(2)
                assert crm.count_locations() == 0, "something is indexed already"
            with bench.step("Start reads the folders of both accounts, but no drafts, junk, trash"):
                crm.set_up(480)
                crm.wait_gone("crm-progress")
                assert counts(crm)["location"] == counts(crm)["message"] == 480, counts(crm)
                assert len(subjects(crm, ODD_FOLDER)) == 250
            with bench.step("no body was asked for"):
                for user in ("alice", "bob"):
                    asked = server.body_fetches(user)
                    assert server.commands(user), "what clients say is not kept"
                    assert not asked, asked
                check_no_question(crm)
            with bench.step("a letter of a folder with letters of many alphabets can be filed"):
                crm.session.open_uri(ODD_URI)
                crm.select("Letter 1007", BUYER)
                crm.wait_text("crm-person-letters", r"^250\b")
                crm.press("crm-capture")
                crm.press("crm-capture-add")
                crm.wait_text("crm-filed-under", "Letter 1007")
                bench.picture("filed")
            with bench.step("undo takes that back"):
                crm.driver.key(UNDO_KEY)
                crm.wait_gone("crm-filed-under")
                assert crm.sql("SELECT count(*) FROM deal") == [(0,)]
            with bench.step("only the letters that were shown were asked for"):
                asked = server.body_fetches("alice")
                assert 1 <= len(asked) <= 2, asked
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


def changes(bench):
    """What other programs do to the mailbox while Evolution runs."""
    with server_of(bench) as server:
        server.fill("alice", "INBOX", [letter(n) for n in range(5)])
        server.fill("alice", "Customers", [letter(n) for n in range(10, 13)])
        server.fill("alice", "Again", [letter(n) for n in range(20, 23)])
        server.fill("alice", "Archive", [letter(30)])
        with bench.crm(home_of(bench, server)) as crm:
            crm.set_up(12)
            crm.session.open_uri("folder://imap-alice/INBOX")
            crm.select("Letter 2", BUYER)
            crm.wait_text("crm-person-letters", r"^12\b")
            with bench.step("new mail shows by itself, in count and history"):
                server.append("alice", "INBOX", letter(100, subject="Fresh from the server"))
                crm.wait_history("Fresh from the server", timeout=30)
                crm.wait_text("crm-person-letters", r"^13\b")
                bench.picture("arrived")
            with bench.step("so does mail that the server puts into another folder"):
                server.append("alice", "Customers", letter(101, subject="Sorted by the server"))
                crm.wait_history("Sorted by the server", timeout=TICK)
            with bench.step("what is marked as deleted or as junk goes away"):
                flag_elsewhere(server, "INBOX", "1", r"(\Deleted)")
                flag_elsewhere(server, "INBOX", "2", "(Junk)")
                wait_inbox(crm, 2, 3, 4)
            with bench.step("what is expunged elsewhere goes away"):
                flag_elsewhere(server, "INBOX", "4", r"(\Deleted)", expunge=True)
                wait_inbox(crm, 2, 4)
                crm.wait_text("crm-person-letters", r"^11\b")
            with bench.step("a letter moved elsewhere is known at its new place only"):
                with server.client("alice") as client:
                    dovecot.must(client.select("Customers"))
                    dovecot.must(client.uid("MOVE", "1", "Archive"))
                wait_subjects(crm, "Archive", ["Letter 10", "Letter 30"])
                wait_subjects(
                    crm, "Customers", ["Letter 11", "Letter 12", "Sorted by the server"]
                )
                # The list, made anew after the expunge, may have dropped the selection in 3.56.
                crm.select("Letter 4", BUYER)
                crm.wait_text("crm-person-letters", r"^11\b")
            with bench.step("a folder deleted and made again: old places are forgotten"):
                make_again(server, "Again", [letter(n) for n in range(40, 44)])
                wait_subjects(crm, "Again", [f"Letter {n}" for n in range(40, 44)])
                crm.session.open_uri("folder://imap-alice/Again")
                crm.select("Letter 43", BUYER)
                wait_shown(crm, server, "Again", "Letter 43")
                bench.picture("again")
            check_no_question(crm)
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


def flag_elsewhere(server, folder, uid, flags, expunge=False):
    with server.client("alice") as client:
        dovecot.must(client.select(folder))
        dovecot.must(client.uid("STORE", uid, "+FLAGS", flags))
        if expunge:
            dovecot.must(client.expunge())


def make_again(server, folder, messages):
    """The new messages get the uids of the old ones; UIDVALIDITY tells them apart."""
    with server.client("alice") as client:
        before = client.status(folder, "(UIDVALIDITY)")
        dovecot.must(client.delete(folder))
        dovecot.must(client.create(folder))
        for message in messages:
            dovecot.must(client.append(folder, "", None, message))
        assert client.status(folder, "(UIDVALIDITY)") != before


def wait_inbox(crm, *numbers):
    names = [f"Letter {n}" for n in numbers]
    wait_subjects(crm, "INBOX", [*names, "Fresh from the server"])


def wait_shown(crm, server, folder, subject):
    """The letter that the preview fetched from the server is the one that the index has there."""
    uids = crm.sql(
        "SELECT location.uid FROM location JOIN folder ON folder.id = location.folder"
        " JOIN message ON message.id = location.message WHERE name = ? AND subject = ?",
        *(folder, subject),
        file="index.db",
    )
    assert len(uids) == 1, uids
    wanted = f"UID FETCH {uids[0][0]} (BODY.PEEK[])".encode()

    def is_so():
        asked = server.body_fetches("alice")
        return asked and asked[-1].endswith(wanted)

    crm.driver.wait_until(is_so, what=f"{subject!r} being fetched as {wanted}")


def interrupted(bench):
    """The server goes away in the middle of the first reading, comes back, stops answering."""
    with server_of(bench) as server:
        server.fill("alice", "INBOX", letters(20))
        server.fill("alice", "Big", letters(3000, 100))
        server.fill("alice", "Small", letters(30, 5000))
        with bench.crm(home_of(bench, server)) as crm:
            crm.find("crm-setup-start")
            with bench.step("the connection is lost in the middle"):
                server.gate.close_after(600_000)
                crm.press("crm-setup-start")
                crm.driver.wait_until(lambda: not server.gate.is_open(), 60, "the cut")
            with bench.step("that is told in words, and what came is there"):
                crm.wait_text("crm-progress", "mail folders are not read to their end", 60)
                bench.picture("away")
                assert 0 < crm.count_locations() < 3050, crm.count_locations()
                check_no_question(crm)
            with bench.step("once it is back the rest follows by itself, nothing twice"):
                server.gate.open()
                crm.driver.wait_until(lambda: crm.count_locations() >= 3050, 100, "the rest")
                crm.wait_gone("crm-progress", 30)
                assert counts(crm)["location"] == counts(crm)["message"] == 3050, counts(crm)
                assert not server.body_fetches("alice"), server.body_fetches("alice")
            with bench.step("a line that is dead does not hold up the window"):
                crm.session.open_uri("folder://imap-alice/INBOX")
                crm.select("Letter 3", "person3@company3.example")
                wait_shown(crm, server, "INBOX", "Letter 3")
                server.gate.stall()
                server.append("alice", "Small", letter(6000))
                crm.driver.key("F12")
                time.sleep(3)
                crm.select("Letter 4", "person4@company4.example")
                crm.find("crm-note-entry").set_text("Said on the telephone")
                crm.press("crm-note-add")
                crm.wait_history("Said on the telephone")
            with bench.step("a start without the server shows what is known"):
                # Evolution alone, too, waits 90 s for a dead line when it is told to quit.
                server.gate.close()
                assert crm.session.stop() == 0, crm.session.exit_code
                crm.session.start()
                crm.session.open_uri("folder://imap-alice/INBOX")
                crm.select("Letter 3", "person3@company3.example")
                crm.wait_text("crm-person-letters", r"^32\b")
                assert counts(crm)["location"] == 3050, counts(crm)
            with bench.step("so does one that works offline"):
                assert crm.session.stop() == 0
                crm.session.arguments.append("--offline")
                crm.session.start()
                crm.session.open_uri("folder://imap-alice/INBOX")
                crm.select("Letter 5", "person5@company5.example")
                crm.wait_text("crm-person-letters", r"^32\b")
                assert counts(crm)["location"] == 3050, counts(crm)
                bench.picture("offline")
                check_no_question(crm)
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


def large(bench):
    """A folder with 10,000 messages, with Evolution being used meanwhile."""
    with server_of(bench) as server:
        server.fill("alice", "INBOX", letters(20))
        server.fill("alice", "Big", letters(10_000, 100))
        with bench.crm(home_of(bench, server)) as crm:
            crm.find("crm-setup-start")
            begin = time.monotonic()
            crm.press("crm-setup-start")
            with bench.step("all are indexed, and the window answers meanwhile"):
                longest = 0.0
                while crm.count_locations() < 10_020:
                    asked = time.monotonic()
                    assert asked - begin < 120, f"{crm.count_locations()} after two minutes"
                    crm.driver.app().children
                    longest = max(longest, time.monotonic() - asked)
                    time.sleep(0.05)
                bench.note(f"{time.monotonic() - begin:.1f} s, slowest answer {longest:.2f} s")
                assert longest < 3, longest
            with bench.step("nothing twice, no body"):
                crm.wait_gone("crm-progress")
                assert counts(crm)["location"] == counts(crm)["message"] == 10_020, counts(crm)
                assert not server.body_fetches("alice"), server.body_fetches("alice")[:3]
            with bench.step("a restart with nothing new fetches nothing again"):
                before = len(header_fetches(server))
                assert before >= 100, "the commands are not recognised"
                crm.restart()
                crm.find("crm-status")
                time.sleep(5)
                assert counts(crm)["location"] == 10_020, counts(crm)
                again = header_fetches(server)[before:]
                assert not again, again[:3]
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


def header_fetches(server):
    lines = server.commands("alice")
    return [line for line in lines if b"UID FETCH" in line and b"RFC822.HEADER" in line]


def leaving(bench):
    """Quitting in the middle of a walk through very many folders does not wait for its end."""
    with server_of(bench) as server:
        server.fill("alice", "INBOX", letters(20))
        for n in range(MANY_FOLDERS):
            server.fill("alice", f"Customers/Number {n}", letters(2, 100 + 2 * n))
        # Camel's IMAP code itself complains at times when it is left while it lists folders.
        with bench.crm(home_of(bench, server), env={"G_DEBUG": ""}) as crm:
            crm.find("crm-setup-start")
            crm.press("crm-setup-start")
            with bench.step("Evolution quits at once while folders are opened"):
                crm.driver.wait_until(lambda: crm.text("crm-progress"), 60, "the walk")
                leave(bench, crm)
            with bench.step("and while they are read"):
                crm.session.start()
                crm.driver.wait_until(lambda: crm.count_locations() > 100, 60, "the first letters")
                leave(bench, crm)


# Evolution and Camel complain at times when they are left in the midst of a walk: of their IMAP code, and of
# these two calls, which nothing of ours in the mail view makes.
HOSTS_OWN = ("camel-imapx", "camel_folder_thaw", "g_object_weak_unref")


def leave(bench, crm):
    asked = time.monotonic()
    code = crm.session.stop(60)
    took = time.monotonic() - asked
    read = crm.count_locations()
    bench.note(f"{took:.1f} s, {read} copies read")
    assert code == 0, f"Evolution ended with {code}"
    assert read < 20 + 2 * MANY_FOLDERS, "all had been read already"
    assert took < 5, f"it took {took:.1f} s"
    criticals = [line for line in crm.complaints() if "CRITICAL" in line]
    others = [line for line in criticals if not any(name in line for name in HOSTS_OWN)]
    assert not others, "\n".join(others)


def sent(bench):
    """What is sent goes to the account's Sent folder and counts as ours."""
    with server_of(bench) as server:
        server.fill("alice", "INBOX", [letter(1)])
        with bench.crm(home_of(bench, server)) as crm:
            crm.set_up(1)
            crm.session.open_uri("folder://imap-alice/INBOX")
            crm.select("Letter 1", BUYER)
            with bench.step("a letter is sent"):
                mail = f"mailto:{BUYER}?subject=Our%20offer&body=As%20agreed"
                crm.session.open_uri(mail)
                crm.driver.wait_until(lambda: "Our offer" in windows(crm), 30, "the composer")
                time.sleep(1)
                crm.driver.key("ctrl+Return")
                crm.driver.wait_until(lambda: len(windows(crm)) == 1, 30, "the end of the composer")
            with bench.step("it lies in the account's Sent folder and stands in the history"):
                wait_subjects(crm, "Sent", ["Our offer"])
                crm.wait_history("Our offer")
                crm.wait_text("crm-person-letters", r"^2\b")
                bench.picture("sent")
            with bench.step("as written by us"):
                rows = crm.sql(
                    "SELECT subject, direction FROM message ORDER BY direction", file="index.db"
                )
                assert rows == [("Letter 1", 1), ("Our offer", 2)], rows
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


if __name__ == "__main__":
    main(
        {
            "first_reading": (first_reading, 120),
            "changes": (changes, 300),
            "interrupted": (interrupted, 300),
            "large": (large, 240),
            "leaving": (leaving, 150),
            "sent": (sent, 150),
        }
    )
