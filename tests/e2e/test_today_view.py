#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Today in Evolution's own switcher, and the ways between Evolution and the workspace: each starts the other,
and what changes in one shows in the other."""

import contextlib
import datetime
import pathlib
import re
import shlex
import time

import calendar_bus
from driver import Driver
from support import DEMO_IDENTITY, UNDO_KEY, evolution_books, main
from workspace import Work
from workspace_session import BUS_NAME, Workspace

VIEW_KEY = "ctrl+6"
MAIL_KEY = "ctrl+1"
FOLLOW_UP = "Call Jonas about the delivery date"
DEAL = "Flow meters for bottling line 3"
PERSON = "jonas.riedmuehl@falkenrath.example"


class View:
    """What is shown of the view."""

    def __init__(self, crm):
        self.crm = crm
        self.driver = crm.driver

    def show(self) -> None:
        self.driver.key(VIEW_KEY)
        self.driver.find(id="crm-today")

    def find_all(self, id, match=None) -> list:
        found = self.driver.find_all(id=id, everywhere=True)
        return [node for node in found if match is None or re.search(match, node.name)]

    def find(self, id, match=None):
        return self.driver.wait_until(lambda: (self.find_all(id, match) or [None])[0], what=f"{id} {match}")

    def line(self, beginning: str):
        return self.find("crm-today-line", "^" + re.escape(beginning))

    def press(self, id, name) -> None:
        self.find(id, f"^{re.escape(name)}$").click()

    def wait_gone(self, id, match=None) -> None:
        self.driver.wait_until(lambda: not self.find_all(id, match), what=f"no {id} {match}")

    def wait_text(self, id, pattern) -> str:
        def look():
            texts = [node.text for node in self.find_all(id)]
            return next((text for text in texts if re.search(pattern, text)), None)

        return self.driver.wait_until(look, what=f"{id} to say {pattern!r}")

    def focus(self, id, match) -> None:
        """Gives it the keyboard; once more where the line was made anew meanwhile."""

        def take():
            node = (self.find_all(id, match) or [None])[0]
            if node is not None and not node.is_("focused"):
                node.focus()
            return node is not None and node.is_("focused")

        self.driver.wait_until(take, what=f"the focus on {id} {match!r}")

    def wait_focus(self, id, match) -> None:
        def has_it():
            return any(node.is_("focused") for node in self.find_all(id, match))

        self.driver.wait_until(has_it, what=f"the focus on {id} {match!r}")


def load_demo(crm) -> None:
    crm.ecrm("load", crm.session.home.path / "demo" / "pipeline.json")


def status_of(crm, title=FOLLOW_UP):
    return crm.sql("SELECT status FROM follow_up WHERE title = ?", title)


def view(bench):
    """Every line acts where it stands, by mouse and by keys."""
    with bench.crm(bench.demo_home()) as crm:
        today = View(crm)
        with bench.step("before Start the view asks what may be captured"):
            today.show()
            today.find("crm-setup-start").click()
            crm.driver.key(MAIL_KEY)
            crm.wait_for_index()
            load_demo(crm)
        with bench.step("among the views it has a name, and a key leads to the day's work"):
            # Evolution's switcher itself tells accessibility tools nothing of its buttons.
            crm.driver.find("CRM", everywhere=True, showing=False, match=is_menu_item)
            today.show()
            line = today.line(f"{FOLLOW_UP}, ")
            assert "Jonas Riedmühl" in line.name and line.is_("focusable"), line.name
            bench.picture("view")
        with bench.step("sections have their counts, beside the list as well"):
            heading = today.find("crm-today-heading", "^Follow-ups")
            count = int(re.search(r"\((\d+)\)$", heading.text)[1])
            assert count == len(today.find("crm-today-list", "^Follow-ups$").children)
            assert today.find("crm-today-entry", "^Follow-ups").name == heading.text
        with bench.step("a follow-up is done by keys, and the focus goes to the next line"):
            today.focus("crm-today-line", f"^{FOLLOW_UP}")
            today.focus("crm-today-done", f"^Done: {FOLLOW_UP}$")
            crm.driver.key("space")
            today.wait_gone("crm-today-line", f"^{FOLLOW_UP}")
            assert status_of(crm) == [("done",)]
            today.wait_focus("crm-today-line", ".")
            today.find("crm-today-heading", rf"^Follow-ups \({count - 1}\)$")
            bench.picture("done")
        with bench.step("Undo in the toast takes it back"):
            today.find("crm-undo").click()
            today.line(f"{FOLLOW_UP}, ")
            assert status_of(crm) == [("open",)]
        with bench.step("a follow-up is put off by its menu"):
            today.press("crm-today-snooze", f"Put off: {FOLLOW_UP}")
            choose_first(crm)
            today.wait_gone("crm-today-line", f"^{FOLLOW_UP}")
        with bench.step("the View menu's key undoes that"):
            crm.driver.key(UNDO_KEY)
            today.line(f"{FOLLOW_UP}, ")
        with bench.step("what another program writes is shown"):
            crm.ecrm("followup", "add", "--title", "Ring the harbour office", "--due", "today", "--deal", DEAL)
            today.line("Ring the harbour office, ")
        with bench.step("a letter opens in a window of its own"):
            before = count_windows(crm.session)
            letters = today.find("crm-today-list", "^Waiting for Your Answer$")
            open_first(crm, letters)
            crm.driver.wait_until(lambda: count_windows(crm.session) > before, what="a window with the letter")
            bench.picture("letter")
            crm.driver.key_until("ctrl+w", lambda: count_windows(crm.session) == before, "that window to go")
        with bench.step("without the workspace a deal says what is missing"):
            go_to(crm, today, f"{FOLLOW_UP}, ")
            today.wait_text("crm-toast", "evolution-crm")
            bench.picture("not-installed")
        with bench.step("Ctrl+F and the search menu do nothing where there is nothing to search"):
            crm.driver.key("ctrl+f")
            crm.driver.key("ctrl+shift+q")
        with bench.step("the other views have their searches and menus again"):
            crm.driver.key(MAIL_KEY)
            today.wait_gone("crm-today")
            crm.driver.key("ctrl+f")
            crm.driver.find(role="tree table")
            today.show()
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def is_menu_item(accessible) -> bool:
    return "menu item" in accessible.get_role_name()


def choose_first(crm) -> None:
    """Chooses what comes first in a menu that has just opened, by keys."""
    crm.driver.find(re.compile("Working Day"), everywhere=True)
    crm.driver.key("Return")


def open_first(crm, list_node) -> None:
    """Opens the first line of a list by keys."""
    first = list_node.children[0]
    first.focus()
    crm.driver.wait_until(lambda: first.is_("focused"), what=f"the focus on {first.name}")
    crm.driver.key("Return")


EVENT = """\
BEGIN:VEVENT
UID:e2e-today-view@tarnbeck.example
DTSTAMP:20260101T000000Z
DTSTART:{day}T120000Z
DTEND:{day}T130000Z
SUMMARY:Round table
ORGANIZER:mailto:{me}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{me}
ATTENDEE;PARTSTAT=ACCEPTED;CN=Jonas:mailto:{other}
END:VEVENT
"""
CARD = f"""BEGIN:VCARD
VERSION:3.0
UID:people-1
FN:Jonas Riedmühl
N:Riedmühl;Jonas;;;
EMAIL;TYPE=WORK:{PERSON}
END:VCARD
"""


def add_meeting(crm) -> None:
    day = datetime.date.today().strftime("%Y%m%d")
    event = EVENT.format(day=day, me=DEMO_IDENTITY[1], other=PERSON)
    calendar_bus.add_event(crm.session, event.replace("\n", "\r\n"))


def start(bench):
    """An Evolution that starts in the view, with our module and without."""
    with bench.crm(bench.demo_home(), start=False, arguments=("--component=crm",)) as crm:
        crm.start()
        today = View(crm)
        with bench.step("Evolution starts in the view, with no other one before it"):
            today.find("crm-setup-start").click()
            load_demo(crm)
            today.line(f"{FOLLOW_UP}, ")
        with bench.step("after a restart it comes up with the view that was shown last"):
            crm.session.arguments.clear()
            crm.restart()
            today.line(f"{FOLLOW_UP}, ")
        with bench.step("it quits with 0 and without complaints"):
            crm.quit()
        with bench.step("without the module Evolution shows its mail instead"):
            crm.session.module = None
            crm.session.fatal_criticals = False  # it tells us that it does not know the view
            crm.session.start()
            crm.driver.find(role="tree table")
            bench.picture("gone")
            assert crm.session.stop() == 0


def places(bench):
    """People and meetings open in Evolution's own editors, meetings also when another program asks for it."""
    # GTK's complaint about tabs that go away, see HARMLESS, must not end Evolution: the log is read.
    with bench.crm(bench.demo_home(), env={"G_DEBUG": ""}) as crm:
        evolution_books.add_contacts(crm.session, [CARD])
        add_meeting(crm)
        crm.set_up()
        today = View(crm)
        with bench.step("a person's follow-up leads to the contact"):
            crm.select("Riedmühl", PERSON)
            crm.press("crm-capture")
            crm.press("crm-capture-add")
            crm.wait_gone("crm-capture")
            person = crm.sql("SELECT id FROM person WHERE contact_uid = 'people-1'")[0][0]
            crm.ecrm("followup", "add", "--title", "Say hello", "--due", "today", "--person", person)
            today.show()
            before = count_windows(crm.session)
            go_to(crm, today, "Say hello, ")
            crm.driver.wait_until(lambda: count_windows(crm.session) > before, what="the contact's window")
            bench.picture("contact")
            crm.driver.key_until("Escape", lambda: count_windows(crm.session) == before, "that window to go")
        with bench.step("a meeting opens in Evolution's editor"):
            before = count_windows(crm.session)
            go_to(crm, today, "Round table, ")
            crm.driver.wait_until(lambda: count_windows(crm.session) > before, what="the meeting's window")
            bench.picture("meeting")
            crm.driver.key_until("Escape", lambda: count_windows(crm.session) == before, "that window to go")
        with bench.step("another program asks for it by an action of Evolution's"):
            before = count_windows(crm.session)
            crm.session.activate("crm-open-event", "<('system-calendar', 'e2e-today-view@tarnbeck.example', '')>")
            crm.driver.wait_until(lambda: count_windows(crm.session) > before, what="the meeting's window")
        with bench.step("the workspace's Today leads there, too"):
            work = Work(bench, crm.session, crm.data)
            work.start()
            work.tab_to("Round table, ")
            work.driver.key("Return")
            # The editor that is open comes to the front, or another one is opened, as this Evolution has it.
            crm.driver.wait_until(lambda: editor_is_in_front(crm), what="the meeting in front")
            work.quit()
        with bench.step("what is not there is told, and bad input does no harm"):
            crm.session.activate("crm-open-event", "<('no-calendar', 'nobody', '')>")
            today.wait_text("crm-toast", "calendar")
            crm.session.activate("crm-open-event", "<('', '', '')>")
            crm.session.activate("crm-open-event", "<('system-calendar', 'nobody', '19700101T000000Z')>")
            bench.picture("unknown")
        # Not quit(): an Evolution whose editor of events was walked through does not always heed --quit; the same
        # without our module, see test_meeting.py.
        with bench.step("Evolution has not complained"):
            assert not crm.complaints(), crm.complaints()


