#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Meeting sheets come out of GTK's own print dialog, one or a day's set; a meeting with nobody else is filed
by hand; minutes that were refused are not lost."""

import datetime
import pathlib
import re
import time
import zlib

import calendar_bus
from driver import NotFound
from support import main
from test_calendar import click
from test_keys import choose_from_view_menu
from test_meeting import ADDRESS, DEAL, make_daily, show_calendar

ALONE = """\
BEGIN:VEVENT
UID:e2e-alone@tarnbeck.example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:{day}
SUMMARY:Write the offer
END:VEVENT
"""


def make_alone():
    return ALONE.format(day=datetime.date.today().strftime("%Y%m%d")).replace("\n", "\r\n")


def choose_event(crm, summary, until=None):
    """The one of today, where it recurs. Evolution loses a click that comes while it draws its events anew: where it
    is known what is to come of it, it is clicked again."""

    def is_it(accessible):
        return summary in (accessible.get_name() or "")

    click(crm, crm.driver.find(role="Calendar Event", match=is_it, everywhere=True))
    if until is None:
        return
    try:
        crm.driver.wait_until(until, 8)
    except NotFound:
        click(crm, crm.driver.find(role="Calendar Event", match=is_it, everywhere=True))
        crm.driver.wait_until(until, what=f"what comes of choosing {summary}")


def count_pages(pdf: bytes) -> int:
    """Also of files whose objects are packed, as newer versions of cairo write them."""
    text = pdf
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        try:
            text += zlib.decompressobj().decompress(match.group(1))
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", text))


def is_dialog_there(crm):
    return crm.session.run(["xdotool", "search", "--name", "^Print$"]).returncode == 0


def print_to(crm, home):
    """Prints into a file by the keyboard; returns what is in it. AT-SPI is left alone meanwhile: GTK
    complains when it is asked about tabs of the dialog that are going away."""
    path = home.path / "Tasting.pdf"  # as the dialog proposes it
    path.unlink(missing_ok=True)
    crm.driver.wait_until(lambda: is_dialog_there(crm), what="the print dialog")
    time.sleep(1)  # the printers come in a moment later
    crm.driver.key("Down")
    time.sleep(1)
    crm.bench.picture("dialog")
    crm.driver.key("alt+p")

    def is_whole():
        return path.exists() and path.read_bytes().rstrip().endswith(b"%%EOF")

    crm.driver.wait_until(is_whole, what="the printed file")
    crm.driver.wait_until(lambda: not is_dialog_there(crm), what="the dialog to go")
    return path.read_bytes()


def forget_previewer(home):
    """As where GTK's own program for previews is not installed."""
    folder = home.path / ".config" / "gtk-3.0"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.ini").write_text("[Settings]\ngtk-print-preview-command=no-such-viewer %f\n")


def preview(crm):
    """Presses Preview in the dialog; returns the PDF that a viewer is shown, or None where there is no viewer."""
    crm.driver.wait_until(lambda: is_dialog_there(crm), what="the print dialog")
    time.sleep(1)  # the printers come in a moment later
    crm.driver.key("alt+v")
    crm.driver.wait_until(lambda: not is_dialog_there(crm), what="the dialog to go")
    time.sleep(1)  # GTK complains when it is asked about tabs that are going away

    def outcome():
        if "no program that shows the preview" in (crm.text("crm-toast") or ""):
            return [None]
        runtime = pathlib.Path(crm.session.env["XDG_RUNTIME_DIR"])
        return [path.read_bytes() for path in runtime.glob("meeting-sheet-*.pdf")]

    return crm.driver.wait_until(outcome, what="a preview, or word that there is none")[0]


def prints(bench):
    home = bench.demo_home()
    forget_previewer(home)
    # GTK's complaint about tabs that go away must not end Evolution: quit() reads the log.
    with bench.crm(home, env={"G_DEBUG": ""}) as crm:
        crm.set_up()
        crm.ecrm("account", "add", "--name", "Brauhaus Falkenrath", "--domain", "falkenrath.example")
        crm.ecrm("deal", "add", "--title", DEAL, "--account", "Brauhaus Falkenrath")
        calendar_bus.add_event(crm.session, make_daily())
        show_calendar(crm)
        with bench.step("a meeting's sheet is printed from the sidebar"):
            choose_event(crm, "Tasting")
            crm.wait_text("crm-person-address", f"^{ADDRESS}$")
            crm.reveal("crm-print-sheet")
            bench.picture("button")
            crm.press("crm-print-sheet")
            pdf = print_to(crm, home)
            assert pdf.startswith(b"%PDF") and count_pages(pdf) == 1, count_pages(pdf)
        with bench.step("a preview opens, or it is said that nothing can show it"):
            crm.press("crm-print-sheet")
            shown = preview(crm)
            bench.picture("preview")
            assert shown is None or count_pages(shown) == 1
        with bench.step("the day's sheets come in one go, with the meetings of the whole day"):
            other = make_daily().replace("Tasting", "Second").replace("e2e-daily", "e2e-second")
            calendar_bus.add_event(crm.session, other)
            crm.driver.wait_until(
                lambda: crm.sql("SELECT count(DISTINCT uid) FROM event WHERE uid LIKE 'e2e-%'", file="index.db")
                == [(2,)],
                what="both events in the mirror",
            )
            choose_event(crm, "Tasting")
            choose_from_view_menu(crm, "Print the Day’s Sheets…")
            pdf = print_to(crm, home)
            day = crm.ecrm("meeting", "sheet", "--day", "today")["sheets"]
            assert count_pages(pdf) == len(day) >= 2, (count_pages(pdf), len(day))
        with bench.step("Evolution quits with 0, and only GTK has complained, of no printing service"):
            crm.rest()
            assert crm.session.stop() == 0
            complaints = [line for line in crm.complaints() if "D-Bus system bus" not in line]
            assert not complaints, complaints


