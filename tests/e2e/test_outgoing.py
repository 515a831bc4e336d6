#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Letters on their way: refused by the server, waiting in Outbox, put away as drafts, answered; and whom
they go to."""

import email.message
import email.utils
import re
import time

from support import DEMO_IDENTITY, evolution_home, main
from test_compose import DEAL, DEAL_KEY, LETTER, PERSON, Composer, check_clean, intents, open_letter, sent_one
from test_templates import close

REMIND = "Unanswered after 3 days"
OTHER_PERSON = "lukasz.dabrzalski@brzozowa.example"
COLLEAGUE = "tomos.beddgell@tarnbeck.example"


def start(bench, crm):
    crm.set_up()
    crm.ecrm("load", crm.session.home.path / "demo" / "pipeline.json")


def write(crm, subject, remind=False, to=PERSON):
    """A letter with a deal, and a reminder."""
    composer = open_letter(crm, to, subject, "Text.")
    composer.wait_person("Riedm.hl")
    composer.driver.wait_until(
        lambda: DEAL in (composer.text("crm-composer-note") or ""), what="the proposal"
    )
    composer.driver.key(DEAL_KEY)
    composer.wait_deal(DEAL)
    if remind:
        choose(composer, "crm-composer-answer", REMIND)
    crm.rest()
    return composer


def choose(composer, id, text):
    node = composer.nodes(id)[0]
    names = [item.name for item in node.children[0].children]
    node._ask(lambda a: a.get_selection_iface().select_child(names.index(text)))
    wait_chosen(composer, id, text)


def choose_like(composer, id, part):
    names = [item.name for item in composer.nodes(id)[0].children[0].children]
    choose(composer, id, next(name for name in names if part in name))


def chosen(composer, id):
    found = composer.nodes(id)
    return found[0]._ask(lambda a: a.get_selection_iface().get_selected_child(0).get_name()) if found else None


def wait_chosen(composer, id, text):
    composer.driver.wait_until(lambda: chosen(composer, id) == text, what=f"{text!r} in {id}")


def states(crm):
    return sorted(row[0] for row in intents(crm))


def wait_states(crm, *expected):
    crm.driver.wait_until(lambda: states(crm) == sorted(expected), 30, f"letters to be {expected}")


def filed(crm, subject):
    return crm.sql(
        "SELECT count(*) FROM link JOIN email ON email.id = link.email WHERE email.subject = ?", subject
    )[0][0]


def answer_dialog(crm, name):
    crm.driver.find(name=name, role="push button", timeout=30).click()


def failed(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        start(bench, crm)
        evolution_home.fail_sending(home, True)
        with bench.step("what was chosen for a letter that is thrown away is forgotten"):
            composer = write(crm, "Never sent", remind=True)
            composer.send()
            wait_states(crm, "pending")
            answer_dialog(crm, "Continue Editing")
            time.sleep(0.5)
            wait_states(crm, "pending")
            close(composer)
            wait_states(crm, "expired")
        with bench.step("refused by the server, a letter goes to Outbox, and waits there with its deal"):
            composer = write(crm, "Sent later", remind=True)
            composer.send()
            answer_dialog(crm, "Save to Outbox")
            composer.wait_closed()
            # Where Evolution gives it another Message-ID, the one of the failure is given up.
            crm.driver.wait_until(lambda: states(crm).count("pending") == 1, what="one letter under way")
            assert not filed(crm, "Sent later")
            bench.picture("outbox")
        with bench.step("an answer to it is a letter of its own; opened again, it has its deal"):
            crm.session.open_uri("folder://local/Outbox")
            crm.select("Sent later")
            crm.rest()
            crm.driver.key("ctrl+r")
            composer = Composer(crm)
            composer.root()
            crm.rest()
            assert chosen(composer, "crm-composer-answer") == "No reminder"
            close(composer)
            crm.driver.key("ctrl+o")
            composer = Composer(crm)
            composer.root()
            composer.wait_deal(DEAL)
            wait_chosen(composer, "crm-composer-answer", REMIND)
            close(composer)
            assert states(crm).count("pending") == 1, states(crm)
        with bench.step("it is filed once it has been sent after all, and an answer is waited for"):
            evolution_home.fail_sending(home, False)
            crm.driver.key("F12")
            raw, letter = sent_one(crm, 1)
            check_clean(raw, letter)
            crm.driver.wait_until(
                lambda: set(states(crm)) == {"expired", "sent"}, 30, "the letter to be sent"
            )
            crm.driver.wait_until(lambda: filed(crm, "Sent later") == 1, what="the letter filed")
            assert crm.sql("SELECT count(*) FROM follow_up WHERE kind = 'waiting'") == [(1,)]
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def draft(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        start(bench, crm)
        with bench.step("a draft keeps its deal and its reminder"):
            composer = write(crm, "Half written", remind=True)
            composer.driver.key("ctrl+s")
            wait_states(crm, "draft")
            crm.rest()
            close(composer)
            assert states(crm) == ["draft"], states(crm)
            assert not filed(crm, "Half written")
        with bench.step("written on after a restart, it has them again"):
            crm.restart()
            crm.session.open_uri("folder://local/Drafts")
            crm.select("Half written")
            crm.rest()
            crm.driver.key("ctrl+o")
            composer = Composer(crm)
            composer.root()
            composer.wait_deal(DEAL)
            wait_chosen(composer, "crm-composer-answer", REMIND)
            bench.picture("draft")
        with bench.step("sent, it is filed and waited for, and the draft is forgotten"):
            crm.rest()
            composer.send()
            raw, letter = sent_one(crm, 1)
            check_clean(raw, letter)
            composer.wait_closed()
            wait_states(crm, "expired", "sent")
            crm.driver.wait_until(lambda: filed(crm, "Half written") == 1, what="the letter filed")
            assert crm.sql("SELECT count(*) FROM follow_up WHERE kind = 'waiting'") == [(1,)]
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def make_answer(letter):
    answer = email.message.EmailMessage()
    answer["From"] = email.utils.formataddr(("Jonas Riedmühl", PERSON))
    answer["To"] = email.utils.formataddr(DEMO_IDENTITY)
    answer["Subject"] = "Re: " + letter["Subject"]
    answer["Date"] = email.utils.formatdate()
    answer["Message-ID"] = "<an-answer@falkenrath.example>"
    answer["In-Reply-To"] = answer["References"] = letter["Message-ID"]
    answer.set_content("With pleasure.\n")
    return answer


def remind(bench):
    """A ladder of reminders, from the composer to the answer that ends it."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        start(bench, crm)
        with bench.step("reminders are chosen while the letter is written"):
            composer = write(crm, "Delivery date")
            choose(composer, "crm-composer-answer", "After 3, 7 and 14 days")
            bench.picture("ladder")
            assert not crm.sql("SELECT id FROM follow_up WHERE kind = 'waiting'")
            composer.send()
            raw, letter = sent_one(crm, 1)
            check_clean(raw, letter)
            composer.wait_closed()
        with bench.step("they begin when it has been sent, with the first in three days"):
            wait_states(crm, "sent")
            crm.driver.wait_until(lambda: waits(crm), what="what is waited for")
            ((title, status, days, ladder, deals),) = waits(crm)
            assert title == "Delivery date" and status == "open" and deals == 1, waits(crm)
            assert days in (2, 3, 4, 5), f"{days} days"  # working days, and the zone's midnight
            assert "7" in ladder and "14" in ladder, ladder
        with bench.step("the answer in Inbox ends them"):
            evolution_home.deliver(home.mail_root, make_answer(letter), seen=False)
            crm.driver.key("F12")
            crm.driver.wait_until(lambda: waits(crm)[0][1] == "done", 30, "the end of waiting")
            crm.open_folder("Inbox")
            crm.select("Delivery date", PERSON)
            crm.wait_text("crm-answers", "This answer has come: Delivery date")
            bench.picture("answered")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def waits(crm):
    return crm.sql(
        "SELECT title, status, due - CAST(wait_since / 86400000000 AS INTEGER), ladder,"
        " deal IS NOT NULL FROM follow_up WHERE kind = 'waiting'"
    )


