#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Follow-ups are tasks of Evolution's own list, and what happens to one happens to the other."""

import datetime
import json
import sys

import task_bus
from support import TOP, Skip, main

sys.path.insert(0, str(TOP / "tests" / "support"))
import dovecot  # noqa: E402
import radicale  # noqa: E402

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
        with bench.step("the list for new ones is chosen where a follow-up is edited"):
            crm.press("crm-follow-up-edit")
            crm.reveal("crm-edit-list")
            assert crm.chosen("crm-edit-list") == "Evolution's default list"
            bench.picture("list")
            crm.choose("crm-edit-list", "None: in the CRM only")
            crm.press("crm-edit-save")
            setting = "SELECT value FROM setting WHERE name = 'task_list'"
            wait(lambda: crm.sql(setting) == [("none",)], what="the setting", timeout=SECS)
            crm.press("crm-undo")
            wait(lambda: crm.sql(setting) != [("none",)], what="the setting taken back", timeout=SECS)
        with bench.step("what is typed while others change the same stays: both values are shown, and it is kept"):
            crm.press("crm-follow-up-edit")
            crm.find("crm-edit-title").set_text("Send the drawings by post")
            crm.ecrm("followup", "set", record, "title=Send the drawings by mail", "priority=high")
            crm.ecrm("followup", "add", "--address", ADDRESS, "--title", "Earlier", "--due", "-9d")
            (earlier,) = crm.sql("SELECT id FROM follow_up WHERE title = 'Earlier'")[0]
            crm.find(f"crm-follow-up-{earlier}")  # above it: the form moves, with what is typed
            crm.press("crm-edit-save")
            told = "Title: Changed elsewhere to “Send the drawings by mail”. Yours: “Send the drawings by post”"
            crm.wait_text("crm-edit-difference", told)
            bench.picture("both")
            current = "SELECT title, priority FROM follow_up WHERE id = ?"
            assert crm.sql(current, record) == [("Send the drawings by mail", "high")], "overwritten unasked"
            crm.press("crm-edit-save")
            crm.wait_gone("crm-edit-title")
            wait(lambda: crm.sql(current, record) == [("Send the drawings by post", "high")], what="what was typed")
            crm.ecrm("followup", "delete", "Earlier")
            crm.wait_text(row, "Send the drawings by post", SECS)
        with bench.step("it is ticked off in the sidebar, and the task is done"):
            crm.press(row)
            wait(lambda: "STATUS:COMPLETED" in task_bus.tasks(crm.session)[uid], what="done", timeout=SECS)
        with bench.step("undo opens both again"):
            crm.press("crm-undo")
            wait(lambda: "NEEDS-ACTION" in task_bus.tasks(crm.session)[uid], what="open", timeout=SECS)
            crm.wait_text(row, "Send the drawings by post", SECS)
        with bench.step("the task is deleted, and the follow-up is dropped, not lost"):
            task_bus.remove(crm.session, uid)
            crm.wait_gone(row, SECS)
            status = crm.sql("SELECT status FROM follow_up WHERE id = ?", record)
            assert status == [("dropped",)], status
        with bench.step("nobody else's task was touched"):
            assert task_bus.tasks(crm.session) == before
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


OWN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//phone//EN
BEGIN:VTODO
UID:bobs-own
DTSTAMP:20260101T000000Z
SUMMARY:Water the plants
END:VTODO
END:VCALENDAR
"""


class Team:
    """A task list on a server that two people share: alice has Evolution, bob a phone."""

    def __init__(self, bench, server):
        self.server = server
        server.make_collection("team/tasks", "tasks", "Team tasks")
        default = {"org/gnome/evolution": {"default-task-list": "'dav-team-tasks'"}}
        self.home = bench.demo_home(settings=radicale.SETTINGS | default)
        self.uid = radicale.add_source(self.home, server, "alice", "team/tasks", "tasks")
        radicale.finish(self.home, [self.uid])
        self.crm = None

    def add(self, title) -> tuple[str, str]:
        """A follow-up of alice: its id, and the name of its task on the server."""
        self.crm.ecrm("followup", "add", "--address", ADDRESS, "--title", title, "--due", "+2d")
        record = self.crm.sql("SELECT id FROM follow_up WHERE title = ?", title)[0][0]
        self.wait(lambda: self.order(record)[0] == "done", "a confirmed order")
        return record, "team/tasks/" + self.server.find("team/tasks", title)[0]

    def text(self, name) -> str:
        found = self.server.get("bob", name)
        return found[0].replace("\r", "") if found else ""

    def bob(self, name, old, new) -> None:
        text = self.text(name)
        assert old in text, text
        self.server.put("bob", name, text.replace(old, new).replace("\n", "\r\n"))

    def set(self, record, *assignments) -> None:
        self.crm.ecrm("followup", "set", record, *assignments)

    def field(self, record, field):
        return self.crm.sql(f"SELECT {field} FROM follow_up WHERE id = ?", record)[0][0]

    def order(self, record):
        return self.crm.sql("SELECT state, failure, payload FROM outbox WHERE follow_up = ?", record)[0]

    def wait(self, condition, what) -> None:
        self.crm.driver.wait_until(condition, what=what, timeout=3 * SECS)

    def choose(self) -> None:
        """Answers which list follow-ups go to: the team's."""
        choices = self.crm.find_all("crm-task-question-list")
        next(choice for choice in choices if choice.name == SHARED).click()

    def refresh(self) -> None:
        task_bus.refresh(self.crm.session, self.uid)


