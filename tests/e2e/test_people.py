#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sidebar beside the address books."""

import contextlib
import re
import sqlite3
import sys
import time

from support import TOP, UNDO_KEY, Skip, evolution_books, evolution_home, main

sys.path.insert(0, str(TOP / "tests" / "support"))
import dovecot  # noqa: E402
import radicale  # noqa: E402

ADDRESS = "jonas.riedmuehl@falkenrath.example"
CARD = f"""BEGIN:VCARD
VERSION:3.0
UID:people-1
FN:Jonas Riedmühl
N:Riedmühl;Jonas;;;
ORG:Falkenrath
TITLE:Buyer
TEL;TYPE=WORK,VOICE:+49 30 5550100
EMAIL;TYPE=WORK:{ADDRESS}
BDAY:1979-05-01
END:VCARD
"""
# With a number, but without an e-mail address.
SILENT = """BEGIN:VCARD
VERSION:3.0
UID:people-2
FN:Oddny Brekke
N:Brekke;Oddny;;;
ORG:Brekke Maskin
TEL;TYPE=CELL:+47 99 01 02 03
END:VCARD
"""
SECS = 5.0  # for a change elsewhere to be seen, on a machine that is busy


def select_contact(crm, name):
    """Clicks on a contact's card: those have no action. Not into its middle: in 3.46 only text counts."""
    card = crm.driver.find(re.compile(name), everywhere=True, root=crm.driver.find(role="split pane"))
    click_on(crm, card)


def click_on(crm, node, *modifiers):
    """With the mouse; modifiers: ctrl, shift."""

    def place(accessible):
        box = accessible.get_extents(0)  # of the screen
        return box.x + 24, box.y + 10

    x, y = node._ask(place)
    hold = [word for key in modifiers for word in ("keydown", key)]
    release = [word for key in modifiers for word in ("keyup", key)]
    crm.session.run(["xdotool", "mousemove", str(x), str(y), *hold, "click", "1", *release])


def is_settled(crm):
    return crm.sql("SELECT count(*) FROM outbox WHERE state = 'pending'")[0][0] == 0


