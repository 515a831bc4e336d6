#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a signature says otherwise than the card: taken over, declined, taken back. Calls: dialled, timed,
logged with outcome and next step."""

import time

from support import UNDO_KEY, evolution_books, evolution_home, main

CALL_KEY = "ctrl+alt+p"
KNOWN = ("Blodwen Parry", "blodwen.parry@gwernen.example")
UNKNOWN = ("Kerstin Ahlgren", "kerstin.ahlgren@bjorkdal.example")

LETTER = """\
From: {name} <{address}>\r
To: Nia Hartwell <nia.hartwell@tarnbeck.example>\r
Subject: {subject}\r
Date: Tue, 3 Mar 2026 10:{minute:02}:00 +0000\r
Message-ID: <{minute}@{address}>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
Dear Nia,\r
\r
the samples have arrived.\r
\r
{signature}\r
\r
On Monday, Nia Hartwell wrote:\r
> Best regards,\r
> Nia Hartwell\r
> Tel: +44 29 2018 0999\r
"""
SIGNATURE = """\
Best regards,\r
{name}\r
{title}\r
Tel: +44 29 2018 0123\r
Mobile: +44 7700 900123\r
"""
CARD = """\
BEGIN:VCARD\r
VERSION:3.0\r
UID:sign-blodwen\r
FN:Blodwen Parry\r
N:Parry;Blodwen;;;\r
TITLE:Buyer\r
TEL;TYPE=WORK,VOICE:029 2018 0123\r
EMAIL;TYPE=WORK:blodwen.parry@gwernen.example\r
NOTE:Keep me\r
END:VCARD\r
"""


def deliver(home, person, subject, minute, signature):
    name, address = person
    text = LETTER.format(name=name, address=address, subject=subject, minute=minute, signature=signature)
    evolution_home.deliver(home.mail_root, text.encode())


def make_home(bench):
    home = bench.home()
    signature = SIGNATURE.format(name=KNOWN[0], title="Head of Purchasing")
    deliver(home, KNOWN, "Samples", 1, signature)
    deliver(home, KNOWN, "Samples again", 2, signature)
    deliver(home, UNKNOWN, "Hello", 3, SIGNATURE.format(name=UNKNOWN[0], title="Site Manager"))
    return home


def card(crm):
    (text,) = crm.contacts(KNOWN[1])
    return text.replace("\r", "")


def offers(crm):
    return sorted(crm.texts("crm-offer"))


def wait_offers(crm, *expected):
    crm.driver.wait_until(
        lambda: len(offers(crm)) == len(expected)
        and all(word in text for word, text in zip(expected, offers(crm))),
        what=f"offers of {expected}",
    )


def press_offer(crm, id, field):
    """By keyboard: the button of that field's line."""

    def find():
        found = [node for node in crm.find_all(id) if field in node.name]
        return found[0] if found else None

    node = crm.driver.wait_until(find, what=f"{id} of {field}")
    node.focus()
    node.click()


def sign(bench):
    home = make_home(bench)
    with bench.crm(home) as crm:
        evolution_books.add_contacts(crm.session, [CARD])
        crm.set_up(3)
        with bench.step("what differs is offered, what is the same and what is quoted is not"):
            crm.select("Samples", KNOWN[1])
            crm.wait_text("crm-person-name", KNOWN[0])
            wait_offers(crm, "Head of Purchasing", "+44 7700 900123")
            bench.picture("offers")
        with bench.step("a title taken over is in the address book, and nothing else changed there"):
            press_offer(crm, "crm-offer-take", "Head of Purchasing")
            wait_offers(crm, "+44 7700 900123")
            crm.driver.wait_until(
                lambda: "TITLE:Head of Purchasing" in card(crm), what="the title in the address book"
            )
            assert "NOTE:Keep me" in card(crm) and "029 2018 0123" in card(crm), card(crm)
            crm.wait_text("crm-person-job", "Head of Purchasing")
        with bench.step("undo brings the card's title and the offer back"):
            crm.driver.key(UNDO_KEY)
            crm.wait_text("crm-toast", "Undone")
            crm.driver.wait_until(lambda: "TITLE:Buyer" in card(crm), what="the old title")
            wait_offers(crm, "Head of Purchasing", "+44 7700 900123")
        with bench.step("what is declined is not offered again, with the next letter either"):
            press_offer(crm, "crm-offer-reject", "7700")
            wait_offers(crm, "Head of Purchasing")
            crm.select("Samples again", KNOWN[1])
            wait_offers(crm, "Head of Purchasing")
            assert "7700" not in card(crm)
        with bench.step("somebody unknown is proposed with what they sign"):
            crm.select("Hello", UNKNOWN[1])
            # The signature is there once the letter is loaded, and no widget tells.
            def is_filled():
                crm.press("crm-capture")
                if crm.find("crm-capture-job").text == "Site Manager":
                    return True
                crm.press("crm-capture-cancel")
                return False

            crm.driver.wait_until(is_filled, what="the title in the form")
            assert crm.find("crm-capture-phone").text == "+44 29 2018 0123"
            bench.picture("form")
            crm.press("crm-capture-cancel")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def install_handler(home):
    """A program for tel: that only notes what it is given. Returns its notebook."""
    notebook = home.path / "dialled"
    program = home.path / "fake-phone"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{notebook}"\n')
    program.chmod(0o755)
    applications = home.path / ".local" / "share" / "applications"
    applications.mkdir(parents=True, exist_ok=True)
    (applications / "fake-phone.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Fake phone\n"
        f"Exec={program} %u\nMimeType=x-scheme-handler/tel;\nNoDisplay=true\n"
    )
    (home.path / ".config" / "mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/tel=fake-phone.desktop\n"
    )
    return notebook