def alone(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        deal = crm.ecrm("deal", "add", "--title", DEAL)["id"]
        calendar_bus.add_event(crm.session, make_alone())
        show_calendar(crm)
        with bench.step("a meeting with nobody else has its sidebar"):
            choose_event(crm, "Write the offer")
            crm.wait_text("crm-person-kind", "^Nobody but you")
            assert not crm.is_shown("crm-history-row") and not crm.is_shown("crm-note-entry")
            bench.picture("alone")
        with bench.step("and is filed by hand"):
            crm.focus("crm-file-elsewhere")
            crm.driver.key("space")
            crm.driver.find(name=DEAL, role="menu item", everywhere=True).click()
            crm.wait_text("crm-filed-under", DEAL)
            assert crm.sql("SELECT deal FROM meeting_link") == [(deal,)]
            items = crm.ecrm("timeline", "--deal", deal)["items"]
            assert [i["subject"] for i in items if i["kind"] == "meeting"] == ["Write the offer"], items
            bench.picture("filed")
        with bench.step("and a key takes it back"):
            crm.driver.key("ctrl+alt+u")
            crm.wait_gone("crm-filed-under")
            assert crm.sql("SELECT count(*) FROM meeting_link") == [(0,)]
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def refused(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        calendar_bus.add_event(crm.session, make_daily())
        calendar_bus.add_event(crm.session, make_alone())
        show_calendar(crm)
        choose_event(crm, "Tasting")
        crm.wait_text("crm-person-address", f"^{ADDRESS}$")

        def write_beside(text):
            """Another program, while somebody is typing."""
            ((record, _),) = crm.sql("SELECT id, uid FROM meeting")
            crm.ecrm("meeting", "minutes", record, text)

        def stored():
            return crm.sql("SELECT outcome_note FROM meeting")[0][0]

        def clash(mine, theirs):
            crm.focus("crm-minutes")
            crm.driver.key("ctrl+a")
            crm.driver.type(mine)
            write_beside(theirs)
            crm.focus("crm-note-entry")
            crm.wait_text("crm-minutes-stored", f"^{theirs}$")

        crm.focus("crm-minutes")
        crm.driver.type("First")
        crm.focus("crm-note-entry")
        crm.driver.wait_until(lambda: stored() == "First", what="the first minutes")
        with bench.step("what somebody else wrote meanwhile stands beside what was typed"):
            clash("Mine", "Theirs")
            assert crm.text("crm-minutes") == "Mine" and stored() == "Theirs", crm.text("crm-minutes")
            bench.picture("refused")
        with bench.step("and both wait while another meeting is looked at"):
            choose_event(crm, "Write the offer")
            crm.wait_text("crm-person-kind", "^Nobody but you")
            assert not crm.is_shown("crm-minutes-stored")
            choose_event(crm, "Tasting", lambda: crm.is_shown("crm-minutes-stored"))
            crm.wait_text("crm-minutes-stored", "^Theirs$")
            assert crm.text("crm-minutes") == "Mine", crm.text("crm-minutes")
        with bench.step("mine takes the place of theirs when it is kept"):
            crm.press("crm-minutes-keep")
            crm.driver.wait_until(lambda: stored() == "Mine", what="mine")
            crm.wait_gone("crm-minutes-stored")
        with bench.step("or theirs is taken over"):
            clash("Again", "Others")
            crm.press("crm-minutes-take")
            crm.wait_gone("crm-minutes-stored")
            crm.wait_text("crm-minutes", "^Others$")
            crm.focus("crm-note-entry")
            assert stored() == "Others", stored()
        with bench.step("a quit in between loses nothing of what was refused"):
            clash("Still mine", "Theirs again")
            crm.restart()
            show_calendar(crm)
            choose_event(crm, "Tasting")
            crm.wait_text("crm-minutes-stored", "^Theirs again$", 30)
            assert crm.text("crm-minutes") == "Still mine", crm.text("crm-minutes")
            bench.picture("restarted")
            crm.press("crm-minutes-keep")
            crm.driver.wait_until(lambda: stored() == "Still mine", what="mine")
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


if __name__ == "__main__":
    main({"prints": (prints, 120), "alone": (alone, 75), "refused": (refused, 90)})