def contacts(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        evolution_books.add_contacts(crm.session, [CARD, SILENT])
        before = sorted(crm.contacts())
        with bench.step("the address books have a sidebar of their own"):
            crm.driver.key("ctrl+2")
            crm.wait_text("crm-status", "^Select a contact")
        with bench.step("a contact shows letters and meetings of its address"):
            select_contact(crm, "Riedmühl, Jonas")
            crm.wait_text("crm-person-name", "^Jonas Riedmühl$")
            crm.wait_text("crm-person-phone", "555")
            crm.wait_history("Flow meters for bottling line 3")
            assert not crm.is_shown("crm-filing"), "there is no letter to file"
            bench.picture("known")
        with bench.step("it is added to the CRM without a second contact"):
            crm.press("crm-capture")
            assert crm.find("crm-capture-name").text == "Jonas Riedmühl"
            assert crm.find("crm-capture-job").text == "Buyer"
            assert not crm.is_shown("crm-capture-book"), "it is in an address book already"
            crm.press("crm-capture-add")
            crm.wait_gone("crm-capture")
            assert crm.sql("SELECT name, contact_uid FROM person") == [("Jonas Riedmühl", "people-1")]
            assert sorted(crm.contacts()) == before
        with bench.step("a deal, a call and a follow-up go to the person"):
            crm.focus("crm-new-deal")
            crm.driver.type("Valves")
            crm.driver.key("Return")
            crm.driver.wait_until(lambda: crm.sql("SELECT title FROM deal") == [("Valves",)])
            crm.press("crm-call-out")
            crm.wait_history("^Call")
            person = crm.sql("SELECT id FROM person")[0][0]
            assert crm.sql("SELECT person FROM deal_person") == [(person,)]
            assert crm.sql("SELECT person FROM call") == [(person,)]
            bench.picture("person")
        with bench.step(f"a change in the address book is shown within {SECS:.0f} s"):
            evolution_books.change_contact(crm.session, "people-1", "TITLE:Buyer", "TITLE:Director")
            crm.wait_text("crm-person-job", "Director", SECS)
            evolution_books.change_contact(crm.session, "people-1", "FN:Jonas", "FN:Dr. Jonas")
            crm.wait_text("crm-person-name", "^Dr. Jonas Riedmühl$", SECS)
            crm.driver.wait_until(
                lambda: crm.sql("SELECT name, title FROM person") == [("Dr. Jonas Riedmühl", "Director")],
                what="the person to follow the contact",
            )
        with bench.step("a contact without an e-mail address works, too"):
            select_contact(crm, "Brekke, Oddny")
            crm.wait_text("crm-person-name", "^Oddny Brekke$")
            assert not crm.is_shown("crm-person-address")
            crm.press("crm-call")
            crm.wait_text("crm-toast", r"No program for phone calls|once they are in the CRM")
            crm.press("crm-capture")
            crm.press("crm-capture-add")
            crm.wait_gone("crm-capture")
            crm.press("crm-call-in")
            crm.wait_history("^Call")
            bench.picture("silent")
        with bench.step("nothing was written into the contacts"):
            after = crm.contacts()
            assert [card for card in before if "Oddny" in card][0] in after, "not even a revision"
            wanted = [
                card.replace("TITLE:Buyer", "TITLE:Director").replace("FN:Jonas", "FN:Dr. Jonas")
                for card in before
            ]
            assert sorted(map(without_revision, after)) == sorted(map(without_revision, wanted)), after
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def without_revision(card):
    return re.sub(r"\r?\nREV:[^\r\n]*", "", card)


def gone(bench):
    """A contact is removed by somebody else: the person stays, and can be put back."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        evolution_books.add_contacts(crm.session, [CARD])
        crm.select("Riedmühl", ADDRESS)
        crm.wait_text("crm-person-phone", "555")
        crm.press("crm-capture")
        crm.press("crm-capture-add")
        crm.wait_gone("crm-capture")
        crm.driver.wait_until(
            lambda: crm.sql("SELECT count(*) FROM kept_card") == [(1,)], what="the contact to be kept"
        )
        with bench.step("a contact that was removed is marked, and nothing of the person is lost"):
            evolution_books.remove_contacts(crm.session, ["people-1"])
            crm.wait_text("crm-person-contact", "^No longer in the address book$", SECS)
            assert crm.text("crm-person-name") == "Jonas Riedmühl"
            assert crm.history(), "the history is gone"
            assert crm.contacts("people-1") == [], "it came back by itself"
            bench.picture("gone")
        with bench.step("it is put back with the same UID when asked for"):
            crm.press("crm-put-back")
            crm.driver.wait_until(lambda: len(crm.contacts("people-1")) == 1, what="the contact")
            crm.wait_gone("crm-person-contact")
            card = crm.contacts("people-1")[0]
            for line in ("FN:Jonas Riedmühl", "N:Riedmühl;Jonas", ADDRESS, "TITLE:Buyer", "BDAY:1979-05-01"):
                assert line in card, f"{line} is missing in {card}"
        with bench.step("undo takes it away again"):
            crm.driver.wait_until(lambda: is_settled(crm), what="a settled outbox")
            crm.press("crm-undo")
            # The only contact of its book: see crm-view-guard.c for what 3.56 would make of that.
            crm.driver.wait_until(lambda: crm.contacts("people-1") == [], what="a contact that is removed")
            crm.wait_text("crm-person-contact", "^No longer in the address book$", SECS)
        with bench.step("who is put into a book anew, or was moved there, goes with the contact"):
            moved = CARD.replace("people-1", "people-9").replace("FN:Jonas", "FN:Dr. Jonas")
            evolution_books.add_contacts(crm.session, [moved])
            crm.wait_gone("crm-person-contact")
            followed = [("people-9", "Dr. Jonas Riedmühl")]
            crm.driver.wait_until(lambda: crm.sql("SELECT contact_uid, name FROM person") == followed,
                                  what="the person to follow the contact")  # fmt: skip
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


BOOK = "dav-team-book"
ITEM = "team/book/people-1.vcf"
LOCKED = "dav-team-locked"


def home_of(bench, server, user):
    home = bench.demo_home(user, settings=radicale.SETTINGS)
    radicale.add_source(home, server, user, "team/book", "addressbook", title="Team book")
    radicale.finish(home, [BOOK])
    return home


def edit_on_server(server, old, new):
    """What a colleague's program does."""
    text, _etag = server.get("bob", ITEM)
    assert old in text, text
    server.put("bob", ITEM, text.replace(old, new))


def order(data, book, orders):
    """Changes of the contact, as if another program had ordered them: id, what shall be, what was seen."""
    with sqlite3.connect(data / "crm.db") as database:
        for id, payload, base in orders:
            database.execute(
                "INSERT INTO outbox (id, action, state, book_uid, contact_uid, payload, base, created_at,"
                " created_by, modified_at, modified_by)"
                " VALUES (?, 'change_contact', 'pending', ?, 'people-1', ?, ?, 1, 'x', 1, 'x')",
                (id, book, payload, base),
            )


def refusal_of(crm, order):
    return crm.sql("SELECT state, failure FROM outbox WHERE id = ?", order)[0]


def order_changes(home):
    """A number that is to be added to the contact, and a title that somebody changed meanwhile."""
    orders = [("order-1", "TEL;TYPE=CELL:+49 151 7", None), ("order-2", "TITLE:Boss", "TITLE:Buyer")]
    order(home.path / "crm", BOOK, orders)


@contextlib.contextmanager
def team_book():
    try:
        server = radicale.Radicale()
    except dovecot.Missing as error:
        raise Skip(str(error)) from error
    with server:
        server.make_collection("team/book", "addressbook", "Team book")
        server.put("bob", ITEM, CARD.replace("\n", "\r\n"))
        yield server


def share(bench):
    """One address book of two colleagues on a server: the people are theirs, the links each one's own."""
    with team_book() as server:
        share_with_alice(bench, server, home_of(bench, server, "alice"))
        # Without a driver: a process can drive one Evolution only.
        with bench.crm(home_of(bench, server, "bob"), start=False) as crm:
            with bench.step("the other one sees the person, and none of the first one's links"):
                crm.session.start()
                wait_for(lambda: read_titles(crm) == [("Director",)], "the contact in bob's index")
                assert crm.sql("SELECT count(*) FROM person") == [(0,)]
            crm.session.stop()


def read_titles(crm):
    if not (crm.data / "index.db").exists():
        return None
    try:
        return crm.sql("SELECT title FROM contact WHERE uid = 'people-1'", file="index.db")
    except sqlite3.OperationalError:
        return None  # it is being made


def wait_for(condition, what):
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.1)