def server(bench):
    try:
        with radicale.Radicale() as dav:
            team = Team(bench, dav)
            with bench.crm(team.home) as crm:
                team.crm = crm
                crm.set_up()
                ask(bench, team)
                share(bench, team)
    except dovecot.Missing as reason:
        raise Skip(str(reason)) from None


def adopt(bench, team):
    """Bob's own task, which alice makes a follow-up and bob's phone goes on with."""
    crm, name = team.crm, "team/tasks/own.ics"
    with bench.step("bob's own task is made a follow-up, and nothing is written to it"):
        crm.ecrm("person", "add", "--name", "Jonas Riedmühl", "--address", ADDRESS)
        before = team.server.get("bob", name)
        crm.driver.key("ctrl+4")
        crm.select_task("Water the plants")
        crm.link_task("jonas")
        (record,) = crm.sql("SELECT id FROM follow_up WHERE task_uid = 'bobs-own'")[0]
        assert team.field(record, "title") == "Water the plants"
        team.refresh()
        assert team.server.get("bob", name) == before
    with bench.step("bob renames it on his phone, alice sees it; she renames it, bob sees it"):
        team.bob(name, "SUMMARY:Water the plants", "SUMMARY:Water all plants\nLOCATION:Hall 3")
        team.refresh()
        team.wait(lambda: team.field(record, "title") == "Water all plants", "bob's title")
        team.set(record, "title=Water no plants")
        team.wait(lambda: "SUMMARY:Water no plants\n" in team.text(name), "alice's title")
        assert "LOCATION:Hall 3\n" in team.text(name) and "\nX-" not in team.text(name)
    with bench.step("bob ticks it off: the follow-up is done"):
        team.bob(name, "SUMMARY:", "STATUS:COMPLETED\nCOMPLETED:20260105T090000Z\nSUMMARY:")
        team.refresh()
        team.wait(lambda: team.field(record, "status") == "done", "done")


def settle(bench, team, record, name):
    """A conflict is told, stands beside the follow-up, and is answered there."""
    with bench.step("the conflict is told, and stands beside the follow-up"):
        crm = team.crm
        crm.select("Riedmühl", ADDRESS)
        crm.wait_text("crm-task-difference", "“Mail them” there, “Fax them” here", SECS)
        crm.reveal("crm-task-keep-mine")
        bench.picture("conflict")
    with bench.step("keep mine: it is on the server, and nothing is to be answered any more"):
        crm.press("crm-task-keep-mine")
        team.wait(lambda: "SUMMARY:Fax them\n" in team.text(name), "alice's title on the server")
        crm.wait_gone("crm-task-difference", SECS)
        crm.wait_text(f"crm-follow-up-{record}", "Fax them", SECS)
    with bench.step("once more, this time theirs"):
        team.bob(name, "SUMMARY:Fax them", "SUMMARY:Phone them")
        team.set(record, "title=Visit them")
        crm.wait_text("crm-task-difference", "“Phone them” there, “Visit them” here", 3 * SECS)
        crm.wait_text("crm-toast", "“Phone them” was changed in “team/tasks”, too", SECS)
    with bench.step("ticked off meanwhile, it is still to be answered"):
        team.set(record, "status=done")
        crm.wait_text("crm-unsettled", "^Phone them: Done$", SECS)
        crm.wait_text("crm-task-difference", "“Phone them” there, “Visit them” here", SECS)
        crm.reveal("crm-task-take-theirs")
        bench.picture("unsettled")
        crm.press("crm-task-take-theirs")
        crm.wait_gone("crm-unsettled", SECS)
        team.set(record, "status=open")
        team.wait(lambda: "STATUS:NEEDS-ACTION" in team.text(name), "an open task")
        assert "SUMMARY:Phone them\n" in team.text(name), team.text(name)
        assert team.field(record, "title") == "Phone them"


