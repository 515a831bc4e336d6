#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Follow-ups in the sidebar: edited, put off and undone by keyboard alone; the answer that is waited for ends
one by itself."""

import datetime
import email.message
import email.utils
import time

import task_bus
from support import DEMO_IDENTITY, evolution_home, main

NAME = "Odile Brandvik"
ADDRESS = "odile.brandvik@sorgfalt.example"
SUBJECT = "Quotation for the humidity loggers"
OFFER_ID = "quotation-1@tarnbeck.example"
# A letter of the demo by somebody else.
OTHER_LETTER = "Climate in display cases"
OTHER_ADDRESS = "tuulikki.ahvenlampi@lasimuseo.example"
# Two of the demo's tasks, which the CRM knows nothing of.
KNOWN_TASK = "Travel expenses of last month"
OTHER_TASK = "Book train and hotel for Ebernau"


def make_letter(sender, recipient, subject, number, before_secs, references=None, headers=()):
    letter = email.message.EmailMessage()
    letter["From"] = email.utils.formataddr(sender)
    letter["To"] = email.utils.formataddr(recipient)
    letter["Subject"] = subject
    letter["Date"] = email.utils.formatdate(time.time() - before_secs)
    letter["Message-ID"] = f"<{number}>"
    if references:
        letter["In-Reply-To"] = letter["References"] = f"<{references}>"
    for name, value in headers:
        letter[name] = value
    letter.set_content("Good day.\n")
    return letter


def deliver_answer(crm, number, before_secs, **options):
    subject = options.pop("subject", "Re: " + SUBJECT)
    letter = make_letter((NAME, ADDRESS), DEMO_IDENTITY, subject, number, before_secs, OFFER_ID, **options)
    evolution_home.deliver(crm.session.home.mail_root, letter)
    crm.driver.key("F12")


def follow_ups(crm):
    return crm.sql("SELECT title, due, status, priority, recurrence, remind_at FROM follow_up ORDER BY created_at")


def one(crm, what):
    found = crm.sql(f"SELECT {what} FROM follow_up")
    return found[0][0] if found else None


def wait_for(crm, what, value):
    crm.driver.wait_until(lambda: one(crm, what) == value, what=f"{what} to be {value!r}")


def today():
    return (datetime.date.today() - datetime.date(1970, 1, 1)).days


def make_home(bench):
    home = bench.demo_home()
    letter = make_letter(DEMO_IDENTITY, (NAME, ADDRESS), SUBJECT, OFFER_ID, 3 * 3600)
    evolution_home.deliver(home.mail_root, letter)
    return home


def waiting(bench):
    home = make_home(bench)
    with bench.crm(home) as crm:
        crm.set_up()
        crm.select(SUBJECT, ADDRESS)
        with bench.step("an answer is waited for with two keys' worth of thought"):
            crm.press("crm-wait")
            crm.press("crm-wait-start")
            crm.wait_gone("crm-wait")
            title = f"Answer of {NAME}: {SUBJECT}"
            wait_for(crm, "title", title)
            assert one(crm, "kind") == "waiting"
            crm.driver.wait_until(
                lambda: any("waiting for an answer" in n.name for n in rows(crm)), what="the row to say so"
            )
            bench.picture("waiting")
        with bench.step("an out-of-office letter is no answer"):
            deliver_answer(crm, "away@sorgfalt.example", 7200, headers=[("Auto-Submitted", "auto-replied")])
            indexed(crm, 2)
            time.sleep(1)  # the look at what came takes a third of it
            assert one(crm, "status") == "open"
        with bench.step("the answer ends it"):
            deliver_answer(crm, "answer@sorgfalt.example", 3600, subject="Re: Quotation for the humidity loggers (3)")
            indexed(crm, 3)
            wait_for(crm, "status", "done")
            # Not the newest: the task is confirmed meanwhile.
            assert (4,) in crm.sql("SELECT cause FROM change_set"), "the change is not the mail's"
        with bench.step("the letter says which, and that it is none is one press"):
            crm.select("(3)", ADDRESS)
            crm.wait_text("crm-answers", "This answer has come: " + title)
            bench.picture("answered")
            crm.press("crm-wait-on")
            wait_for(crm, "status", "open")
            crm.wait_gone("crm-answers")
            time.sleep(1)
            assert one(crm, "status") == "open", "it ended with the same letter once more"
        with bench.step("and can be undone"):
            crm.press("crm-undo")
            wait_for(crm, "status", "done")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def indexed(crm, n):
    def is_there():
        return crm.sql("SELECT n_letters FROM address WHERE address = ?", ADDRESS, file="index.db") == [(n,)]

    crm.driver.wait_until(is_there, 30, f"{n} letters in the index")


def rows(crm):
    return crm.driver.find_all(role="check box", root=crm.find("crm-follow-ups"), everywhere=True)


def tab_to(crm, id):
    """With the Tab key, as those do who have no mouse."""
    for _ in range(40):
        if any(node.is_("focused") for node in crm.find_all(id)):
            return
        crm.driver.key("Tab")
        time.sleep(0.05)
    raise AssertionError(f"Tab does not come to {id}")


def keyboard(bench):
    home = make_home(bench)
    with bench.crm(home) as crm:
        crm.set_up()
        crm.select(SUBJECT, ADDRESS)
        with bench.step("a title and Tomorrow are two actions"):
            crm.focus("crm-follow-up-entry")
            crm.driver.type("Send the data sheet")
            tab_to(crm, "crm-follow-up-tomorrow")
            crm.driver.key("space")
            wait_for(crm, "due", today() + 1)
        with bench.step("the form opens under the row, filled in, with the keyboard in it"):
            crm.focus("crm-follow-up-edit")
            crm.driver.key("space")
            crm.wait_text("crm-edit-title", "^Send the data sheet$")
            crm.driver.wait_until(lambda: crm.find("crm-edit-title").is_("focused"), what="the focus")
            bench.picture("editor")
        with bench.step("title, time, reminder and priority are changed in one go"):
            crm.driver.key("ctrl+a")
            crm.driver.type("Send both data sheets")
            tab_to(crm, "crm-edit-time")
            crm.driver.type("14:30")
            crm.choose("crm-edit-remind", "An hour before")
            crm.choose("crm-edit-priority", "High")
            crm.choose("crm-edit-unit", "days")
            tab_to(crm, "crm-edit-every")
            crm.driver.key("ctrl+a")
            crm.driver.type("90")
            tab_to(crm, "crm-edit-save")
            crm.driver.key("space")
            wait_for(crm, "title", "Send both data sheets")
            assert one(crm, "priority") == "high"
            assert one(crm, "recurrence") == "FREQ=DAILY;INTERVAL=90"
            assert one(crm, "due_at - remind_at") == 3600 * 1000000
            assert one(crm, "due") == today() + 1
            name = "Send both data sheets, tomorrow, 14:30, high priority · every 90 days"
            crm.driver.wait_until(lambda: [n.name for n in rows(crm)] == [name], what=name)
            bench.picture("edited")
        with bench.step("what is no day is told, and nothing is lost"):
            crm.focus("crm-follow-up-edit")
            crm.driver.key("space")
            tab_to(crm, "crm-edit-day")
            crm.driver.key("ctrl+a")
            crm.driver.type("soonish")
            crm.driver.key("Return")
            crm.wait_text("crm-toast", "Write a date such as")
            crm.wait_text("crm-edit-day", "^soonish$")
            crm.driver.key("Escape")
            crm.wait_gone("crm-edit-day")
        with bench.step("what is typed waits while another letter is read, and is nobody else's"):
            crm.focus("crm-follow-up-edit")
            crm.driver.key("space")
            crm.driver.wait_until(lambda: crm.find("crm-edit-title").is_("focused"), what="the focus")
            crm.driver.key("ctrl+a")
            crm.driver.type("Send three data sheets")
            crm.find("crm-follow-up-entry").set_text("Ask for the address")
            crm.find("crm-note-entry").set_text("Sounded in a hurry")
            crm.select(OTHER_LETTER, OTHER_ADDRESS)
            crm.driver.wait_until(lambda: crm.text("crm-note-entry") == "", what="an empty note")
            assert crm.text("crm-follow-up-entry") == "", "what was typed is somebody else's now"
            assert not crm.is_shown("crm-edit-title"), "the form is shown for somebody else"
            crm.find("crm-note-entry").set_text("Theirs")
            crm.select(SUBJECT, ADDRESS)
            crm.wait_text("crm-edit-title", "^Send three data sheets$")
            crm.wait_text("crm-note-entry", "^Sounded in a hurry$")
            crm.wait_text("crm-follow-up-entry", "^Ask for the address$")
            bench.picture("typed")
            crm.find("crm-follow-up-entry").set_text("")
            crm.press("crm-edit-save")
            wait_for(crm, "title", "Send three data sheets")
            crm.wait_gone("crm-edit-title")
            crm.press("crm-note-add")
            crm.driver.wait_until(lambda: crm.sql("SELECT count(*) FROM note") == [(1,)], what="the note")
        with bench.step("put off to next week, the reminder with it, and taken back"):
            before = one(crm, "remind_at")
            crm.focus("crm-follow-up-edit")
            crm.driver.key("space")
            tab_to(crm, "crm-snooze-week")
            crm.driver.key("space")
            wait_for(crm, "due", today() + 7)
            assert one(crm, "remind_at") > before
            crm.focus("crm-follow-up-edit")
            crm.driver.key("ctrl+z")
            wait_for(crm, "due", today() + 1)
            wait_for(crm, "remind_at", before)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def uid_of(home, title):
    """Of a task of the built-in list."""
    path = next((home.path).rglob("tasks.ics"))
    for part in path.read_text(encoding="utf-8").split("BEGIN:VTODO")[1:]:
        if f"SUMMARY:{title}" in part.replace("\r\n ", ""):
            return next(line[4:].strip() for line in part.splitlines() if line.startswith("UID:"))
    raise AssertionError(f"no task {title!r} in {path}")


def adopted(bench, crm, uid):
    """Somebody's own task, made a follow-up, and what happens to either side."""
    wait = crm.driver.wait_until

    def field(name):
        return crm.sql(f"SELECT {name} FROM follow_up WHERE task_uid = ?", uid)

    with bench.step("made one again, it follows what is done in Tasks"):
        crm.link_task("brandvik")
        task_bus.change(crm.session, uid, summary="Renamed elsewhere")
        wait(lambda: field("title") == [("Renamed elsewhere",)], what="the new title")
        record = crm.sql("SELECT id FROM follow_up WHERE task_uid = ?", uid)[0][0]
        crm.wait_text(f"crm-follow-up-{record}", "Renamed elsewhere")
        bench.picture("adopted")
    with bench.step("ticked off in the sidebar, the task is done, and undo opens it"):
        crm.press(f"crm-follow-up-{record}")
        wait(lambda: "STATUS:COMPLETED" in task_bus.tasks(crm.session)[uid], what="done")
        crm.press("crm-undo")
        wait(lambda: "STATUS:COMPLETED" not in task_bus.tasks(crm.session)[uid], what="open")
        crm.wait_text(f"crm-follow-up-{record}", "Renamed elsewhere")
    with bench.step("undo of the link lets go of the task, which stays as it is"):
        before = task_bus.tasks(crm.session)
        crm.driver.key("ctrl+alt+u")
        wait(lambda: not field("title"), what="the link taken back")
        crm.find("crm-task-link")
        assert task_bus.tasks(crm.session) == before
        assert not crm.sql("SELECT 1 FROM outbox WHERE action = 'adopt_task'")


