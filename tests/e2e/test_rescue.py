#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A store that does not open: said in words, and the backup is one button away. A damaged index: read
again by itself."""

import os

from support import main

SENDER = "tuulikki.ahvenlampi@lasimuseo.example"
SUBJECT = "Climate in display cases"


def damaged(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        bench.ecrm()
        crm.set_up()
        crm.select(SUBJECT, SENDER)
        crm.find("crm-note-entry").set_text("Before the backup")
        crm.press("crm-note-add")
        crm.wait_history("Before the backup")
        crm.ecrm("backup")
        crm.find("crm-note-entry").set_text("After the backup")
        crm.press("crm-note-add")
        crm.wait_history("After the backup")
        assert crm.session.stop() == 0
        data = bytearray((crm.data / "crm.db").read_bytes())
        data[:4096] = os.urandom(4096)
        (crm.data / "crm.db").write_bytes(data)
        crm.session.start()
        with bench.step("a damaged file is told with its place, and not touched"):
            crm.wait_text("crm-status", str(crm.data))
            assert "damaged" in crm.text("crm-status"), crm.text("crm-status")
            assert (crm.data / "crm.db").read_bytes() == bytes(data)
            bench.picture("damaged")
        with bench.step("trying again changes nothing"):
            crm.press("crm-try-again")
            crm.wait_text("crm-status", "damaged")
        with bench.step("the backup comes back with one button, what was there is kept"):
            crm.press("crm-restore")
            crm.driver.wait_until(lambda: list(crm.data.glob("crm.db.replaced-*Z")), what="the copy")
            crm.select(SUBJECT, SENDER)
            crm.wait_history("Before the backup")
            kept, = crm.data.glob("crm.db.replaced-*Z")
            assert kept.read_bytes() == bytes(data)
        with bench.step("and works"):
            crm.find("crm-note-entry").set_text("Goes on")
            crm.press("crm-note-add")
            crm.wait_history("Goes on")
        with bench.step("Evolution quits with 0"):
            assert crm.session.stop() == 0


def index(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        n_copies = crm.set_up()
        assert crm.session.stop() == 0
        path = crm.data / "index.db"
        data = bytearray(path.read_bytes())
        for page in range(1, len(data) // 4096):
            data[page * 4096:page * 4096 + 64] = os.urandom(64)
        path.write_bytes(data)
        crm.session.start()
        with bench.step("a damaged index is read again by itself"):
            crm.select(SUBJECT, SENDER)
            crm.wait_for_index(n_copies)
            crm.wait_text("crm-person-letters", r"^3\b")
        with bench.step("Evolution quits with 0"):
            assert crm.session.stop() == 0


if __name__ == "__main__":
    main({"damaged": (damaged, 150), "index": (index, 120)})
