#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Another program on the same store, and letters the CRM must not know."""

from support import main

SENDER = "tuulikki.ahvenlampi@lasimuseo.example"
SUBJECT = "Climate in display cases"
SECS = 2.0  # how soon the sidebar must show what another program wrote


def fingerprint_of(crm):
    """Of the one letter with exactly this subject."""
    rows = crm.sql("SELECT fingerprint FROM message WHERE subject = ?", SUBJECT, file="index.db")
    assert len(rows) == 1, f"{len(rows)} letters with that subject"
    return rows[0][0]


def is_indexed(crm, fingerprint):
    statement = "SELECT count(*) FROM message WHERE fingerprint = ?"
    return crm.sql(statement, fingerprint, file="index.db")[0][0] == 1


def rows_with_subject(crm):
    """How many history rows are the letter itself, not an answer to it."""
    return sum(row.startswith(SUBJECT) for row in crm.history())


def two(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        bench.ecrm()
        crm.set_up()
        crm.select(SUBJECT, SENDER)
        with bench.step(f"a note of another program is shown within {SECS:.0f} s"):
            crm.ecrm("note", "add", "--address", SENDER, "--text", "Written elsewhere")
            crm.wait_history("Written elsewhere", timeout=SECS)
        with bench.step("so is its undo"):
            crm.ecrm("undo")
            crm.wait_history("Written elsewhere", present=False, timeout=SECS)
        with bench.step("and a writer that no bus tells about"):
            crm.ecrm("note", "add", "--address", SENDER, "--text", "Without a bus", bus=False)
            crm.wait_history("Without a bus", timeout=15)
        with bench.step("our undo leaves what others wrote"):
            crm.find("crm-note-entry").set_text("Mine")
            crm.press("crm-note-add")
            crm.wait_history("Mine")
            crm.press("crm-undo")
            crm.wait_history("Mine", present=False)
            crm.wait_history("Without a bus")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def private(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        n_copies = crm.set_up()
        crm.select(SUBJECT, SENDER)
        crm.wait_text("crm-person-letters", r"^3\b")
        fingerprint = fingerprint_of(crm)
        with bench.step("a letter marked not CRM leaves the history and stays in the index"):
            crm.press("crm-not-crm")
            crm.driver.wait_until(lambda: rows_with_subject(crm) == 0, what="the letter to vanish")
            crm.wait_text("crm-person-letters", r"^2\b")
            assert is_indexed(crm, fingerprint)
            crm.press("crm-undo")
            crm.driver.wait_until(lambda: rows_with_subject(crm) == 1, what="the letter")
        with bench.step("a letter marked private vanishes from history, number and index"):
            crm.press("crm-private")
            crm.driver.wait_until(lambda: rows_with_subject(crm) == 0, what="the letter to vanish")
            crm.wait_text("crm-person-letters", r"^2\b")
            crm.driver.wait_until(
                lambda: not is_indexed(crm, fingerprint), what="the index to forget it"
            )
            bench.picture("private")
        with bench.step("nothing of it stays in the record"):
            rows = crm.sql("SELECT subject, sender, recipients, date, message_id FROM email")
            assert rows == [(None, None, None, None, None)], rows
        with bench.step("it stays private over a restart"):
            crm.restart()
            crm.select(SUBJECT)
            crm.wait_text("crm-hidden", "private")
            crm.wait_for_index(n_copies - 1)
            assert not is_indexed(crm, fingerprint)
        with bench.step("undo brings it back"):
            crm.press("crm-show")
            crm.driver.wait_until(lambda: is_indexed(crm, fingerprint), what="the letter's return")
            crm.driver.wait_until(lambda: rows_with_subject(crm) == 1, what="the letter")
            crm.wait_for_index(n_copies)
        with bench.step("the progress line goes away afterwards"):
            crm.wait_gone("crm-progress", 10)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"two": (two, 75), "private": (private, 75)})
