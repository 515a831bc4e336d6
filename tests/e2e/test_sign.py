#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a signature says otherwise than the card: taken over, declined, taken back."""

from support import UNDO_KEY, evolution_books, evolution_home, main

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
    (text,) = [card for card in evolution_books.read_contacts(crm.session) if KNOWN[1] in card]
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


if __name__ == "__main__":
    main({"sign": (sign, 60)})