def go_to(crm, today, beginning: str) -> None:
    """Opens a line by keys."""
    activate_window(crm.session, crm.session.pid)
    today.focus("crm-today-line", "^" + re.escape(beginning))
    crm.driver.key("Return")


class Activated(Workspace):
    """A workspace that the bus starts: it is no process of ours."""

    def install(self, variables: dict) -> None:
        """Puts it where the bus looks, with these variables for it and for the Evolution that it starts."""
        values = variables | self._extra
        settings = " ".join(shlex.quote(f"{name}={value}") for name, value in values.items())
        path = self.session.home.path / "evolution-crm"
        path.write_text(f'#!/bin/sh\nexec env {settings} {self.program} "$@" 2>> {self.log}\n')
        path.chmod(0o755)
        folder = pathlib.Path(self.env["XDG_RUNTIME_DIR"], "dbus-1/services")
        folder.mkdir(parents=True, exist_ok=True)
        service = f"[D-BUS Service]\nName={BUS_NAME}\nExec={path} --gapplication-service\n"
        (folder / f"{BUS_NAME}.service").write_text(service)
        ask_bus(self, "org.freedesktop.DBus.ReloadConfig")

    def activate_window(self) -> None:
        """Gives it the keyboard."""
        activate_window(self, self.pid)

    @property
    def pid(self) -> int:
        method = "org.freedesktop.DBus.GetConnectionUnixProcessID"
        found = re.search(r"uint32 (\d+)", ask_bus(self, method, BUS_NAME))
        return int(found[1]) if found else 0

    @property
    def running(self) -> bool:
        return self.pid != 0

    def stop(self, timeout=10.0):
        """Quits; nobody is told the exit code of what the bus has started."""
        pid = self.pid
        self.activate("quit")
        deadline = time.monotonic() + timeout
        while pathlib.Path(f"/proc/{pid}").exists():
            assert time.monotonic() < deadline, "the workspace does not end"
            time.sleep(0.1)
        return 0