def wait_written(crm, path):
    """The task list when the follow-up that was tied to a task has been brought to it, and to the disk: the
    data server writes a moment after it has answered."""

    def is_so():
        before = path.read_bytes()
        time.sleep(1.5)
        done = crm.sql("SELECT 1 FROM outbox WHERE action = 'change_task' AND state = 'done'")
        return before if done and path.read_bytes() == before else None

    return crm.driver.wait_until(is_so, 20, what="a task list that was written")


def tasks(bench):
    home = make_home(bench)
    path = next(home.path.rglob("tasks.ics"))
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("person", "add", "--name", NAME, "--address", ADDRESS)
        follow_up = crm.ecrm("followup", "add", "--address", ADDRESS, "--title", "Known")["id"]
        crm.ecrm("followup", "set", follow_up, "task_uid=" + uid_of(home, KNOWN_TASK))
        with bench.step("the tasks have a sidebar of their own"):
            crm.driver.key("ctrl+4")
            crm.wait_text("crm-status", "^Select a task")
        with bench.step("a task that is a follow-up shows whom it is about"):
            before = wait_written(crm, path)
            crm.select_task(KNOWN_TASK)
            crm.wait_text("crm-person-address", f"^{ADDRESS}$")
            assert not crm.is_shown("crm-task-link")
            assert not crm.is_shown("crm-filing") and not crm.is_shown("crm-wait")
            bench.picture("task")
        with bench.step("any other is made one by typing a name, and nothing is written into it"):
            crm.select_task(OTHER_TASK)
            crm.find("crm-task-link")
            assert not crm.is_shown("crm-person-address")
            crm.focus("crm-task-entry")
            crm.driver.type("brandvik")
            crm.find("crm-task-subject")
            bench.picture("link")
            crm.driver.key("Tab")
            crm.driver.key("space")
            crm.wait_text("crm-person-address", f"^{ADDRESS}$")
            crm.wait_gone("crm-task-link")
            uid = uid_of(home, OTHER_TASK)
            assert crm.sql("SELECT title FROM follow_up WHERE task_uid = ?", uid) == [(OTHER_TASK,)]
            assert path.read_bytes() == before, "the task list was written"
        with bench.step("undo takes the link back, not the task"):
            crm.press("crm-undo")
            crm.find("crm-task-link")
            assert path.read_bytes() == before, "the task list was written"
        adopted(bench, crm, uid)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"wait": (waiting, 100), "wait-keys": (keyboard, 100), "wait-tasks": (tasks, 100)})
