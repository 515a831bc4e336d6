#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The short walk through Evolution with our module; it must go on every Evolution we support."""

import re

from support import main

SENDER = "tuulikki.ahvenlampi@lasimuseo.example"
SUBJECT = "Climate in display cases"
NOTE = "Rang back, wants a drawing"


def smoke(bench):
    home = bench.demo_home()
    with bench.crm(home, start=False) as crm:
        with bench.step("Evolution starts with the module"):
            crm.start()
        with bench.step("the first-run card is shown and nothing is captured before Start"):
            crm.find("crm-setup-start")
            assert crm.count_locations() == 0, "something is indexed already"
            bench.picture("setup")
        with bench.step("Start builds the index"):
            crm.set_up()
        with bench.step("a selected message shows who it is from and the history"):
            crm.select(SUBJECT, SENDER)
            crm.wait_text("crm-person-name", "Tuulikki Ahvenlampi")
            crm.wait_text("crm-person-letters", r"^3\b")
            crm.wait_history(SUBJECT)
            bench.picture("message")
        with bench.step("a note can be added and shows in the history"):
            crm.find("crm-note-entry").set_text(NOTE)
            crm.press("crm-note-add")
            crm.wait_history(re.escape(NOTE))
            assert crm.sql("SELECT count(*) FROM note WHERE text = ?", NOTE) == [(1,)]
        with bench.step("a note does not count as a message"):
            crm.wait_text("crm-person-letters", r"^3\b")
        with bench.step("undo takes the note back"):
            crm.press("crm-undo")
            crm.wait_history(re.escape(NOTE), present=False)
            assert crm.sql("SELECT count(*) FROM note") == [(0,)]
            bench.picture("undone")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"smoke": (smoke, 120)})
