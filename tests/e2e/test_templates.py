#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Templates in plain text and with formatting: filled in above the signature, in the language of the
recipient, made of a letter, renamed, deleted and brought back."""

import re
import time

from support import evolution_home, main
from test_compose import DEAL, DEAL_KEY, PERSON, TEMPLATES_KEY, Composer, check_clean, open_letter, sent_one

SIGNATURE = "crm-signature"
SIGNATURE_TEXT = "Nia Hartwell, Tarnbeck Instruments"
_SIGNATURE_SOURCE = """\
[Data Source]
DisplayName=Tarnbeck
Enabled=true
Parent=

[Mail Signature]
MimeType=text/html
"""


def home_with_signature(bench, mode):
    """mode: how letters are written, 'html' or 'plain-text'."""
    home = bench.demo_home(settings={"org/gnome/evolution/mail": {"composer-mode": f"'{mode}'"}})
    sources = home.config / "sources"
    (sources / f"{SIGNATURE}.source").write_text(_SIGNATURE_SOURCE, encoding="utf-8")
    folder = home.config / "signatures"
    folder.mkdir(exist_ok=True)
    (folder / SIGNATURE).write_text(f"<p>{SIGNATURE_TEXT}</p>", encoding="utf-8")
    identity = sources / f"{evolution_home.IDENTITY}.source"
    text = identity.read_text(encoding="utf-8")
    text = text.replace("[Mail Identity]\n", f"[Mail Identity]\nSignatureUid={SIGNATURE}\n")
    identity.write_text(text, encoding="utf-8")
    return home


def open_templates(composer):
    composer.driver.key(TEMPLATES_KEY)
    composer.driver.wait_until(
        lambda: composer.nodes("crm-template-search"), what="the list of templates"
    )


def wait_rows(composer, pattern, present=True):
    def look():
        names = [node.name for node in composer.nodes("crm-template-row")]
        return present == any(re.search(pattern, name) for name in names)

    composer.driver.wait_until(look, what=f"{pattern!r} {'in' if present else 'out of'} the list")


def take_template(composer, typed, first):
    """Types, and takes the first that is left, whose name is like `first`."""
    open_templates(composer)
    composer.driver.wait_until(lambda: composer.nodes("crm-template-row"), what="the templates")
    composer.driver.type(typed)

    def first_is_found():
        found = composer.nodes("crm-template-row")
        return found and re.search(first, found[0].name)

    composer.driver.wait_until(first_is_found, what=f"{first!r} as the first of the list")
    composer.driver.key("Return")
    composer.driver.wait_until(
        lambda: not composer.nodes("crm-template-search"), what="the list to close"
    )
    composer.crm.rest()  # the web process inserts it


def save_template(composer, name, with_fields=True):
    open_templates(composer)
    composer.press("crm-template-save-as")
    composer.driver.wait_until(
        lambda: composer.nodes("crm-template-name"), what="the form of a template"
    )
    composer.nodes("crm-template-name")[0].set_text(name)
    if composer.nodes("crm-template-with-fields")[0].is_("checked") != with_fields:
        composer.press("crm-template-with-fields")
    composer.press("crm-template-save")
    composer.wait_text("crm-toast", "saved")
    composer.driver.key("Escape")


def templates(crm, name):
    return crm.sql(
        "SELECT text, html, subject, language FROM template WHERE name = ? ORDER BY id", name
    )


def body(letter, kind="plain"):
    return letter.get_body((kind,)).get_content()


def write(bench, mode):
    """The same letter, written in plain text and with formatting."""
    home = home_with_signature(bench, mode)
    plain = mode == "plain-text"
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        crm.ecrm("template", "add", "--name", "Delivery", "--subject", "{{account.name}}: delivery",
                 "--text", "Dear {{person.first_name|customer}},\n\nfor {{account.name}} <today> & so on.\n\nLine three")
        with bench.step("a template is put above the signature, with the subject"):
            composer = open_letter(crm, PERSON, "", "")
            composer.wait_person("Riedm.hl")
            crm.rest()
            take_template(composer, "deliv", "Delivery")
            bench.picture("taken")
        with bench.step("the letter is kept as a template, with fields in place of names"):
            save_template(composer, "Of this letter")
            ((text, formatted, subject, _language),) = templates(crm, "Of this letter")
            assert text.startswith("Dear {{person.first_name}},"), text
            assert "for {{account.name}} <today> & so on." in text and "Line three" in text, text
            assert "Hartwell" not in text and "--" not in text, f"the signature is in it: {text}"
            assert formatted is None, formatted
            assert subject == "{{account.name}}: delivery", subject
        with bench.step("a text block goes where the cursor is, and leaves the subject alone"):
            crm.rest()
            take_template(composer, "terms", "Terms of payment.*de")
        with bench.step("it goes out as it was seen, the signature last, and nothing else in it"):
            composer.send()
            raw, letter = sent_one(crm, 1)
            check_clean(raw, letter)
            assert letter["Subject"] == "Brauhaus Falkenrath GmbH: delivery", letter["Subject"]
            assert letter.get_content_type() == ("text/plain" if plain else "multipart/alternative")
            text = body(letter)
            order = ["Dear Jonas,", "for Brauhaus Falkenrath GmbH <today> & so on.", "Line three",
                     "Skonto", SIGNATURE_TEXT]
            places = [text.find(part) for part in order]
            assert -1 not in places and places == sorted(places), f"{places}: {text}"
            assert text.count(SIGNATURE_TEXT) == 1, text
            assert not re.search("[\u200b-\u200f\ufeff\u2060]", text), "something invisible is in it"
            if not plain:
                marked = body(letter, "html")
                assert "&lt;today&gt; &amp; so on" in marked, marked
                assert not re.search(r"crm|<img|<link|<script", marked, re.I), marked
        with bench.step("Evolution quits with 0 and without complaints"):
            composer.wait_closed()
            crm.quit()


def plain(bench):
    write(bench, "plain-text")


def html(bench):
    write(bench, "html")


def languages(bench):
    """The variant in the recipient's language is the first, with dates and amounts as it has them."""
    home = home_with_signature(bench, "html")
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        with bench.step("a German customer gets the German variant, with German numbers"):
            composer = open_letter(crm, PERSON, "", "")
            composer.wait_person("Riedm.hl")
            composer.driver.key(DEAL_KEY)
            composer.wait_deal(DEAL)
            crm.rest()
            take_template(composer, "offer", "^Offer, de")
            bench.picture("german")
            composer.send()
        with bench.step("the letter is as filled in"):
            raw, letter = sent_one(crm, 1)
            check_clean(raw, letter)
            text = body(letter)
            assert "Guten Tag Jonas Riedm" in text and "48.600,00" in text, text
            assert re.search(r"zum\s+\d+\. (Dez|Jan)\w+\s+20", text), text
            composer.wait_closed()
        with bench.step("a Spanish customer, who has no variant of their own, gets ours"):
            composer = open_letter(crm, "inigo.barrantegui@aceites-penalosa.example", "", "")
            crm.rest()
            open_templates(composer)
            wait_rows(composer, "After a meeting, en")
            names = [node.name for node in composer.nodes("crm-template-row")]
            assert names.index("After a meeting, en") < names.index("After a meeting, de"), names
            bench.picture("spanish")
            composer.driver.key("Escape")
        with bench.step("Evolution quits with 0 and without complaints"):
            close(composer)
            crm.quit()