def share_with_alice(bench, server, home):
    with bench.crm(home) as crm:
        crm.set_up()
        before = server.get("bob", ITEM)
        with bench.step("who is in the shared book is known, and bound without a write"):
            crm.select("Riedmühl", ADDRESS)
            crm.wait_text("crm-person-job", "Buyer", 20)
            crm.press("crm-capture")
            crm.press("crm-capture-add")
            crm.wait_gone("crm-capture")
            assert crm.sql("SELECT book_uid, contact_uid FROM person") == [(BOOK, "people-1")]
            assert server.get("bob", ITEM) == before, "the contact was written"
        with bench.step("what a colleague changes is shown"):
            edit_on_server(server, "TITLE:Buyer", "TITLE:Director")
            evolution_books.refresh_book(crm.session, BOOK)
            crm.wait_text("crm-person-job", "Director", SECS)
        crm.quit()
        order_changes(home)
        edit_on_server(server, "BDAY:1979-05-01", "BDAY:1979-05-01\r\nNOTE:prefers e-mail")
        with bench.step("a change of ours and one of a colleague: no field is lost"):
            crm.start()

            def is_done():
                text, _etag = server.get("bob", ITEM)
                return "+49 151 7" in text and "prefers e-mail" in text and "Director" in text

            # An order that comes before the server has answered waits its turn.
            crm.driver.wait_until(is_done, 80, what="both changes on the server")
            crm.driver.wait_until(lambda: is_settled(crm), what="a settled outbox")
            found = crm.sql("SELECT state, failure FROM outbox ORDER BY id")
            assert found == [("done", None), ("failed", "changed")], found
        with bench.step("and what was refused is told, with the address book's name"):
            crm.wait_text("crm-toast", "Somebody else changed this in “Team book”")
            bench.picture("refused")
        with bench.step("a contact that a colleague deleted leaves the person and the history"):
            crm.select("Riedmühl", ADDRESS)
            crm.wait_gone("crm-person-contact")
            kept = server.get("bob", ITEM)[0]
            server.delete("bob", ITEM)
            evolution_books.refresh_book(crm.session, BOOK)
            crm.wait_text("crm-person-contact", "^No longer in the address book$", SECS)
            assert crm.history(), "the history is gone"
            assert server.names("team/book") == [], "it came back by itself"
            server.put("bob", ITEM, kept)
            evolution_books.refresh_book(crm.session, BOOK)
            crm.wait_gone("crm-person-contact", SECS)
        crm.quit()


SIGNED = """\
From: Jonas Riedmühl <{address}>\r
To: Nia Hartwell <nia.hartwell@tarnbeck.example>\r
Subject: My new desk\r
Date: Tue, 3 Mar 2026 10:05:00 +0000\r
Message-ID: <desk@falkenrath.example>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
Dear Nia,\r
\r
I have moved to another building.\r
\r
Best regards,\r
Jonas Riedmühl\r
Head of Purchasing\r
Mobile: +49 151 5550177\r
"""


