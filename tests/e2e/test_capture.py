#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Making an unknown sender known, filing a letter, correcting that, and taking it all back."""

from support import UNDO_KEY, evolution_books, main

SENDER = "tuulikki.ahvenlampi@lasimuseo.example"
NAME = "Tuulikki Ahvenlampi"
SUBJECT = "Climate in display cases"
DEAL = "Flow meters for bottling line 3"
DEAL_LETTER = "Re: " + DEAL
DEAL_PERSON = "jonas.riedmuehl@falkenrath.example"
RECORDS = ("person", "address", "account", "account_domain", "account_person", "deal", "deal_person")


def wait_for_contacts(crm, number):
    crm.driver.wait_until(lambda: len(crm.contacts(SENDER)) == number, what=f"{number} contacts")


def count_records(crm):
    return {name: crm.sql(f"SELECT count(*) FROM {name}")[0][0] for name in RECORDS}


def add_sender(crm):
    """Captures the sender with all that the form proposes."""
    crm.select(SUBJECT, SENDER)
    crm.press("crm-capture")
    crm.press("crm-capture-add")


def undo(crm, what):
    """By key, since after a restart there is no toast."""
    crm.driver.key(UNDO_KEY)
    crm.wait_text("crm-toast", f"Undone.*{what}")


def check_form(crm):
    expected = {
        "crm-capture-address": SENDER,
        "crm-capture-name": NAME,
        "crm-capture-account": "Lasimuseo",
        "crm-capture-deal": SUBJECT,
    }
    for id, text in expected.items():
        shown = crm.find(id).text
        assert shown == text, f"{id}: {shown!r} instead of {text!r}"
    assert crm.find("crm-capture-make-deal").is_("checked"), "no deal is proposed"


def check_captured(crm):
    assert crm.sql("SELECT name, title FROM person") == [(NAME, "Conservator")]
    assert crm.sql("SELECT address FROM address") == [(SENDER,)]
    assert crm.sql("SELECT name FROM account") == [("Lasimuseo",)]
    assert crm.sql("SELECT title FROM deal") == [(SUBJECT,)]
    card = crm.contacts(SENDER)[0]
    assert f"FN:{NAME}" in card.replace("\r", ""), card
    uid = crm.sql("SELECT contact_uid FROM person")[0][0]
    assert uid and uid in card, f"the contact has not the uid {uid}"