SHARED = "team/tasks: Shared on 127.0.0.1: others may see them"


def ask(bench, team):
    """Nothing goes into a list that others see before somebody has said so."""
    crm = team.crm
    with bench.step("the first follow-up asks which list, and says who sees it"):
        crm.select("Riedmühl", ADDRESS)
        assert not crm.is_shown("crm-task-question")
        before = task_bus.tasks(crm.session)
        crm.ecrm("followup", "add", "--address", ADDRESS, "--title", "Ask first", "--due", "+2d")
        crm.wait_text("crm-task-question", "^Which task list", SECS)
        lists = [found.name for found in crm.find_all("crm-task-question-list")]
        assert "Personal: On this computer: nobody else sees them" in lists, lists
        assert SHARED in lists, lists
        assert len(lists) == 3 and lists[-1].startswith("No list: "), lists
        assert not team.server.names("team/tasks") and task_bus.tasks(crm.session) == before
        crm.reveal("crm-task-question-list")
        bench.picture("question")
    with bench.step("the answer is kept, the task is made, and it is not asked again"):
        team.choose()
        crm.wait_gone("crm-task-question", SECS)
        team.wait(lambda: team.server.find("team/tasks", "Ask first"), "the task on the server")
        assert crm.sql("SELECT value FROM setting WHERE name = 'task_list'") == [(team.uid,)]
        assert task_bus.tasks(crm.session) == before
        (record,) = crm.sql("SELECT id FROM follow_up WHERE title = 'Ask first'")[0]
        team.set(record, "status=done")
        crm.wait_gone(f"crm-follow-up-{record}", SECS)