def is_dialled(crm, notebook):
    """Presses the button until the system knows the program: it looks for new ones by itself."""
    if notebook.exists():
        return True
    crm.press("crm-call")
    end = time.monotonic() + 2
    while time.monotonic() < end and not notebook.exists():
        time.sleep(0.05)
    return notebook.exists()


def tab_to(crm, id):
    """Presses Tab until `id` has the keyboard."""
    for _ in range(12):
        if crm.find(id).is_("focused"):
            return
        crm.driver.key("Tab")
    raise AssertionError(f"Tab does not lead to {id}")


def call(bench):
    home = make_home(bench)
    with bench.crm(home) as crm:
        evolution_books.add_contacts(crm.session, [CARD])
        crm.set_up(3)
        crm.select("Samples", KNOWN[1])
        crm.wait_text("crm-person-phone", "029 2018 0123")

        def calls():
            return crm.sql("SELECT subject, direction, outcome, phone, duration_secs FROM call")

        def follow_ups():
            return crm.sql("SELECT title, address FROM follow_up WHERE due IS NOT NULL")

        with bench.step("without a program for calls it says so, and the call can be logged"):
            crm.press("crm-call")
            crm.wait_text("crm-toast", "No program for phone calls.*029 2018 0123")
            crm.wait_text("crm-call-who", "Blodwen Parry.*029 2018 0123")
            bench.picture("no-handler")
            crm.driver.key("Escape")
            crm.wait_gone("crm-call-form")
        with bench.step("with one it is dialled, and the timer runs"):
            notebook = install_handler(home)
            crm.driver.wait_until(lambda: is_dialled(crm, notebook), 20, what="the handler")
            assert notebook.read_text().splitlines()[0] == "tel:02920180123"
            crm.driver.wait_until(
                lambda: crm.find("crm-call-timer").name == "Stop the timer", what="the timer"
            )
        with bench.step("outcome, next step and day are typed, and Return logs all as one change"):
            crm.focus("crm-call-text")
            crm.driver.type("Wants samples")
            crm.choose("crm-call-outcome", "Voicemail")
            tab_to(crm, "crm-call-next")
            crm.driver.type("Ring again")
            crm.driver.key("Tab")
            crm.driver.type("+2")
            bench.picture("filled")
            crm.driver.key("Return")
            crm.wait_gone("crm-call-form")
            crm.wait_history("Call: Wants samples.*you called · Voicemail")
            ((subject, direction, outcome, phone, secs),) = calls()
            assert (subject, direction, outcome, phone) == ("Wants samples", "out", "voicemail", "029 2018 0123")
            assert secs is not None and secs >= 0
            assert follow_ups() == [("Ring again", KNOWN[1])]
            bench.picture("logged")
        with bench.step("undo takes call and follow-up back"):
            crm.driver.key(UNDO_KEY)
            crm.driver.wait_until(lambda: not calls() and not follow_ups(), what="nothing left")
        with bench.step("a call without dialling is logged by keyboard, while another letter is selected"):
            crm.driver.key(CALL_KEY)
            crm.wait_text("crm-call-who", "Blodwen Parry")
            crm.focus("crm-call-text")
            crm.driver.type("Prices")
            crm.select("Hello", UNKNOWN[1])
            crm.wait_text("crm-call-who", "Blodwen Parry")
            crm.focus("crm-call-text")
            crm.driver.key("Return")
            crm.driver.wait_until(calls, what="the call")
            assert crm.sql("SELECT address, duration_secs FROM call") == [(KNOWN[1], None)]
        with bench.step("who does not want to be called is not dialled at once"):
            options = ("--address", UNKNOWN[1], "--phone", "+44 7700 900123", "do_not_call=yes")
            crm.ecrm("person", "add", "--name", UNKNOWN[0], *options)
            crm.wait_text("crm-person-phone", "7700")
            dialled = notebook.read_text()
            crm.press("crm-call")
            crm.wait_text("crm-call-warning", "does not want to be called")
            bench.picture("unwanted")
            assert notebook.read_text() == dialled
            crm.press("crm-call-anyway")
            crm.driver.wait_until(lambda: notebook.read_text() != dialled, what="the number dialled")
        with bench.step("a call that another one comes between is there again with its person"):
            crm.find("crm-call-text").set_text("Half said")
            crm.select("Samples", KNOWN[1])
            crm.driver.key(CALL_KEY)
            crm.wait_text("crm-call-who", "Blodwen Parry")
            assert crm.text("crm-call-text") == "", "what the other one said is theirs"
            crm.driver.key("Escape")
            crm.wait_gone("crm-call-form")
            crm.select("Hello", UNKNOWN[1])
            crm.wait_text("crm-call-text", "^Half said$")
            crm.wait_text("crm-call-who", "7700")
            crm.press("crm-call-cancel")
            crm.wait_gone("crm-call-form")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"sign": (sign, 60), "call": (call, 60)})