def close(composer):
    """Closes a letter without keeping it."""
    state = {"pressed": 0.0}

    def is_gone():
        if composer.is_open() and time.monotonic() - state["pressed"] > 3:
            state["pressed"] = time.monotonic()
            composer.driver.key("ctrl+w")
        for node in composer.driver.find_all(name=re.compile("Discard|Close anyway"), role="push button"):
            node.click()
        return not composer.is_open()

    composer.driver.wait_until(is_gone, 20, "the letter to close")


def manage(bench):
    """Templates are renamed, deleted and brought back where they are used."""
    home = home_with_signature(bench, "html")
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("field", "add", "deal", "region", "--type", "text", "--label", "Region")
        with bench.step("where there are none, one is told how to make them"):
            composer = open_letter(crm, PERSON, "Hello", "Something to keep.")
            composer.root()
            crm.rest()
            open_templates(composer)
            composer.wait_text("crm-template-empty", "Write a letter")
            bench.picture("empty")
            composer.driver.key("Escape")
        with bench.step("a letter becomes one"):
            save_template(composer, "Mine")
            assert [row[0] for row in templates(crm, "Mine")] == ["Something to keep."], templates(crm, "Mine")
        with bench.step("of the same name, it replaces the one there is"):
            open_templates(composer)
            wait_rows(composer, "Mine")
            composer.press("crm-template-save-as")
            composer.driver.wait_until(lambda: composer.nodes("crm-template-name"), what="the form")
            composer.nodes("crm-template-name")[0].set_text("mine")
            composer.wait_text("crm-template-hint", "replaced")
            composer.nodes("crm-template-language")[0].set_text("german")
            composer.press("crm-template-save")
            composer.wait_text("crm-template-failure", "code such as")
            bench.picture("form")
            composer.nodes("crm-template-language")[0].set_text("")
            composer.press("crm-template-save")
            composer.wait_text("crm-toast", "saved")
            assert len(crm.sql("SELECT id FROM template")) == 1
        with bench.step("F2 renames it"):
            wait_rows(composer, "mine")
            composer.driver.key("Down", "F2")
            composer.driver.wait_until(
                lambda: composer.nodes("crm-template-name")
                and composer.nodes("crm-template-name")[0].text == "mine", what="its name",
            )
            composer.nodes("crm-template-name")[0].set_text("Renamed")
            composer.driver.key("Return")
            wait_rows(composer, "Renamed")
            bench.picture("renamed")
        with bench.step("deleted, it can be brought back"):
            composer.driver.key("Down", "Delete")
            wait_rows(composer, "Renamed", present=False)
            composer.wait_text("crm-toast", "deleted")
            assert not crm.sql("SELECT id FROM template")
            bench.picture("deleted")
            composer.press("crm-undo")
            wait_rows(composer, "Renamed")
            assert crm.sql("SELECT name FROM template") == [("Renamed",)]
        with bench.step("a field is put into the letter by its name"):
            composer.press("crm-template-fields")
            composer.driver.wait_until(lambda: composer.nodes("crm-template-field"), what="the fields")
            bench.picture("fields")
            composer.driver.type("region")  # one that people defined stands there like any other
            composer.driver.key("Return")
            composer.driver.wait_until(lambda: not composer.nodes("crm-template-field"), what="no list")
            crm.rest()
            save_template(composer, "With a field", with_fields=False)
            ((text, *_rest),) = templates(crm, "With a field")
            assert "{{deal.x.region}}" in text, text
        with bench.step("Evolution quits with 0 and without complaints"):
            close(composer)
            crm.quit()