def share(bench, team):
    with bench.step("a follow-up is a task on the server, with nothing hidden in it"):
        record, name = team.add("Send the drawings")
        assert "\nX-" not in team.text(name), team.text(name)
    with bench.step("bob edits the title, alice the note before she knows: both stay"):
        team.bob(name, "SUMMARY:Send the drawings", "SUMMARY:Send all drawings\nLOCATION:Hall 3")
        team.set(record, "note=by post")
        team.wait(lambda: "DESCRIPTION:by post" in team.text(name), "the note on the server")
        text = team.text(name)
        assert "SUMMARY:Send all drawings\n" in text and "LOCATION:Hall 3\n" in text, text
        team.wait(lambda: team.field(record, "title") == "Send all drawings", "bob's title")
    with bench.step("both edit the title: bob's is shown, alice's is kept and told"):
        team.bob(name, "SUMMARY:Send all drawings", "SUMMARY:Mail them")
        team.set(record, "title=Fax them")
        team.wait(lambda: team.order(record)[1] == "conflict", "a conflict")
        assert "Fax them" in team.order(record)[2], team.order(record)
        assert team.field(record, "title") == "Mail them"
        assert "SUMMARY:Mail them\n" in team.text(name)
    settle(bench, team, record, name)
    with bench.step("the server is away during an edit: it is written when the server is back"):
        team.server.gate.close()
        team.set(record, "note=by train")
        assert "by train" not in team.text(name)
        team.server.gate.open()
        team.wait(lambda: "DESCRIPTION:by train" in team.text(name), "the note on the server")
    with bench.step("bob ticks it off"):
        team.bob(name, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED\nCOMPLETED:20260105T090000Z")
        team.refresh()
        team.wait(lambda: team.field(record, "status") == "done", "done")
    with bench.step("bob deletes another one: it is dropped, and the history has it"):
        record, name = team.add("Call the harbour")
        team.server.delete("bob", name)
        # Without this the list would be as it was before alice's task came, and EDS, which compares
        # the list's tag with the one of its last look, would see no change.
        team.server.put("bob", "team/tasks/own.ics", OWN.replace("\n", "\r\n"))
        team.refresh()
        team.wait(lambda: team.field(record, "status") == "dropped", "dropped")
    adopt(bench, team)
    with bench.step("Evolution quits with 0 and without complaints"):
        team.crm.quit()


def offline(bench):
    """An edit that EDS keeps for a server that is away, and drops when somebody was faster."""
    try:
        with radicale.Radicale() as dav:
            team = Team(bench, dav)
            with bench.crm(team.home) as crm:
                team.crm = crm
                crm.set_up()
                record, name = prepare(bench, team)
                # A data server that starts while the server is away keeps what is written for later.
                dav.gate.close()
                task_bus.end_data_server(crm.session)
                crm.start()
                drop(bench, team, record, name)
    except dovecot.Missing as reason:
        raise Skip(str(reason)) from None


def prepare(bench, team):
    with bench.step("a follow-up on the server"):
        crm = team.crm
        crm.select("Riedmühl", ADDRESS)
        record = crm.ecrm("followup", "add", "--address", ADDRESS, "--title", "Send the drawings")["id"]
        crm.find("crm-task-question", SECS)
        team.choose()
        team.wait(lambda: team.order(record)[0] == "done", "a confirmed order")
        crm.rest()
        assert crm.session.stop() == 0
    return record, "team/tasks/" + team.server.find("team/tasks", "Send the drawings")[0]


def drop(bench, team, record, name):
    crm = team.crm
    with bench.step("changed on the train, it waits for the server"):
        crm.select("Riedmühl", ADDRESS)
        crm.wait_text(f"crm-follow-up-{record}", "Send the drawings", SECS)
        team.set(record, "title=Send them by train")
        team.wait(lambda: "train" in task_text(crm, team.uid), "the title in the list's copy")
        team.wait(lambda: team.order(record)[0] == "pending", "an order that waits")
        assert "SUMMARY:Send the drawings\n" in team.text(name)
    with bench.step("a colleague is faster: what stands there is shown, and ours comes back"):
        team.bob(name, "SUMMARY:Send the drawings", "SUMMARY:Keep the drawings")
        team.server.gate.open()
        team.refresh()
        team.wait(lambda: team.order(record)[1] == "lost", "word of the loss")
        assert team.field(record, "title") == "Keep the drawings"
        assert "SUMMARY:Keep the drawings\n" in team.text(name)
        crm.wait_text("crm-task-difference", "“Keep the drawings” there, “Send them by train” here", SECS)
        crm.reveal("crm-task-keep-mine")
        bench.picture("lost")
    with bench.step("keep mine: this time it gets to the server"):
        crm.press("crm-task-keep-mine")
        team.wait(lambda: "SUMMARY:Send them by train\n" in team.text(name), "it on the server")
        crm.wait_gone("crm-task-difference", SECS)
        team.wait(lambda: team.order(record)[0] == "done", "a settled order")
    with bench.step("Evolution quits with 0 and without complaints"):
        crm.quit()


def task_text(crm, uid):
    """All tasks of a list, as EDS has them now."""
    return "\n".join(task_bus.tasks(crm.session, uid).values())


def many(bench):
    """Of very many follow-ups of one person those due first are shown, and more when asked for."""
    home = bench.demo_home()
    path = home.path / "demo" / "pipeline.json"
    pipeline = json.loads(path.read_text(encoding="utf-8"))
    sample = next(f for f in pipeline["followups"] if f.get("person") == "jonas" and not f.get("done"))
    for n in range(300):
        due = datetime.date(2030, 1, 1) + datetime.timedelta(days=n * 7 % 300)
        pipeline["followups"].append(sample | {"id": f"many-{n}", "title": f"Later {n}", "due_date": str(due)})
    path.write_text(json.dumps(pipeline), encoding="utf-8")

    def rows(crm):
        """Also of those that one has to scroll to."""
        where = {"root": crm.sidebar(), "everywhere": True, "showing": False}
        boxes = crm.driver.find_all(role="check box", **where)
        return [box.name for box in boxes if box.is_("visible") and (box.id or "").startswith("crm-follow-up-")]

    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", path)
        with bench.step("the ten due first are shown"):
            crm.select("Riedmühl", ADDRESS)
            crm.reveal("crm-follow-ups-more")
            crm.driver.wait_until(lambda: len(rows(crm)) == 10, what=f"ten rows instead of {len(rows(crm))}")
            assert not any("Later 257," in row for row in rows(crm)), rows(crm)
            bench.picture("first")
        with bench.step("more come when they are asked for, by the keyboard, too"):
            crm.focus("crm-follow-ups-more")
            crm.driver.key("space")
            crm.driver.wait_until(lambda: len(rows(crm)) == 50, what="fifty rows")
            bench.picture("more")
        with bench.step("ticking one off brings the next"):
            (first,) = crm.sql("SELECT id FROM follow_up WHERE title = 'Later 0'")[0]
            crm.reveal(f"crm-follow-up-{first}")
            crm.find(f"crm-follow-up-{first}").click()
            crm.driver.wait_until(
                lambda: crm.sql("SELECT status FROM follow_up WHERE id = ?", first) == [("done",)], what="it done"
            )
            crm.driver.wait_until(lambda: len(rows(crm)) == 50, what="fifty rows again")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"many": (many, 75), "sidebar": (sidebar, 90), "server": (server, 90), "offline": (offline, 90)})