def take_offer(crm, words):
    def find():
        found = [node for node in crm.find_all("crm-offer-take") if words in node.name]
        return found[0] if found else None

    crm.driver.wait_until(find, what=f"the offer of {words}").click()


def offline(bench):
    """The shared book is away while a contact is changed: nothing is lost, and nobody overwritten."""
    with team_book() as server:
        home = home_of(bench, server, "alice")
        evolution_home.deliver(home.mail_root, SIGNED.format(address=ADDRESS).encode())
        with bench.crm(home) as crm:
            crm.set_up()
            crm.select("My new desk", ADDRESS)
            crm.wait_text("crm-person-job", "Buyer", 20)
            with bench.step("while the server is away, changes of a contact wait, and that is told"):
                server.gate.close()
                take_offer(crm, "Head of Purchasing")
                crm.wait_text("crm-contact-order", "^Job title: .Head of Purchasing. waits", 20)
                crm.wait_text("crm-toast", "“Team book” cannot be reached: the change waits")
                take_offer(crm, "5550177")
                crm.driver.wait_until(
                    lambda: any("5550177" in text for text in crm.texts("crm-contact-order")), 20
                )
                assert "Buyer" in crm.text("crm-person-job"), "the card is shown as it is"
                bench.picture("waiting")
            with bench.step("they wait through a restart"):
                crm.restart()
                crm.select("My new desk", ADDRESS)
                crm.driver.wait_until(lambda: len(crm.texts("crm-contact-order")) == 2, 20)
            with bench.step("once it is back one is made, and the other meets a colleague's"):
                edit_on_server(server, "TITLE:Buyer", "TITLE:Director")
                server.gate.open()
                crm.driver.wait_until(
                    lambda: "491515550177" in re.sub(r"[ ()-]", "", server.get("bob", ITEM)[0]),
                    90,
                    what="the number on the server",
                )
                crm.driver.wait_until(lambda: is_settled(crm), what="a settled outbox")
                crm.wait_text("crm-contact-order", "you wrote .Head of Purchasing.*wrote .Director.", 20)
                assert "TITLE:Director" in server.get("bob", ITEM)[0]
                bench.picture("both")
            with bench.step("either can be kept, and undo brings the question back"):
                crm.press("crm-contact-take-theirs")
                crm.wait_gone("crm-contact-order")
                crm.press("crm-undo")
                crm.press("crm-contact-keep-mine")
                crm.driver.wait_until(
                    lambda: "TITLE:Head of Purchasing" in server.get("bob", ITEM)[0], 20
                )
                crm.wait_gone("crm-contact-order")
                crm.wait_text("crm-person-job", "Head of Purchasing", 20)
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


def lock(server):
    """Puts the contact where nobody may write. The server looks at its files with every request."""
    server.make_collection("team/later", "addressbook", "Directory")
    server.put("bob", "team/later/people-1.vcf", CARD.replace("\n", "\r\n"))
    root = server.top / "dav" / "collection-root" / "team"
    (root / "later").rename(root / "locked")


def wait_copy(crm):
    """The only contact of ADDRESS in the local book, once there is one."""
    crm.driver.wait_until(lambda: len(crm.contacts(ADDRESS)) == 1, what="the copy")
    return crm.contacts(ADDRESS)[0]