def ask_bus(session, method: str, *names: str) -> str:
    command = ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus"]
    command += ["--object-path", "/org/freedesktop/DBus", "--method", method, *names]
    return session.run(command).stdout


def has_owner(session, name: str) -> bool:
    return "true" in ask_bus(session, "org.freedesktop.DBus.NameHasOwner", name)


def stopwatch(bench, driver, condition, what: str) -> None:
    """Notes how long it takes until it is so, and how much of that is the looking itself. The limit is generous:
    both programs, their screen reader's view and other tests share the machine."""
    begin = time.monotonic()
    driver.wait_until(condition, 30, what=what)
    seconds = time.monotonic() - begin
    begin = time.monotonic()
    condition()
    bench.note(f"{what}: {seconds:.2f} s, one look at it {time.monotonic() - begin:.2f} s")


def activate_window(session, pid: int) -> None:
    command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(pid), "--name", "."]
    for window in session.run(command).stdout.split():
        session.run(["xdotool", "windowactivate", "--sync", window], timeout=10)


def count_windows(session) -> int:
    """All windows of all programs."""
    return len(session.run(["xdotool", "search", "--all", "--onlyvisible", "--name", "."]).stdout.split())


def variables_of(session) -> dict:
    """What an Evolution that others start needs to find our module."""
    wanted = session._evolution_environment()
    return {name: value for name, value in wanted.items() if session.env.get(name) != value}


