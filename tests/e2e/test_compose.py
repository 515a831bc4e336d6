#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writing a letter: who it goes to, the deal it will be filed under, what is asked before it is sent,
templates, and that nothing invisible goes out."""

import email
import email.policy
import re
import time

from support import UNDO_KEY, evolution_home, main

PERSON = "jonas.riedmuehl@falkenrath.example"
DEAL = "Flow meters for bottling line 3"
LETTER = "Re: " + DEAL
DEAL_KEY = "ctrl+alt+g"
TEMPLATES_KEY = "ctrl+alt+e"
# What Evolution writes of its own accord; whatever else stands in a letter is ours.
HEADERS = {
    "Message-ID", "Subject", "From", "To", "Date", "In-Reply-To", "References", "Content-Type",
    "Content-Transfer-Encoding", "User-Agent", "MIME-Version", "X-Evolution-Identity",
    "X-Evolution-Fcc", "X-Evolution-Transport", "X-Evolution-Source",
}  # fmt: skip


class Composer:
    """The window in which a letter is written, as one sees it."""

    def __init__(self, crm):
        self.crm = crm
        self.driver = crm.driver

    def is_open(self):
        return bool(self.driver.find_all(id="crm-composer", everywhere=True))

    def root(self):
        return self.driver.find(id="crm-composer", timeout=30)

    def nodes(self, id):
        return self.driver.find_all(id=id, everywhere=True)

    def text(self, id):
        found = self.nodes(id)
        return found[0].text or found[0].name if found else None

    def wait_text(self, id, pattern, timeout=None):
        def look():
            text = self.text(id)
            return text if text is not None and re.search(pattern, text) else None

        return self.driver.wait_until(look, timeout, f"{id} to say {pattern!r}")

    def wait_person(self, pattern):
        def look():
            names = [node.name for node in self.nodes("crm-composer-person")]
            return [name for name in names if re.search(pattern, name)] or None

        return self.driver.wait_until(look, what=f"a recipient like {pattern!r}")

    def deal(self):
        found = self.nodes("crm-composer-deal")
        return found[0]._ask(
            lambda a: a.get_selection_iface().get_selected_child(0).get_name()
        ) if found else None

    def wait_deal(self, pattern):
        self.driver.wait_until(
            lambda: re.search(pattern, self.deal() or ""), what=f"the deal {pattern!r}"
        )

    def press(self, id):
        self.driver.wait_until(lambda: self.nodes(id), what=f"{id} to press")
        self.nodes(id)[0].click()

    def wait_closed(self):
        self.driver.wait_until(lambda: not self.is_open(), 30, "the end of the composer")

    def send(self):
        self.driver.key("ctrl+Return")


def sent_one(crm, number):
    """The letter that went out as the `number`th, as the stand-in for sendmail got it."""
    home = crm.session.home
    crm.driver.wait_until(
        lambda: len(evolution_home.sent_messages(home)) >= number, 30, f"{number} letters sent"
    )
    raw = evolution_home.sent_messages(home)[number - 1][1]
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def check_clean(raw, letter):
    """Nothing in it is of our making."""
    extra = set(letter.keys()) - HEADERS
    assert not extra, f"headers nobody asked for: {extra}"
    assert b"crm" not in raw.lower().replace(b"crm-ident", b"").replace(b"crm-trans", b"").replace(
        b"crm-acct", b""
    ), raw.decode(errors="replace")


def intents(crm):
    return crm.sql("SELECT state, deal IS NOT NULL, answer_days FROM send_intent")


def open_letter(crm, address, subject, body="As agreed."):
    mail = f"mailto:{address}?subject={subject}&body={body}".replace(" ", "%20")
    crm.session.open_uri(mail)
    composer = Composer(crm)
    composer.root()
    return composer


def compose(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        with bench.step("an answer shows who it goes to, with the deal of the conversation"):
            crm.select(LETTER, PERSON)
            crm.rest()
            crm.driver.key("ctrl+r")
            composer = Composer(crm)
            composer.root()
            composer.wait_person("Riedm.hl.*Falkenrath.*" + DEAL)
            composer.wait_deal(DEAL)
            bench.picture("answer")
        answer(bench, crm, composer)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def answer(bench, crm, composer):
    with bench.step("the key lets go of the deal and takes it again"):
        composer.driver.key(DEAL_KEY)
        composer.wait_deal("No deal")
        composer.wait_text("crm-composer-note", DEAL)
        composer.driver.key(DEAL_KEY)
        composer.wait_deal(DEAL)
    with bench.step("a letter that does not go out is not filed"):
        evolution_home.fail_sending(crm.session.home, True)
        links = count_links(crm)
        composer.send()
        composer.driver.wait_until(lambda: intents(crm), 30, "the choice to be remembered")
        assert intents(crm) == [("pending", 1, None)], intents(crm)
        time.sleep(1)  # longer than the CRM waits before it looks
        assert count_links(crm) == links
        bench.picture("not-sent")
    with bench.step("sent in the end, it is filed once it lies in Sent, without a trace in it"):
        evolution_home.fail_sending(crm.session.home, False)
        resend(crm, composer)
        raw, letter = sent_one(crm, 1)
        check_clean(raw, letter)
        crm.driver.wait_until(
            lambda: any(row[0] == "sent" for row in intents(crm)), 30, "the letter in Sent"
        )
        crm.driver.wait_until(lambda: count_links(crm) == links + 1, what="the letter filed")
    with bench.step("undo takes it out again, for good"):
        crm.driver.key(UNDO_KEY)
        crm.wait_text("crm-toast", "Undone.*filed")
        assert count_links(crm) == links


def count_links(crm):
    return crm.sql("SELECT count(*) FROM link")[0][0]


def resend(crm, composer):
    """Evolution asks what to do about a letter that could not be sent."""
    crm.driver.find(name="Try Again", role="push button", timeout=30).click()
    composer.wait_closed()


def warnings(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        crm.ecrm("template", "add", "--name", "Thanks", "--language", "en", "--subject", "Thank you",
                 "--text", "Dear {{person.first_name|customer}},\n{{deal.title}} & <more> {{sender.name}}."
                 " {{person.x.hobby|nothing}}")
        crm.ecrm("field", "add", "person", "hobby", "--type", "text", "--label", "Hobby")
        crm.ecrm("person", "set", PERSON, "x.hobby=Chess")
        with bench.step("a template is found by typing and filled in; what is missing is told"):
            composer = open_letter(crm, PERSON, "", "")
            composer.wait_person("Riedm.hl")
            composer.driver.key(TEMPLATES_KEY)
            composer.driver.wait_until(
                lambda: composer.nodes("crm-template-row"), what="the list of templates"
            )
            composer.driver.type("than")
            composer.driver.key("Return")
            composer.wait_text("crm-composer-note", "deal.title")
            bench.picture("template")
        with bench.step("what is not filled in is asked about, and the keyboard can overrule it"):
            time.sleep(0.5)
            composer.send()
            composer.wait_text("crm-composer-warnings", r"deal\.title.*not filled in[\s\S]*not been sent")
            bench.picture("asked")
            assert not evolution_home.sent_messages(home)
            anyway = composer.nodes("crm-composer-send-anyway")[0]
            composer.driver.wait_until(lambda: anyway.is_("focused"), what="the focus on the button")
            composer.driver.key("space")
            composer.wait_closed()
        with bench.step("the letter is as filled in, and nothing else is in it"):
            raw, letter = sent_one(crm, 1)
            check_clean(raw, letter)
            assert letter["Subject"] == "Thank you", letter["Subject"]
            text = letter.get_body(("plain",)).get_content()
            assert "Dear Jonas," in text and "{{deal.title}} & <more> Nia Hartwell. Chess" in text, text
            assert not intents(crm), "nothing was chosen, and something is remembered"
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"answer": (compose, 150), "warnings": (warnings, 150)})
