#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A week with the CRM: whatever comes and goes, nothing is written that nobody asked for."""

import sys

import calendar_bus
import eds_watch
import task_bus
import test_wait
from support import TOP, Skip, evolution_home, main
from test_tasks import ADDRESS, OWN, SECS, Team

sys.path.insert(0, str(TOP / "tests" / "support"))
import dovecot  # noqa: E402
import radicale  # noqa: E402

DAYS = (1, 3, 5, 7)
OTHERS = "team/tasks/others.ics"
EVENT = """\
BEGIN:VEVENT
UID:event-{day}
DTSTAMP:20260101T000000Z
DTSTART:20260105T090000Z
DTEND:20260105T100000Z
SUMMARY:Fair {day}
END:VEVENT
"""


def week(bench):
    try:
        with radicale.Radicale() as dav:
            team = Team(bench, dav)
            for number, name in enumerate(("team/tasks/own.ics", OTHERS)):
                text = OWN.replace("bobs-own", f"bobs-{number}").replace("the plants", f"plants {number}")
                dav.put("bob", name, text.replace("\n", "\r\n"))
            team.clock = bench.scratch / "days"
            team.clock.write_text("0", encoding="ascii")
            letter = test_wait.make_letter(
                test_wait.DEMO_IDENTITY,
                (test_wait.NAME, test_wait.ADDRESS),
                test_wait.SUBJECT,
                test_wait.OFFER_ID,
                3 * 3600,
            )
            evolution_home.deliver(team.home.mail_root, letter)
            env = {
                "LD_PRELOAD": bench.build / "tests" / "e2e" / "clock-shift.so",
                "CRM_CLOCK_FILE": team.clock,
            }
            with bench.crm(team.home, start=False, env=env) as crm:
                with eds_watch.Watch(crm.session, bench.scratch / "writes") as watch:
                    team.crm = crm
                    crm.start()
                    pass_week(bench, team, watch)
    except dovecot.Missing as reason:
        raise Skip(str(reason)) from None


def pass_week(bench, team, watch):
    crm = team.crm
    with bench.step("on Monday three things are asked for"):
        crm.set_up()
        asked = ask(team)
        before = task_bus.tasks(crm.session)
    for day in DAYS:
        with bench.step(f"day {day}: a start, letters, a colleague's edits, an event"):
            pass_day(team, day, asked)
    with bench.step("a week has passed: what was due is overdue"):
        crm.select("Riedmühl", ADDRESS)
        crm.wait_text(f"crm-follow-up-{asked['record']}", "5 days overdue")
        bench.picture("overdue")
    with bench.step("what was asked for was written, and nothing else"):
        team.set(asked["record"], "title=Send the last drawings")
        team.wait(lambda: "SUMMARY:Send the last drawings\n" in team.text(asked["name"]), "the title")
        crm.quit()
        check(team, watch, asked, before)


def ask(team):
    """A follow-up, an answer that is waited for, and a task of bob's that is made a follow-up."""
    crm = team.crm
    crm.select(test_wait.SUBJECT, test_wait.ADDRESS)
    crm.press("crm-wait")
    crm.press("crm-wait-start")
    crm.find("crm-task-question", SECS)
    team.choose()
    record, name = team.add("Send the drawings")
    crm.ecrm("person", "add", "--name", "Jonas Riedmühl", "--address", ADDRESS)
    crm.driver.key("ctrl+4")
    crm.select_task("Water plants 0")
    crm.link_task("jonas")
    (adopted,) = crm.sql("SELECT id FROM follow_up WHERE task_uid = 'bobs-0'")[0]
    (waiting,) = crm.sql("SELECT id FROM follow_up WHERE kind = 'waiting'")[0]
    team.wait(lambda: team.order(waiting)[0] == "done", "the task of what is waited for")
    return {"record": record, "name": name, "adopted": adopted, "waiting": waiting}


def pass_day(team, day, asked):
    crm = team.crm
    crm.rest()
    assert crm.session.stop() == 0
    team.clock.write_text(str(day), encoding="ascii")
    for number in range(2):
        sender = (f"Stranger {number}", f"stranger{number}@elsewhere.example")
        letter = test_wait.make_letter(
            sender, test_wait.DEMO_IDENTITY, f"Offer {day}", f"{day}.{number}@elsewhere.example", 60
        )
        evolution_home.deliver(team.home.mail_root, letter)
    if day == DAYS[1]:
        test_wait.deliver_answer(crm, "answer@sorgfalt.example", 60)
    team.bob("team/tasks/own.ics", "SUMMARY:", f"SUMMARY:{day} ")
    team.bob(OTHERS, "SUMMARY:", f"SUMMARY:{day} ")
    team.bob(asked["name"], "\nSTATUS:", f"\nX-PHONE:{day}\nSTATUS:" if day > 1 else "\nLOCATION:Hall 3\nSTATUS:")
    calendar_bus.add_event(crm.session, EVENT.format(day=day))
    crm.start()
    crm.driver.key(("ctrl+2", "ctrl+3", "ctrl+4")[day % 3])
    team.refresh()
    team.wait(lambda: str(day) in team.field(asked["adopted"], "title"), "bob's title")
    for letter in ("0", "1"):
        where = f"stranger{letter}@elsewhere.example"
        count = "SELECT n_letters FROM address WHERE address = ?"
        wanted = [(DAYS.index(day) + 1,)]
        team.wait(lambda: crm.sql(count, where, file="index.db") == wanted, "the letters")
    if day >= DAYS[1]:
        team.wait(lambda: team.field(asked["waiting"], "status") == "done", "the answer")
    crm.driver.key("ctrl+1")


def check(team, watch, asked, before):
    crm = team.crm
    calls = watch.calls()
    ours = [call for call in calls if call.program == "evolution"]
    heard = {call.member for call in calls if call.program != "evolution"}
    assert "CreateObjects" in heard, f"not even our own tests were heard: {calls}"
    orders = dict(crm.sql("SELECT follow_up, contact_uid FROM outbox"))
    new, waiting = orders[asked["record"]], orders[asked["waiting"]]
    expected = {
        ("CreateObjects", new): 1,
        ("CreateObjects", waiting): 1,
        ("ModifyObjects", waiting): 1,  # the answer has come
        ("ModifyObjects", new): 1,  # the last title
    }
    found = {}
    for call in ours:
        for uid in call.uids:
            found[call.member, uid] = found.get((call.member, uid), 0) + 1
    assert found == expected, f"{found} instead of {expected}"
    assert task_bus.tasks(crm.session) == before
    assert "7 5 3 1 Water plants 0" in team.text("team/tasks/own.ics")
    assert "7 5 3 1 Water plants 1" in team.text(OTHERS)
    assert "X-PHONE:7" in team.text(asked["name"]) and "LOCATION:Hall 3" in team.text(asked["name"])


if __name__ == "__main__":
    main({"week": (week, 120)})