def editor_is_in_front(crm) -> bool:
    return "Round table" in crm.session.run(["xdotool", "getactivewindow", "getwindowname"]).stdout


@contextlib.contextmanager
def beside_workspace(bench):
    """Evolution, and a workspace that is installed and does not run: (Crm, Work)."""
    with bench.crm(bench.demo_home()) as crm:
        work = Work(bench, crm.session, crm.data)
        work.session = Activated(crm.session, work.session.program, crm.data)
        work.session.install(variables_of(crm.session))
        work.driver = Driver(work.session)
        crm.set_up()
        load_demo(crm)
        yield crm, work


def ways(bench):
    """Evolution starts the workspace, the workspace starts Evolution, and both show what the other one does."""
    with beside_workspace(bench) as (crm, work):
        crm.select(DEAL, PERSON)
        deal = crm.sql("SELECT id FROM deal WHERE title = ?", DEAL)[0][0]
        with bench.step("Open in CRM starts a workspace that does not run, with the deal's card"):
            assert not work.session.running
            crm.press("crm-deal-open")
            crm.driver.wait_until(lambda: work.session.running, 30, what="the workspace on the bus")
            assert work.find("Amount", "text", timeout=30).text == "€48,600.00"
            bench.picture("cold-workspace")
        with bench.step("a stage chosen in Evolution's sidebar shows on the board"):
            work.close_dialog()
            work.wait_shown("Amount", "text", shown=False)
            work.go("pipeline")
            before = work.stage_of(DEAL)
            other = "Proposal" if before != "Proposal" else "Negotiation"
            crm.choose(f"crm-stage-{deal}", other)
            there = re.compile("^" + re.escape(DEAL) + f",.*{other}")
            stopwatch(bench, crm.driver, lambda: work.is_shown(there, "list item"), f"{DEAL} in {other}")
        with bench.step("a deal that the workspace moves shows in the sidebar"):
            work.session.activate_window()
            work.focus_card(DEAL)
            work.driver.key("ctrl+Right")
            work.driver.wait_until(lambda: work.stage_of(DEAL) != other, what="the move")
            moved = work.stage_of(DEAL)
            stopwatch(bench, crm.driver, lambda: crm.chosen(f"crm-stage-{deal}") == moved, f"{moved} in the sidebar")
        with bench.step("a follow-up done in Evolution's Today is done in the workspace's, and back"):
            today = View(crm)
            work.go("today")
            work.find(f"Done: {FOLLOW_UP}")
            activate_window(crm.session, crm.session.pid)
            today.show()
            today.press("crm-today-done", f"Done: {FOLLOW_UP}")
            stopwatch(bench, crm.driver, lambda: not work.is_shown(f"Done: {FOLLOW_UP}"), "the line to go")
            today.find("crm-undo").click()
            work.find(f"Done: {FOLLOW_UP}")
        with bench.step("both quit without complaints, Evolution first"):
            crm.quit()
            assert work.session.running
            work.quit()


