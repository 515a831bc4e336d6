#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A start with nothing new costs nothing: no folder's messages are loaded to find that out."""

from support import evolution_home, fill_with_letters, main

N_LETTERS = 1200
# Showing folders selects letters, and what is selected is looked at: how many times depends on the
# moment. A folder read for the index would be hundreds.
A_FEW = 20
NEW = b"""\
From: Person 5 <person5@company5.example>
To: Nia Hartwell <nia.hartwell@tarnbeck.example>
Subject: A letter of its own
Date: Sat, 2 Dec 2023 10:00:00 +0000
Message-ID: <own@company5.example>

Text
"""


def counts_of(path):
    """What camel-count.so wrote: name -> number. Raises FileNotFoundError when it was not there."""
    lines = path.read_text(encoding="ascii").split("\n")
    path.unlink()
    return {name: int(number) for name, number in (line.split() for line in lines if line)}


def restart(bench):
    home = bench.home()
    n_files = fill_with_letters(home, N_LETTERS)
    counts = bench.scratch / "counts"
    env = {
        "LD_PRELOAD": bench.build / "tests" / "e2e" / "camel-count.so",
        "CRM_CAMEL_COUNT": counts,
    }
    with bench.crm(home, env=env) as crm:
        crm.set_up(n_files)
        with bench.step("at first every letter is read"):
            assert crm.session.stop() == 0
            found = counts_of(counts)
            assert found["infos"] >= n_files and found["folders"] > 0, found
        with bench.step("at the next start, with nothing new, none is"):
            crm.session.start()
            crm.open_folder("Folder 1")
            crm.driver.wait_until(lambda: crm.driver.message_count() > 0, what="the folder")
            # The indexer has had its turn when its word on the stamps, the progress, is gone again.
            crm.wait_for_index()
            assert crm.session.stop() == 0
            found = counts_of(counts)
            assert found["infos"] <= A_FEW and found["folders"] == 0, found
        with bench.step("a new letter is read, and nothing else"):
            evolution_home.deliver(home.mail_root, NEW, "Folder 1")
            crm.session.start()
            crm.open_folder("Folder 1")
            crm.driver.key("F12")
            crm.wait_for_index(n_files + 1)
            assert crm.session.stop() == 0
            found = counts_of(counts)
            assert 1 <= found["infos"] <= A_FEW and found["folders"] == 0, found


if __name__ == "__main__":
    main({"restart": (restart, 90)})