def capture(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        with bench.step("an unknown sender can be added"):
            crm.set_up()
            crm.select(SUBJECT, SENDER)
            crm.press("crm-capture")
        with bench.step("the form is filled with name, account and deal"):
            check_form(crm)
            bench.picture("form")
        with bench.step("what another program writes meanwhile leaves the form alone"):
            crm.find("crm-capture-job").set_text("Conservator")
            crm.ecrm("note", "add", "--address", SENDER, "--text", "Meanwhile")
            crm.session.run(["sleep", "1"])
            assert crm.find("crm-capture-job").text == "Conservator"
        with bench.step("it waits as it is while another letter is read"):
            # What the letter is signed with may be there already: then it was not typed.
            crm.find("crm-capture-phone").set_text("+358 2 555 0102")
            crm.select(DEAL_LETTER, DEAL_PERSON)
            crm.wait_gone("crm-capture-form")
            crm.driver.select_message(crm.driver.find_message(SUBJECT, SENDER))
            crm.wait_text("crm-capture-phone", "555 0102$")
            crm.wait_text("crm-capture-job", "^Conservator$")
            check_form(crm)
        with bench.step("Add, pressed twice, makes one contact, person, account and deal"):
            crm.focus("crm-capture-name")
            crm.driver.key("Return", "Return")
            wait_for_contacts(crm, 1)
            check_captured(crm)
            crm.wait_gone("crm-capture")
            crm.wait_gone("crm-capture-form")
            bench.picture("added")
        file_and_correct(bench, crm)
        with bench.step("after a restart the letter is still filed"):
            crm.restart()
            crm.select(SUBJECT, SENDER)
            crm.wait_text("crm-filed-under", SUBJECT)
            crm.wait_text("crm-person-name", NAME)
        with bench.step("undo takes the filing back, then contact, person, account and deal"):
            undo(crm, "filed")
            undo(crm, "added")
            crm.wait_gone("crm-filed-under")
            wait_for_contacts(crm, 0)
            left = {name: n for name, n in count_records(crm).items() if n}
            assert not left, f"left behind: {left}"
            crm.find("crm-capture")
            bench.picture("undone")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def file_and_correct(bench, crm):
    with bench.step("the letter is filed under the deal that was made of it"):
        crm.wait_text("crm-filed-under", SUBJECT)
        bench.picture("filed")
    with bench.step("taking it out is remembered and can be undone"):
        crm.press("crm-unfile")
        crm.wait_gone("crm-filed-under")
        assert crm.sql("SELECT decision FROM link") == [("wrong",)]
        assert not crm.driver.find_all(id="crm-proposal"), "what was taken out is proposed again"
        crm.press("crm-undo")
        crm.wait_text("crm-filed-under", SUBJECT)
        assert crm.sql("SELECT decision FROM link") == [("filed",)]
    with bench.step("for the answer the deal is proposed, and one press files it there"):
        crm.select("Re: " + SUBJECT, SENDER)
        crm.wait_text("crm-proposal", SUBJECT)
        crm.press("crm-file")
        crm.wait_text("crm-filed-under", SUBJECT)


def elsewhere(bench):
    """Filing under a deal that is not proposed, made by another program meanwhile."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("deal", "add", "--title", "Museum lighting")
        crm.ecrm("deal", "add", "--title", "Museum shelves")
        with bench.step("the menu lists the open deals"):
            crm.select(SUBJECT, SENDER)
            # By key: a menu that comes up without an event makes GTK complain.
            crm.focus("crm-file-elsewhere")
            crm.driver.key("space")
            crm.driver.find("Museum lighting", "menu item", everywhere=True)
            bench.picture("menu")
        with bench.step("choosing one files the letter there"):
            crm.driver.find("Museum shelves", "menu item", everywhere=True).click()
            crm.wait_text("crm-filed-under", "Museum shelves")
        with bench.step("undo takes it out"):
            crm.press("crm-undo")
            crm.wait_gone("crm-filed-under")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def lost(bench):
    """A deal is lost in the sidebar: not without a reason, and undo brings it back."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        crm.select(DEAL_LETTER, DEAL_PERSON)
        deal, stage = crm.sql(
            "SELECT deal.id, stage.name FROM deal JOIN stage ON stage.id = deal.stage"
            " WHERE deal.title = ?",
            DEAL,
        )[0]

        def state():
            return crm.sql(
                "SELECT s.name, r.name, d.lost_note FROM deal AS d JOIN stage AS s ON s.id = d.stage"
                " LEFT JOIN lost_reason AS r ON r.id = d.lost_reason WHERE d.id = ?",
                deal,
            )[0]

        with bench.step("choosing Lost asks why, and changes nothing yet"):
            crm.choose(f"crm-stage-{deal}", "Lost")
            crm.driver.wait_until(
                lambda: crm.chosen("crm-deal-lost-reason").startswith("Why"), what="the question"
            )
            bench.picture("asked")
            assert state() == (stage, None, None)
        with bench.step("without a reason it is refused in words"):
            crm.press("crm-deal-lose")
            crm.wait_text("crm-toast", "why the deal was lost")
            assert state() == (stage, None, None)
        with bench.step("with reason and note it is lost and leaves the open deals"):
            crm.choose("crm-deal-lost-reason", "Competitor")
            crm.find("crm-deal-lost-note").set_text("Cheaper by a third")
            crm.select(SUBJECT, SENDER)
            crm.select(DEAL_LETTER, DEAL_PERSON)
            crm.wait_text("crm-deal-lost-note", "^Cheaper by a third$")
            crm.press("crm-deal-lose")
            crm.wait_gone(f"crm-deal-{deal}")
            assert state() == ("Lost", "Competitor", "Cheaper by a third")
            bench.picture("lost")
        with bench.step("undo brings it back"):
            crm.press("crm-undo")
            crm.find(f"crm-deal-{deal}")
            assert state() == (stage, None, None)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def strangers(bench):
    """What others do to the contact: the CRM never destroys their work."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        add_sender(crm)
        wait_for_contacts(crm, 1)
        with bench.step("undo spares a contact that somebody changed since"):
            card = crm.contacts(SENDER)[0]
            uid = crm.sql("SELECT contact_uid FROM person")[0][0]
            evolution_books.remove_contacts(crm.session, [uid])
            evolution_books.add_contacts(crm.session, [card.replace("END:VCARD", "NOTE:Mine\r\nEND:VCARD")])
            crm.driver.key(UNDO_KEY)
            crm.wait_text("crm-toast", "Somebody changed the contact in .Personal. since: it stays there")
            wait_for_contacts(crm, 1)
            assert "Mine" in crm.contacts(SENDER)[0]
        with bench.step("a contact from the address book is known without being added"):
            crm.wait_text("crm-person-name", NAME)
            crm.find("crm-capture")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"capture": (capture, 90), "elsewhere": (elsewhere, 60), "lost": (lost, 60), "strangers": (strangers, 60)})