def tab_far(work, beginning: str) -> None:
    """To a row that has many fields before it."""
    for _ in range(3):
        with contextlib.suppress(AssertionError):
            return work.tab_to(beginning)
    raise AssertionError(f"Tab does not lead to {beginning!r}")


def cold(bench):
    """A workspace alone: what it opens starts Evolution."""
    with bench.crm(bench.demo_home()) as crm:
        crm.set_up()
        load_demo(crm)
        deal = crm.sql("SELECT id FROM deal WHERE title = ?", DEAL)[0][0]
        crm.quit()
        work = Work(bench, crm.session, crm.data)
        work.session = Workspace(crm.session, work.session.program, crm.data, env=variables_of(crm.session))
        try:
            with bench.step("a message opened in the workspace starts Evolution, which shows it"):
                work.start(f"crm:deal/{deal}")
                work.find("Amount", "text")
                before = count_windows(crm.session)
                tab_far(work, f"Re: {DEAL}, ")
                work.driver.key("Return")
                # Its main window, and that of the message.
                work.driver.wait_until(lambda: count_windows(crm.session) >= before + 2, 90, what="the windows")
                bench.picture("evolution")
            with bench.step("both quit without complaints"):
                crm.session.run(["evolution", "--quit"])
                work.driver.wait_until(lambda: not has_owner(crm.session, "org.gnome.Evolution"), 30, what="its end")
                work.quit()
        finally:
            work.session.kill9()


if __name__ == "__main__":
    cases = {"view": (view, 180), "start": (start, 120), "places": (places, 180)}
    main(cases | {"ways": (ways, 240), "cold": (cold, 240)})