def warned(composer):
    return composer.text("crm-composer-warnings") or ""


def settled(composer):
    """Waits until all is loaded and checked."""
    time.sleep(0.6)
    composer.crm.rest()


def recipients(bench):
    """No false alarm: several accounts, colleagues, blind copies, lists; and one that is right."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        start(bench, crm)
        with bench.step("customers of two accounts in one letter are no mistake"):
            composer = open_letter(crm, f"{PERSON},{OTHER_PERSON}", "Trade fair", "Text.")
            composer.wait_person("Riedm.hl")
            composer.wait_person("D.br?zalski|brzozowa")
            settled(composer)
            assert not warned(composer), warned(composer)
            assert composer.deal() == "No deal", composer.deal()
            bench.picture("two-accounts")
        with bench.step("with a deal of one of them, the other is told"):
            composer.driver.key(DEAL_KEY)
            composer.wait_text("crm-composer-warnings", "Brzozowa")
            assert PERSON not in warned(composer), warned(composer)
            bench.picture("other-account")
            close(composer)
        with bench.step("colleagues, blind copies and lists are not"):
            more = f"&cc={COLLEAGUE}&bcc=archive@tarnbeck.example,flow-users@lists.example"
            composer = write(crm, "With copies" + more)
            settled(composer)
            assert not warned(composer), warned(composer)
            bench.picture("copies")
            close(composer)
        with bench.step("who takes part in the deal is not, wherever they work"):
            people = crm.sql(
                "SELECT person FROM address WHERE address IN (?, ?)", PERSON, OTHER_PERSON
            )
            options = [part for (id,) in people for part in ("--person", id)]
            crm.ecrm("deal", "add", "--title", "Joint line", "--account", "Brauhaus Falkenrath GmbH", *options)
            composer = open_letter(crm, f"{PERSON},{OTHER_PERSON}", "Both", "Text.")
            composer.wait_person("Riedm.hl")
            settled(composer)
            choose_like(composer, "crm-composer-deal", "Joint line")
            settled(composer)
            assert not warned(composer), warned(composer)
            close(composer)
        with bench.step("a letter to colleagues only proposes nothing and warns of nothing"):
            composer = open_letter(crm, COLLEAGUE, "Lunch", "Text.")
            composer.wait_person("Colleague")
            settled(composer)
            assert not warned(composer) and composer.deal() == "No deal", composer.deal()
            assert not composer.nodes("crm-composer-note"), composer.text("crm-composer-note")
            close(composer)
        with bench.step("a letter that is forwarded brings its deal, whoever it goes to"):
            crm.select(LETTER, PERSON)
            crm.rest()
            # Ctrl+F forwards in 3.46 and searches in 3.56.
            crm.driver.find(name="Forward", role="push button").click()
            composer = Composer(crm)
            composer.root()
            crm.rest()
            composer.driver.type(COLLEAGUE)
            composer.driver.key("Tab")
            composer.wait_deal(DEAL)
            bench.picture("forwarded")
            close(composer)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    cases = {"failed": failed, "draft": draft, "remind": remind, "recipients": recipients}
    main({name: (case, 120) for name, case in cases.items()})
