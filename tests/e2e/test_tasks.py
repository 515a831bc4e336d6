#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Follow-ups are tasks of Evolution's own list, and what happens to one happens to the other."""

import task_bus
from support import main

ADDRESS = "jonas.riedmuehl@falkenrath.example"
SECS = 8.0  # how soon one side must show what was done at the other


def sidebar(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.select("Riedmühl", ADDRESS)
        wait = crm.driver.wait_until
        before = task_bus.tasks(crm.session)
        with bench.step("a follow-up becomes a task"):
            crm.ecrm("followup", "add", "--address", ADDRESS, "--title", "Send the drawings", "--due", "+2d")
            wait(lambda: len(task_bus.tasks(crm.session)) == len(before) + 1, what="a task", timeout=SECS)
            after = task_bus.tasks(crm.session)
            (uid,) = set(after) - set(before)
            text = after[uid].replace("\r", "")
            assert "SUMMARY:Send the drawings\n" in text and "DUE;VALUE=DATE:" in text, text
            assert "\nX-" not in text, text
            (record,) = crm.sql("SELECT id FROM follow_up WHERE task_uid = ?", uid)[0]
            row = f"crm-follow-up-{record}"
            crm.wait_text(row, "Send the drawings", SECS)
        with bench.step("its title is changed in the list, and the sidebar says so"):
            task_bus.change(crm.session, uid, summary="Send the new drawings")
            crm.wait_text(row, "Send the new drawings", SECS)
            bench.picture("changed")
        with bench.step("it is ticked off in the sidebar, and the task is done"):
            crm.press(row)
            wait(lambda: "STATUS:COMPLETED" in task_bus.tasks(crm.session)[uid], what="done", timeout=SECS)
        with bench.step("undo opens both again"):
            crm.press("crm-undo")
            wait(lambda: "NEEDS-ACTION" in task_bus.tasks(crm.session)[uid], what="open", timeout=SECS)
            crm.wait_text(row, "Send the new drawings", SECS)
        with bench.step("the task is deleted, and the follow-up is dropped, not lost"):
            task_bus.remove(crm.session, uid)
            crm.wait_gone(row, SECS)
            status = crm.sql("SELECT status FROM follow_up WHERE id = ?", record)
            assert status == [("dropped",)], status
        with bench.step("nobody else's task was touched"):
            assert task_bus.tasks(crm.session) == before
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"sidebar": (sidebar, 90)})