def readonly(bench):
    """A directory that takes no changes: that is said, and a copy is offered."""
    with team_book() as server:
        server.delete("bob", ITEM)
        lock(server)
        home = bench.demo_home("alice", settings=radicale.SETTINGS)
        radicale.add_source(home, server, "alice", "team/locked", "addressbook", title="Directory")
        radicale.finish(home, [LOCKED])
        evolution_home.deliver(home.mail_root, SIGNED.format(address=ADDRESS).encode())
        with bench.crm(home) as crm:
            crm.set_up()
            crm.select("My new desk", ADDRESS)
            crm.wait_text("crm-person-job", "Buyer", 20)
            assert not crm.is_shown("crm-book-readonly"), "it stands in the way of nothing yet"
            with bench.step("somebody added under another job title is offered a copy beside the letter"):
                crm.press("crm-capture")
                crm.find("crm-capture-job").set_text("Chief Buyer")
                crm.press("crm-capture-add")
                crm.wait_text("crm-person-job", "Chief Buyer", 20)
                crm.wait_text("crm-book-readonly", "cannot be changed there")
                bench.picture("differs")
                crm.press("crm-copy-contact")
                crm.wait_gone("crm-copy-contact")
                assert "TITLE:Chief Buyer" in wait_copy(crm)
                crm.press("crm-undo")
                crm.driver.wait_until(lambda: crm.contacts(ADDRESS) == [], what="a copy taken back")
                crm.driver.key(UNDO_KEY)
                crm.wait_text("crm-person-job", "^Buyer", 20)
            with bench.step("an offer cannot be taken over into a directory, and that is said"):
                crm.wait_text("crm-offer-readonly", "nothing can be taken over", 20)
                assert not crm.is_shown("crm-offer-take"), "it would be in vain"
                crm.find("crm-offer-copy")
                bench.picture("refused")
            with bench.step("beside the contact itself a copy is offered"):
                crm.driver.key("ctrl+2")
                click_on(crm, crm.driver.find("Directory", role="table cell", everywhere=True))
                select_contact(crm, "Riedmühl, Jonas")
                crm.wait_text("crm-person-name", "Jonas")
                crm.wait_text("crm-book-readonly", "cannot be changed there")
                bench.picture("beside")
                crm.press("crm-copy-contact")
                card = wait_copy(crm)
                for line in ("TITLE:Buyer", "BDAY:1979-05-01", "5550100"):
                    assert line in card, f"{line} is missing in {card}"
            with bench.step("undo takes it away again"):
                crm.driver.wait_until(lambda: is_settled(crm), what="a settled outbox")
                crm.press("crm-undo")
                crm.driver.wait_until(lambda: crm.contacts(ADDRESS) == [], what="a contact that is removed")
            with bench.step("into the copy the offer is taken over"):
                crm.press("crm-copy-contact")
                wait_copy(crm)
                crm.driver.key("ctrl+1")
                take_offer(crm, "Head of Purchasing")
                crm.driver.wait_until(
                    lambda: "TITLE:Head of Purchasing" in wait_copy(crm), what="the change"
                )
                crm.wait_text("crm-person-job", "Head of Purchasing", 20)
            with bench.step("a change that the server does not allow is refused at once"):
                order(crm.data, LOCKED, [("r1", "TITLE:Chief", "TITLE:Buyer")])
                crm.driver.key(UNDO_KEY)  # whatever is written has open orders looked for
                # The other way to find out is to ask a second time, after half a minute.
                crm.driver.wait_until(lambda: refusal_of(crm, "r1") == ("failed", "permission"), 25)
            with bench.step("Evolution quits with 0 and without complaints"):
                crm.quit()


def several(bench):
    """Two contacts are selected: the sidebar says so, and acts on both or on neither."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        evolution_books.add_contacts(crm.session, [CARD, SILENT])
        crm.driver.key("ctrl+2")
        select_contact(crm, "Riedmühl, Jonas")
        crm.wait_text("crm-person-name", "^Jonas Riedmühl$")
        with bench.step("several contacts are several people, not the first one"):
            brekke = crm.driver.find(re.compile("Brekke, Oddny"), everywhere=True)
            click_on(crm, brekke, "ctrl")
            crm.wait_text("crm-group-number", "^2 contacts are selected$")
            crm.wait_text("crm-group-names", "Jonas Riedmühl")
            assert "Oddny Brekke" in crm.text("crm-group-names")
            assert not crm.is_shown("crm-person-name")
            bench.picture("group")
        with bench.step("a deal with all of them is one step, by keyboard"):
            crm.focus("crm-group-deal")
            crm.driver.type("Joint order")
            crm.driver.key("Return")
            crm.driver.wait_until(
                lambda: crm.sql("SELECT count(*) FROM deal_person") == [(2,)], what="both in a deal"
            )
            assert crm.sql("SELECT title FROM deal") == [("Joint order",)]
            assert crm.sql("SELECT count(*) FROM person") == [(2,)]
            crm.wait_text("crm-toast", "Deal added")
        with bench.step("a tag, too, and undo takes one step back each time"):
            crm.focus("crm-group-tag")
            crm.driver.type("Fair")
            crm.press("crm-group-tag-add")
            crm.driver.wait_until(lambda: crm.sql("SELECT count(*) FROM tagging") == [(2,)])
            crm.press("crm-undo")
            crm.driver.wait_until(lambda: crm.sql("SELECT count(*) FROM tagging") == [(0,)])
            assert crm.sql("SELECT count(*) FROM deal") == [(1,)]
        with bench.step("one contact is one person again"):
            # In 3.56 a plain click on one of several leaves them selected.
            click_on(crm, crm.driver.find(re.compile("Riedmühl, Jonas"), everywhere=True), "ctrl")
            crm.wait_text("crm-person-name", "^Oddny Brekke$")
            crm.driver.find("Joint order", role="label", root=crm.sidebar(), everywhere=True)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"contacts": (contacts, 90), "gone": (gone, 75), "offline": (offline, 150), "readonly": (readonly, 150), "several": (several, 90), "share": (share, 200)})
