#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What crashes and a lost index.db must not cost: nothing entered, nothing doubled."""

import contextlib
import functools
import os
import pathlib
import signal
import time

from support import fill_with_letters, main

SENDER = "tuulikki.ahvenlampi@lasimuseo.example"
SUBJECT = "Climate in display cases"
N_LETTERS = 6000
TABLES = ("message", "location", "edge", "address", "folder", "domain_edge")


def counts(crm):
    return {name: crm.sql(f"SELECT count(*) FROM {name}", file="index.db")[0][0] for name in TABLES}


def lost_index(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        n_copies = crm.set_up()
        crm.select(SUBJECT, SENDER)
        crm.press("crm-capture")
        crm.press("crm-capture-add")
        crm.wait_text("crm-filed-under", SUBJECT)
        before = counts(crm)
        with bench.step("index.db is made again at the next start"):
            assert crm.session.stop() == 0
            for path in crm.data.glob("index.db*"):
                path.unlink()
            crm.session.start()
            crm.wait_for_index(n_copies)
            crm.driver.wait_until(lambda: counts(crm) == before, 5, f"the same counts: {before}")
        with bench.step("filed mail is still filed, the person still known"):
            crm.select(SUBJECT, SENDER)
            crm.wait_text("crm-filed-under", SUBJECT)
            crm.wait_text("crm-person-letters", r"^3\b")
            crm.wait_history(SUBJECT)
        with bench.step("a damaged index.db, too"):
            assert crm.session.stop() == 0
            (crm.data / "index.db").write_bytes(b"This is no database. " * 500)
            crm.session.start()
            crm.wait_for_index(n_copies)
            crm.driver.wait_until(lambda: counts(crm) == before, 5, f"the same counts: {before}")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def killed_while_indexing(bench):
    home = bench.home()
    total = fill_with_letters(home, N_LETTERS)
    with bench.crm(home) as crm:
        crm.press("crm-setup-start")
        for share in (0.15, 0.5):
            with bench.step(f"killed when {share:.0%} are indexed"):
                crm.driver.wait_until(
                    lambda share=share: crm.count_locations() > total * share, 60, "the index"
                )
                crm.session.kill9()
                done = crm.count_locations()
                assert done < total, "the index was complete: nothing was interrupted"
                bench.note(f"{done} of {total} copies")
                crm.session.start()
        with bench.step("the next start completes the index"):
            crm.wait_for_index(total)
        with bench.step("and nothing is doubled"):
            after = counts(crm)
            assert after["location"] == total, after
            assert after["message"] == N_LETTERS, after
        with bench.step("the counts are those of a run without kills"):
            assert crm.session.stop() == 0
            for path in crm.data.glob("index.db*"):
                path.unlink()
            crm.session.start()
            crm.wait_for_index(total)
            crm.driver.wait_until(lambda: counts(crm) == after, 5, f"{after}")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def factories_of(session):
    """The processes that serve this session's address books."""
    mark = f"DBUS_SESSION_BUS_ADDRESS={session.env['DBUS_SESSION_BUS_ADDRESS']}".encode()
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            program = (entry / "cmdline").read_bytes().split(b"\0")[0]
            if b"evolution-addressbook-factory" in program:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    assert found, "no address book factory in this session"
    return found


@contextlib.contextmanager
def standing_still(session):
    """The address books take calls, but do nothing about them until the end."""
    pids = factories_of(session)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def states(crm):
    return [row[0] for row in crm.sql("SELECT state FROM outbox")]


def killed_after_add(bench, when):
    """`when`: 'ordered', as soon as the order is safe; 'called', when the address book was told and
    did not answer; 'confirmed', when all is done."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.select(SUBJECT, SENDER)
        crm.press("crm-capture")
        crm.find("crm-capture-add")
        with bench.step(f"killed when the contact was {when}"):
            with contextlib.ExitStack() as stack:
                if when != "confirmed":
                    stack.enter_context(standing_still(crm.session))
                crm.press("crm-capture-add")
                wanted = ["done"] if when == "confirmed" else ["pending"]
                crm.driver.wait_until(lambda: states(crm) == wanted, what=f"{wanted} in the outbox")
                if when == "called":
                    time.sleep(1.5)
                crm.session.kill9()
        with bench.step("after the next start there is exactly one contact, and one person"):
            crm.session.start()
            crm.driver.wait_until(lambda: states(crm) == ["done"], 30, "the order to be done")
            cards = crm.contacts(SENDER)
            assert len(cards) == 1, f"{len(cards)} contacts"
            assert crm.sql("SELECT count(*) FROM person") == [(1,)]
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    cases = {"lost_index": (lost_index, 90), "killed_while_indexing": (killed_while_indexing, 150)}
    for moment in ("ordered", "called", "confirmed"):
        cases[f"killed_when_{moment}"] = (functools.partial(killed_after_add, when=moment), 60)
    main(cases)
