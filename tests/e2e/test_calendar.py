#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Meetings of Evolution's calendar in the mail sidebar, and who takes part in them beside the calendar."""

import datetime
import re

import calendar_bus
from support import DEMO_IDENTITY, SIDEBAR_KEY, main

ADDRESS = "jonas.riedmuehl@falkenrath.example"
DEAL = "Flow meters for bottling line 3"
SECS = 5.0  # how soon the sidebar must show what another program wrote into the calendar
EVENT = """\
BEGIN:VEVENT
UID:e2e-lunch@tarnbeck.example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:{day}
DTEND;VALUE=DATE:{end}
SUMMARY:Open day
ORGANIZER:mailto:{me}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{me}
ATTENDEE;PARTSTAT=NEEDS-ACTION;X-NUM-GUESTS=0:mailto:{address}
END:VEVENT
"""


def today():
    """As Evolution has it: the sessions of the tests are in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date()


def make_event():
    day = today() + datetime.timedelta(days=1)
    end = day + datetime.timedelta(days=1)
    event = EVENT.format(
        day=day.strftime("%Y%m%d"), end=end.strftime("%Y%m%d"), me=DEMO_IDENTITY[1], address=ADDRESS
    )
    return event.replace("\n", "\r\n")


TODAY = """\
BEGIN:VEVENT
UID:e2e-today@tarnbeck.example
DTSTAMP:20260101T000000Z
DTSTART:{day}T100000
DTEND:{day}T120000
SUMMARY:Round table
ORGANIZER:mailto:{me}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{me}
ATTENDEE;PARTSTAT=ACCEPTED;CN=Petra Zollbrecht:mailto:petra.zollbrecht@falkenrath.example
ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Jonas:mailto:{address}
ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room1@tarnbeck.example
END:VEVENT
"""


# By summary: who asked for it, and when it is. All are on today's page, on weekends too, and each is
# of somebody else than the one before, so that one can see when the sidebar has followed.
OTHERS = {
    "Daily call": (ADDRESS, "DTSTART:{first}T130000\nDTEND:{first}T140000\nRRULE:FREQ=DAILY;COUNT=14\n"),
    "Trade fair": ("petra.zollbrecht@falkenrath.example", "DTSTART;VALUE=DATE:{day}\nDTEND;VALUE=DATE:{next}\n"),
    "Price talk": ("lena.unbekannt@falkenrath.example", "DTSTART:{day}T150000\nDTEND:{day}T160000\n"),
}
OTHER = """\
BEGIN:VEVENT
UID:e2e-{number}@tarnbeck.example
DTSTAMP:20260101T000000Z
SUMMARY:{summary}
{when}ORGANIZER:mailto:{organizer}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{organizer}
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Nia:mailto:{me}
END:VEVENT
"""


def make_today():
    day = today().strftime("%Y%m%d")
    return TODAY.format(day=day, me=DEMO_IDENTITY[1], address=ADDRESS).replace("\n", "\r\n")


def make_others():
    """A recurring, an all-day and a plain invitation, none of them accepted."""
    now = today()
    days = {"first": -7, "day": 0, "next": 1}
    days = {name: (now + datetime.timedelta(days=n)).strftime("%Y%m%d") for name, n in days.items()}
    for number, (summary, (organizer, when)) in enumerate(OTHERS.items()):
        text = OTHER.format(
            number=number, summary=summary, when=when.format(**days), organizer=organizer, me=DEMO_IDENTITY[1]
        )
        yield text.replace("\n", "\r\n")


def click(crm, node):
    """Clicks into the middle of what has no action."""

    def middle(accessible):
        box = accessible.get_extents(0)  # of the screen
        return box.x + box.width // 2, box.y + box.height // 2

    x, y = node._ask(middle)
    crm.session.run(["xdotool", "mousemove", str(x), str(y), "click", "1"])


def count_events(crm):
    return crm.sql("SELECT count(*) FROM event", file="index.db")[0][0]


def sidebar(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        with bench.step("nothing is read of the calendar before Start"):
            crm.find("crm-setup-start")
            assert count_events(crm) == 0
        with bench.step("the next meeting with somebody stands in the sidebar"):
            crm.set_up()
            crm.select("Riedmühl", ADDRESS)
            crm.wait_text("crm-person-next-meeting", r"^Next meeting: .*, \d\d:\d\d, Falkenrath: delivery")
        with bench.step("meetings stand in the history, and whether they were held"):
            crm.wait_history(r"^Meeting: Falkenrath: delivery and terms.* · planned$")
            bench.picture("sidebar")
            # The demo's latest letter of hers has left the Inbox on a Tuesday: an old one never moves.
            crm.open_folder("Customers")
            crm.select("Okaforde")
            crm.wait_history(r"^Meeting: Cedar Hollow: failed nodes, triage, .* · held$")
            crm.wait_gone("crm-person-next-meeting")
            crm.open_folder("Inbox")
            crm.select("Riedmühl", ADDRESS)
        with bench.step("the command line says the same"):
            items = crm.ecrm("timeline", "--address", ADDRESS)["items"]
            meetings = [item for item in items if item["kind"] == "meeting"]
            assert [item["state"] for item in meetings] == ["planned", "held"], meetings
            assert {item["reason"] for item in meetings} == {"address"}
        event = calendar_bus.add_event(crm.session, make_event())
        before = calendar_bus.read_event(crm.session, event)
        with bench.step(f"what another program enters is shown within {SECS:.0f} s"):
            crm.wait_text("crm-person-next-meeting", "^Next meeting: tomorrow, Open day$", SECS)
            crm.wait_history("^Meeting: Open day, tomorrow · planned$", timeout=SECS)
            bench.picture("new")
        with bench.step("and the calendar's event is as it was"):
            assert calendar_bus.read_event(crm.session, event) == before
        with bench.step("what is removed goes away"):
            calendar_bus.remove_event(crm.session, event)
            crm.wait_history("Open day", present=False, timeout=SECS)
            crm.wait_text("crm-person-next-meeting", "Falkenrath: delivery")
        with bench.step("meetings are known at once after a restart"):
            n_events = count_events(crm)
            crm.restart()
            crm.select("Riedmühl", ADDRESS)
            crm.wait_text("crm-person-next-meeting", "Falkenrath: delivery")
            assert count_events(crm) == n_events, f"{count_events(crm)} instead of {n_events}"
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def choose_event(crm, summary):
    click(crm, crm.driver.find(re.compile(summary), role="Calendar Event", everywhere=True))
    organizer = OTHERS[summary][0]
    crm.wait_text("crm-person-address", f"^{re.escape(organizer)}$")


def select_others(bench, crm):
    """Invitations to which the user has not answered are shown as any other, and can be filed."""
    for number, summary in enumerate(OTHERS):
        with bench.step(f"an invitation without an answer shows who asked: {summary}"):
            choose_event(crm, summary)
            crm.wait_text("crm-proposal", DEAL)
            bench.picture(f"invited-{number}")
    with bench.step("of one that recurs, the occurrence that was clicked is filed, and no other"):
        choose_event(crm, "Daily call")
        crm.wait_text("crm-proposal", DEAL)
        crm.driver.key("ctrl+alt+g")
        crm.wait_text("crm-filed-under", DEAL)
        ((uid, recurrence),) = crm.sql("SELECT uid, recurrence_id FROM meeting")
        begin = f"{today():%Y%m%d}T130000Z"
        assert (uid, recurrence) == ("e2e-0@tarnbeck.example", begin), (uid, recurrence)
        choose_event(crm, "Trade fair")
        crm.wait_text("crm-proposal", DEAL)
        assert not crm.is_shown("crm-filed-under")


def events(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("load", home.path / "demo" / "pipeline.json")
        for event in (make_today(), *make_others()):
            calendar_bus.add_event(crm.session, event)
        with bench.step("the calendar has a sidebar of its own"):
            crm.driver.key("ctrl+3")
            crm.wait_text("crm-status", "^Select an event")
        with bench.step("it shows who takes part in the selected event, without oneself and rooms"):
            # On a Monday there is another one.
            round_table = re.compile("Round table")
            click(crm, crm.driver.find(round_table, role="Calendar Event", everywhere=True))
            crm.wait_text("crm-person-address", "^petra.zollbrecht@falkenrath.example$")
            people = crm.find("crm-people")
            items = crm.driver.find_all(role="menu item", root=people, showing=False, everywhere=True)
            names = [node.name for node in items]
            assert names == ["Petra Zollbrecht", "Jonas"], names
            bench.picture("event")
        select_others(bench, crm)
        with bench.step("a key hides it and shows it"):
            crm.driver.key(SIDEBAR_KEY)
            crm.driver.wait_until(lambda: not crm.driver.find_all(id="crm-sidebar"), what="no sidebar")
            crm.driver.key(SIDEBAR_KEY)
            crm.sidebar()
        with bench.step("the mail's sidebar has kept its own"):
            crm.driver.key("ctrl+1")
            crm.select("Riedmühl", ADDRESS)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"sidebar": (sidebar, 90), "events": (events, 75)})