def window_size(crm, width, height):
    window = crm.session.run(["xdotool", "getactivewindow"]).stdout.strip()
    crm.session.run(["xdotool", "windowsize", window, str(width), str(height)])


def small(bench):
    """In a low window the strip is one line, and all of it is one key away."""
    home = home_with_signature(bench, "html")
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        with bench.step("there is place: nothing is folded"):
            composer = open_letter(crm, PERSON + ",ex@nowhere.example", "Offer", "")
            composer.wait_person("Riedm.hl")
            assert composer.text("crm-composer-summary") is None
            bench.picture("normal")
        with bench.step("in a low window it folds to one line that says who and which deal"):
            window_size(crm, 640, 530)
            composer.wait_text("crm-composer-summary", r"Riedm.*1 more.*Ctrl\+Alt\+G: " + DEAL)
            assert not composer.nodes("crm-composer-person")
            bench.picture("folded")
        with bench.step("the key takes the deal without unfolding"):
            composer.driver.key(DEAL_KEY)
            composer.wait_text("crm-composer-summary", r"1 more · " + DEAL)
        with bench.step("templates are one key away"):
            composer.driver.key(TEMPLATES_KEY)
            composer.driver.wait_until(lambda: composer.nodes("crm-template-search"), what="templates")
            bench.picture("templates")
            composer.driver.key("Escape")
        with bench.step("one key unfolds it, and it stays so"):
            composer.driver.key("ctrl+alt+y")
            composer.wait_person("Riedm.hl")
            window_size(crm, 640, 560)
            time.sleep(0.5)
            assert composer.nodes("crm-composer-person")
            bench.picture("unfolded")
        with bench.step("Evolution quits with 0 and without complaints"):
            evolution_home.fail_sending(home, False)
            composer.send()
            composer.wait_closed()
            crm.quit()


if __name__ == "__main__":
    cases = {"plain": plain, "html": html, "languages": languages, "manage": manage, "small": small}
    main({name: (case, 120) for name, case in cases.items()})
