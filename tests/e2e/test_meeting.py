#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A meeting is filed under a deal, gets its outcome and minutes, and nothing of it reaches the calendar."""

import datetime

import calendar_bus
from support import DEMO_IDENTITY, main
from test_calendar import click

ADDRESS = "jonas.riedmuehl@falkenrath.example"
DEAL = "Malt line Wednesday"
EVENT = """\
BEGIN:VEVENT
UID:{uid}@tarnbeck.example
DTSTAMP:20260101T000000Z
DTSTART{start}
DTEND{end}
SUMMARY:{summary}
ORGANIZER:mailto:{me}
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{me}
ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Jonas:mailto:{address}
{more}END:VEVENT
"""


def make_event(uid, summary, start, end, more=""):
    text = EVENT.format(
        uid=uid, summary=summary, start=start, end=end, me=DEMO_IDENTITY[1], address=ADDRESS, more=more
    )
    return text.replace("\n", "\r\n")


def make_daily():
    """One that takes all of every day: the first that the calendar shows has begun, on weekends too."""
    first = datetime.date.today() - datetime.timedelta(days=7)
    start, end = (f";VALUE=DATE:{day:%Y%m%d}" for day in (first, first + datetime.timedelta(days=1)))
    return make_event("e2e-daily", "Tasting", start, end, "RRULE:FREQ=DAILY;COUNT=14\n")


def show_calendar(crm):
    crm.driver.key("ctrl+3")
    crm.wait_text("crm-status", "^Select an event")


def choose_event(crm, summary):
    def is_it(accessible):
        return summary in (accessible.get_name() or "")

    click(crm, crm.driver.find(role="Calendar Event", match=is_it, everywhere=True))
    crm.wait_text("crm-person-address", f"^{ADDRESS}$")


def count(crm, table):
    return crm.sql(f"SELECT count(*) FROM {table}")[0][0]


def wait_told(crm, recurrence, **expected):
    """Waits until the history says so of one occurrence."""

    def is_so():
        items = crm.ecrm("timeline", "--address", ADDRESS)["items"]
        (meeting,) = [item for item in items if item.get("recurrence") == recurrence]
        return {key: meeting[key] for key in expected} == expected

    crm.driver.wait_until(is_so, what=f"a meeting with {expected}")


def file_and_outcome(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.ecrm("account", "add", "--name", "Brauhaus Falkenrath", "--domain", "falkenrath.example")
        crm.ecrm("deal", "add", "--title", DEAL, "--account", "Brauhaus Falkenrath")
        event = calendar_bus.add_event(crm.session, make_daily())
        before = calendar_bus.read_event(crm.session, event)
        show_calendar(crm)
        with bench.step("an event proposes the deal of who takes part in it"):
            choose_event(crm, "Tasting")
            crm.wait_text("crm-proposal", DEAL)
        with bench.step("a key files it, with its summary and its occurrence"):
            crm.driver.key("ctrl+alt+g")
            crm.wait_text("crm-filed-under", DEAL)
            ((uid, recurrence, summary),) = crm.sql("SELECT uid, recurrence_id, summary FROM meeting")
            assert uid == event and summary == "Tasting", (uid, summary)
            known = crm.sql(
                "SELECT count(*) FROM event WHERE uid = ? AND recurrence_id = ?", uid, recurrence, file="index.db"
            )
            assert known == [(1,)], f"the calendar's mirror has no {recurrence}"
            bench.picture("filed")
        with bench.step("and it stands in the deal's history"):
            items = crm.ecrm("timeline", "--deal", DEAL)["items"]
            (meeting,) = [item for item in items if item["kind"] == "meeting"]
            assert (meeting["reason"], meeting["recurrence"]) == ("hand", recurrence), meeting
        with bench.step("a key takes it back"):
            crm.driver.key("ctrl+alt+u")
            crm.wait_text("crm-proposal", DEAL)
            assert count(crm, "meeting") == 0
        with bench.step("what became of it beats the calendar"):
            crm.press("crm-outcome-no-show")
            wait_told(crm, recurrence, state="no-show", minutes=None)
            crm.press("crm-outcome-held")
            wait_told(crm, recurrence, state="held", minutes=None)
        with bench.step("minutes are kept when something else is clicked"):
            crm.focus("crm-minutes")
            crm.driver.type("Two hundred litres")
            crm.focus("crm-note-entry")
            wait_told(crm, recurrence, state="held", minutes="Two hundred litres")
            bench.picture("minutes")
        with bench.step("a button files it as the key does"):
            crm.press("crm-file")
            crm.wait_text("crm-filed-under", DEAL)
        with bench.step("and the calendar's event is as it was"):
            assert calendar_bus.read_event(crm.session, event) == before
        with bench.step("what the calendar loses stays, marked as gone"):
            calendar_bus.remove_event(crm.session, event)
            crm.driver.wait_until(
                lambda: [i for i in crm.ecrm("timeline", "--deal", DEAL)["items"] if i.get("gone")],
                what="a meeting that is gone",
            )
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"filing": (file_and_outcome, 90)})
