#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A deal in a window of its own: fields edited in place, its way through the stages, people, follow-ups, notes,
what others change meanwhile, deleting, and a new one."""

import contextlib
import pathlib
import re
import sqlite3
import time

from support import main
from workspace import box_of, open_workspace

DEAL = "Leak detection pilot, upper valley"
GONE = re.compile("^⚠ The file is no longer there")
PLACE = "Web address or path of a file"
OTHER = "Flow meters for bottling line 3"


@contextlib.contextmanager
def open_deal(bench, title=DEAL):
    """The workspace with the window of a deal, and the deal's id."""
    with open_workspace(bench, start=False) as work:
        deal = work.sql("SELECT id FROM deal WHERE title = ?", title)[0][0]
        work.start(f"crm:deal/{deal}")
        work.find("Next step", "text")
        yield work, deal


def value(work, deal, field):
    return work.sql(f"SELECT {field} FROM deal WHERE id = ?", deal)[0][0]


def wait_value(work, deal, field, expected) -> None:
    work.driver.wait_until(lambda: value(work, deal, field) == expected,
                           what=f"{field} to be {expected!r}, not {value(work, deal, field)!r}")  # fmt: skip


def focused(work) -> str:
    """The name of what has the focus, or an empty text."""
    state = work.driver.atspi.StateType.FOCUSED
    found = work.driver.find_all(None, None, everywhere=True,
                                 match=lambda a: a.get_state_set().contains(state))  # fmt: skip
    return found[-1].name if found else ""


def click(work, name: str) -> None:
    """Gives a field the focus with the mouse, for GTK takes none from accessibility tools; by keys where it
    tells other places than those the mouse knows, as 4.18 does, and where it must be scrolled to."""
    field = work.find(name, "text")
    kind = work.driver.atspi.CoordType.WINDOW
    box = field._ask(lambda a: a.get_extents(kind))
    window = work.session.run(["xdotool", "getactivewindow"]).stdout.strip()
    place = [str(box.x + box.width // 2), str(box.y + box.height // 2)]
    height = int(work.session.run(["xdotool", "getwindowgeometry", "--shell", window]).stdout
                 .split("HEIGHT=")[1].split()[0])  # fmt: skip
    if box.y + box.height < height:
        work.session.run(["xdotool", "mousemove", "--window", window, *place, "click", "1"])
        time.sleep(0.5)
    for _ in range(80):
        if field.is_("focused"):
            return
        work.driver.key("Tab")
    raise AssertionError(f"no focus on {name}, but on {focused(work)!r}")


def enter(work, name: str, text: str, key="Return") -> None:
    """Types into a field and presses the key."""
    click(work, name)
    work.driver.key("ctrl+a")
    work.driver.type(text)
    wait_text(work, name, text)
    if key:
        work.driver.key(key)


def wait_text(work, name: str, text: str, timeout=None) -> None:
    work.driver.wait_until(lambda: work.find(name, "text").text == text, timeout, what=f"{name} to show {text!r}")


def edit(bench):
    with open_deal(bench) as (work, deal):
        before = value(work, deal, "next_step")
        with bench.step("a field is saved with Enter, and the toast takes it back"):
            wait_text(work, "Amount", "£18,900.00")
            bench.picture("deal")
            enter(work, "Next step", "Call the waterworks")
            wait_value(work, deal, "next_step", "Call the waterworks")
            work.undo()
            wait_value(work, deal, "next_step", before)
            wait_text(work, "Next step", before)
        with bench.step("Escape takes back what was typed, Tab saves it and goes on"):
            enter(work, "Title", "Nonsense", "Escape")
            wait_text(work, "Title", DEAL)
            work.driver.key("End")
            work.driver.type(" and beyond")
            work.driver.key("Tab")
            wait_value(work, deal, "title", f"{DEAL} and beyond")
            work.driver.wait_until(lambda: focused(work).startswith("Account: "), what="the focus on the account")
            work.driver.key("ctrl+z")
            wait_value(work, deal, "title", DEAL)
        with bench.step("what makes no sense is told below the field, and nothing is written"):
            close = value(work, deal, "expected_close")
            enter(work, "Expected close", "some day")
            work.find(re.compile("^⚠ It takes a date"), "label")
            bench.picture("problem")
            assert value(work, deal, "expected_close") == close
            enter(work, "Expected close", "2027-03-04")
            wait_value(work, deal, "expected_close", 20881)
            wait_text(work, "Expected close", "4 Mar 2027")
        with bench.step("an amount takes its currency along"):
            enter(work, "Amount", "2,500.50 eur")
            wait_value(work, deal, "amount", 250050)
            assert value(work, deal, "currency") == "EUR"
            wait_text(work, "Amount", "€2,500.50")
        with bench.step("a currency is chosen by its name, and the number stays"):
            work.open_menu("Choose a currency: Amount")
            work.find("Search currencies")
            work.driver.type("swiss fr")
            work.find(re.compile("^CHF, Swiss Franc"), "list item")
            bench.picture("currencies")
            work.driver.key("Return")
            wait_value(work, deal, "currency", "CHF")
            assert value(work, deal, "amount") == 250050
            enter(work, "Amount", "1500 xyq")
            work.find("⚠ There is no currency “XYQ”", "label")
            work.driver.key("Escape")
        with bench.step("a click takes it to another stage"):
            work.find(re.compile("^Proposal"), "push button").click()
            work.driver.wait_until(lambda: work.stage_of(DEAL) == "Proposal", what="the stage")
            work.find(re.compile("^Proposal, less than a day, current stage"), "push button")
            bench.picture("stage")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def activities(bench):
    with open_deal(bench) as (work, deal):
        with bench.step("a note is added, and stands in the history"):
            work.find("New note", "text").set_text("They want a second offer")
            work.press("Add Note")
            work.find(re.compile("^They want a second offer"), "list item")
            assert work.sql("SELECT text FROM note WHERE deal = ?", deal) == [("They want a second offer",)]
        with bench.step("a follow-up is added with a date, and done"):
            enter(work, "New follow-up", "Send the second offer", "Tab")
            enter(work, "Due", "+3")
            work.press("Done: Send the second offer")
            done = "SELECT status FROM follow_up WHERE title = 'Send the second offer'"
            work.driver.wait_until(lambda: work.sql(done) == [("done",)], what="it to be done")
            bench.picture("activities")
        with bench.step("somebody is added by some letters of the name"):
            work.press("Add a Person")
            work.find("Add a Person", "entry")
            work.driver.type("jonas")
            work.driver.key("Return")
            work.find(re.compile("^Jonas Riedmühl"), "list item")
            members = "SELECT count(*) FROM deal_person WHERE deal = ?"
            work.driver.wait_until(lambda: work.sql(members, deal) == [(3,)], what="three people")
        with bench.step("and taken out again"):
            work.press("Remove: Jonas Riedmühl")
            work.driver.wait_until(lambda: work.sql(members, deal) == [(2,)], what="two people")
        with bench.step("a deal is deleted and brought back"):
            work.open_menu("Menu")
            work.find(None, "menu item")  # GTK 4.18 names none of them
            for key in ("Down", "Down", "Down", "Down", "Return"):
                work.driver.key(key)
            work.find("This Deal Is No More")
            assert work.sql("SELECT count(*) FROM deal WHERE id = ?", deal) == [(0,)]
            work.undo()
            work.driver.wait_until(lambda: work.sql("SELECT count(*) FROM deal WHERE id = ?", deal) == [(1,)],
                                   what="the deal")  # fmt: skip
            work.find("Next step", "text")
        with bench.step("of many follow-ups a dozen are shown, and all when that is wanted"):
            for i in range(13):
                work.ecrm("followup", "add", "--title", f"Step {i:02}", "--due", "today", "--deal", DEAL)
            more = re.compile(r"Show All \(14\)$")
            work.wait_shown(more, "push button")
            assert not work.is_shown("Done: Step 12", "push button")
            work.press(more)
            work.find("Done: Step 12", "push button")
            bench.picture("follow-ups")
        with bench.step("Ctrl+N makes a new one"):
            work.driver.key("ctrl+n")
            work.driver.wait_until(lambda: focused(work) == "Title", what="the focus in the dialog")
            work.driver.key("ctrl+Return")
            work.find("⚠ This cannot be empty", "label")
            work.driver.type("Second pilot")
            bench.picture("new")
            work.driver.key("ctrl+Return")
            new = "SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage WHERE d.title = 'Second pilot'"
            work.driver.wait_until(lambda: work.sql(new) == [("Qualification",)], what="the new deal")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def conflict(bench):
    with open_deal(bench) as (work, deal):
        with bench.step("what another program writes shows at once"):
            work.ecrm("deal", "set", deal, "next_step=Theirs, seen")
            wait_text(work, "Next step", "Theirs, seen", 3)
        with bench.step("while somebody edits the same field, both values are shown"):
            enter(work, "Next step", "Mine", key=None)
            work.ecrm("deal", "set", deal, "next_step=Theirs")
            work.find("⚠ Changed elsewhere to “Theirs”. Yours: “Mine”", "label")
            bench.picture("both")
            work.driver.key("Return")
            assert work.find("Next step", "text").text == "Mine"
            assert value(work, deal, "next_step") == "Theirs", "overwritten before anybody chose"
        with bench.step("mine is kept, and that can be undone"):
            work.press("Keep Mine")
            wait_value(work, deal, "next_step", "Mine")
            work.undo()
            wait_value(work, deal, "next_step", "Theirs")
            wait_text(work, "Next step", "Theirs")
        with bench.step("or theirs is taken"):
            enter(work, "Next step", "Mine again", key=None)
            work.ecrm("deal", "set", deal, "next_step=Theirs again")
            work.press("Use Theirs")
            wait_text(work, "Next step", "Theirs again")
            assert value(work, deal, "next_step") == "Theirs again"
        with bench.step("two who edit different fields lose nothing"):
            enter(work, "Next step", "Mine at last", key=None)
            work.ecrm("deal", "set", deal, "source=Fair")
            wait_text(work, "Source", "Fair")
            work.driver.key("Return")
            wait_value(work, deal, "next_step", "Mine at last")
            assert value(work, deal, "source") == "Fair"
        with bench.step("what is typed when the window closes is not lost"):
            enter(work, "Next step", "Typed and closed", key=None)
            work.driver.key("ctrl+w")
            wait_value(work, deal, "next_step", "Typed and closed")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def switch(work, name: str) -> None:
    """Goes to a check box by keys, for GTK 4.8 has no action for one, and switches it."""
    box = work.find(name, "check box")  # asked by itself: to look for the focus takes a second each time
    for _ in range(80):
        if box.is_("focused"):
            work.driver.key("space")
            return
        work.driver.key("Tab")
    raise AssertionError(f"no focus on {name}")


def is_checked(work, name: str) -> bool:
    return work.find(name, "check box").is_("checked")


def arrange(bench):
    with open_deal(bench) as (work, deal):
        layout = "SELECT content FROM form_layout"
        with bench.step("fields are hidden, moved by keys and put below a heading"):
            work.press("Arrange Fields…")
            switch(work, "Next step")
            work.driver.wait_until(lambda: not is_checked(work, "Next step"), what="the step to be hidden")
            bench.picture("arrange")
            work.press("Move Amount forward")
            work.wait_shown("Move Amount forward", "push button")
            work.press("Add Section")
            heading = work.find("Heading", "text")
            work.driver.wait_until(lambda: heading.is_("focused"), what="the focus on the heading")
            work.driver.key("ctrl+a")
            work.driver.type("Money")
            work.driver.key("alt+Down")
            bench.picture("section")
            work.driver.key("ctrl+Return")
            work.driver.wait_until(lambda: work.sql(layout)[0][0].startswith("title\n# Money\namount\n"),
                                   what="the arrangement")  # fmt: skip
            assert "\n-next_step\n" in work.sql(layout)[0][0]
        with bench.step("the form obeys, and so does the next one"):
            work.wait_shown("Next step", "text", shown=False)
            work.find("Money", "label")
            bench.picture("arranged")
        with bench.step("Undo puts them back"):
            work.undo()
            work.wait_shown("Next step", "text")
            work.wait_shown("Money", "label", shown=False)
        with bench.step("the fields are there to be arranged again"):
            work.press("Arrange Fields…")
            work.find("Source", "check box")
            work.session.maximize()
        if work.tells_places():
            with bench.step("a field is dragged to another place"):
                names = ("Amount", "Expected close")
                amount, close = (box_of(work.find(name, "check box")) for name in names)
                assert amount.y < close.y, "the amount comes first"
                # The handles are at the beginning of the lines.
                work.drag((close.x - 12, close.y + close.height // 2), (amount.x + 90, amount.y + 6))
                work.driver.wait_until(lambda: box_of(work.find(names[1], "check box")).y < box_of(work.find(names[0], "check box")).y,
                                       what="the closing day before the amount")  # fmt: skip
                bench.picture("dragged")
        with bench.step("Reset shows all again"):
            switch(work, "Next step")
            work.driver.wait_until(lambda: not is_checked(work, "Next step"), what="the step to be hidden")
            work.press("Reset")
            work.driver.wait_until(lambda: is_checked(work, "Next step"), what="the step to be shown")
            work.driver.key("Escape")
            work.wait_shown("Next step", "check box", shown=False)
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


@contextlib.contextmanager
def held_store(work, statement: str, *values):
    """Has changed a value when others may write again, who wait meanwhile."""
    with contextlib.closing(sqlite3.connect(work.data / "crm.db", timeout=10, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute(statement, values)
        yield
        db.execute("COMMIT")


def together(bench):
    with open_deal(bench) as (work, deal), contextlib.closing(work.second()) as other:
        other.start(f"crm:deal/{deal}")
        other.find("Next step", "text")
        with bench.step("two workspaces edit one field: both values are shown, and none is overwritten"):
            work.raise_window(DEAL)
            enter(work, "Next step", "Mine", key=None)
            other.find("Next step", "text").set_text("Theirs")  # without the focus, whose loss would save mine
            wait_text(other, "Next step", "Theirs")
            other.quit()
            wait_value(work, deal, "next_step", "Theirs")
            work.find("⚠ Changed elsewhere to “Theirs”. Yours: “Mine”", "label")
            bench.picture("two")
        with bench.step("a script is the third"):
            work.ecrm("deal", "set", deal, "next_step=Of a script")
            work.find("⚠ Changed elsewhere to “Of a script”. Yours: “Mine”", "label")
            assert value(work, deal, "next_step") == "Of a script", "overwritten before anybody chose"
        with bench.step("whoever closes the window is asked which one is to stay, and others see the answer"):
            other.start(f"crm:deal/{deal}")
            wait_text(other, "Next step", "Of a script")
            work.raise_window(DEAL)
            work.driver.key("ctrl+w")
            work.find("Which Value Is to Stay?")
            work.find(re.compile("Changed elsewhere to “Of a script”. Yours: “Mine”"), "label")
            bench.picture("closed")
            assert value(work, deal, "next_step") == "Of a script", "overwritten before anybody chose"
            work.press("Keep Mine")
            wait_value(work, deal, "next_step", "Mine")
            wait_text(other, "Next step", "Mine")
        with bench.step("so is who is overtaken while the window closes"):
            other.raise_window(DEAL)
            enter(other, "Next step", "Typed and closed", key=None)
            with held_store(work, "UPDATE deal SET next_step = 'Just before' WHERE id = ?", deal):
                before = other.count_windows()
                other.driver.key("ctrl+w")
                # Not by its widgets: GTK 4.8 has a critical for who asks for those of a window that is closing.
                other.driver.wait_until(lambda: other.count_windows() < before, what="that window to go")
            other.find(re.compile("Changed elsewhere to “Just before”. Yours: “Typed and closed”"), "label")
            other.press("Use Theirs")
            other.wait_shown("Which Value Is to Stay?", shown=False)
            assert value(work, deal, "next_step") == "Just before"
        with bench.step("both quit with 0 and without complaints"):
            other.quit()
            work.quit()


def install_viewer(home, types: str) -> pathlib.Path:
    """A program for files of these types; what it is given stands in the file that is returned, a line each."""
    shown = home / "shown"
    viewer = home / "viewer"
    viewer.write_text(f'#!/bin/sh\necho "$1" >> {shown}\n')
    viewer.chmod(0o755)
    folder = home / ".local" / "share" / "applications"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "viewer.desktop").write_text("[Desktop Entry]\nType=Application\nName=Viewer\n"
                                           f"Exec={viewer} %f\nMimeType={types};\n")  # fmt: skip
    choices = "".join(f"{name}=viewer.desktop\n" for name in types.split(";"))
    (home / ".config").mkdir(exist_ok=True)
    (home / ".config" / "mimeapps.list").write_text(f"[Default Applications]\n{choices}")
    shown.touch()
    return shown


def open_line(work, number: int) -> None:
    """Opens a line of the list that has the focus by keys. To look for the focus takes a second each time."""
    work.driver.key("Home", *["Down"] * number, "Return")


def documents(bench):
    with open_workspace(bench, start=False) as work:
        deal = work.sql("SELECT id FROM deal WHERE title = ?", DEAL)[0][0]
        home = work.session.session.home.path
        shown = install_viewer(home, "application/pdf;inode/directory")
        (home / "Offer.pdf").write_bytes(b"%PDF-1.4")
        (home / "Drawings").mkdir()
        (home / "Tool.sh").write_text(f"#!/bin/sh\necho run >> {shown}\n")
        (home / "Tool.sh").chmod(0o755)
        (home / "Link.pdf").symlink_to(home / "moved.pdf")
        for name in ("Offer.pdf", "Drawings", "Tool.sh", "Link.pdf"):  # below one another, the last one on top
            work.ecrm("document", "add", "--deal", deal, "--location", str(home / name))
        work.ecrm("document", "add", "--deal", deal, "--location", "www.example.org", "--name", "Odd")
        work.sql("UPDATE document SET uri = 'odd:thing' WHERE name = 'Odd'")
        work.start(f"crm:deal/{deal}")
        work.find(re.compile("^Offer.pdf, "), "list item")

        def wait_shown(*names):
            expected = [str(home / name) for name in names]
            work.driver.wait_until(lambda: shown.read_text().splitlines() == expected,
                                   what=f"{names} in the viewer, not {shown.read_text()!r}")  # fmt: skip

        with bench.step("a file opens in the program for such files, and so does a folder"):
            click(work, "Next step")
            work.tab_to("Odd, ")
            open_line(work, 4)
            wait_shown("Offer.pdf")
            open_line(work, 3)
            wait_shown("Offer.pdf", "Drawings")
        with bench.step("a program is never run"):
            open_line(work, 2)
            work.find(re.compile("“Tool.sh” could not be opened"), "label")
            wait_shown("Offer.pdf", "Drawings")
            bench.picture("program")
        with bench.step("a link whose file was moved is told, beside it and when it is opened"):
            work.find(re.compile("^Link.pdf, ⚠ The file is no longer there"), "list item")
            before = len(work.driver.find_all(GONE, "label", everywhere=True))
            open_line(work, 1)
            work.driver.wait_until(lambda: len(work.driver.find_all(GONE, "label", everywhere=True)) > before,
                                   what="a toast that says so")  # fmt: skip
            bench.picture("link")
        with bench.step("so is a file that went after its deal was shown"):
            (home / "Offer.pdf").unlink()
            work.ecrm("deal", "set", deal, "source=Fair")
            work.find(re.compile("^Offer.pdf, ⚠ The file is no longer there"), "list item")
        with bench.step("what is neither a file nor a page is not opened"):
            open_line(work, 0)
            work.find(re.compile("“Odd” could not be opened"), "label")
            wait_shown("Offer.pdf", "Drawings")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def belongings(bench):
    with open_deal(bench) as (work, deal):
        paper = work.data / "Offer No 7.pdf"
        count = "SELECT count(*) FROM document WHERE deal = ?"
        with bench.step("a file is added by its path, and its size is told"):
            paper.write_bytes(b"%PDF" + bytes(2043))
            enter(work, PLACE, str(paper))
            work.find(re.compile("^Offer No 7.pdf, .*2.0.kB"), "list item")
            assert work.sql("SELECT uri FROM document WHERE deal = ?", deal)[0][0].endswith("/Offer%20No%207.pdf")
        with bench.step("a page of the web is, too, and what is neither is told"):
            enter(work, PLACE, "www.example.org/prices")
            work.find(re.compile("^prices, .*www.example.org"), "list item")
            enter(work, PLACE, "some paper")
            work.find(re.compile("^⚠ It takes a web address"), "label")
            assert work.sql(count, deal) == [(2,)]
            bench.picture("documents")
        with bench.step("one is removed, which leaves its file, and brought back"):
            work.press("Remove: Offer No 7.pdf")
            work.driver.wait_until(lambda: work.sql(count, deal) == [(1,)], what="one document")
            assert paper.exists()
            work.undo()
            work.driver.wait_until(lambda: work.sql(count, deal) == [(2,)], what="two documents")
        with bench.step("a file that is missing is told where it stands, and when it is opened"):
            paper.unlink()
            work.ecrm("deal", "set", deal, "source=Fair")
            line = work.find(re.compile("^Offer No 7.pdf, ⚠ The file is no longer there"), "list item")
            bench.picture("missing")
            assert line.is_("focusable")
        with bench.step("the deal goes to another pipeline, whose stage asks for what it wants to know"):
            work.add_pipeline("Partners", "source")
            work.sql("UPDATE deal SET source = NULL WHERE id = ?", deal)
            work.ecrm("deal", "set", deal, "next_step=Show")
            work.open_menu("Menu")
            work.find(None, "menu item")
            for key in ("Down", "Down", "Down", "Down", "Down", "Return"):
                work.driver.key(key)
            work.find("Move to a Pipeline", "label")
            bench.picture("move")
            work.press("Move")
            work.find("“Welcome” Asks For More", "label")
            assert work.stage_of(DEAL) != "Welcome", "moved before it was answered"
            work.driver.wait_until(lambda: focused(work) == "Source", what="the focus on what is asked")
            work.driver.type("Fair")
            work.driver.key("Return")
            work.driver.wait_until(lambda: work.stage_of(DEAL) == "Welcome", what="the deal in Welcome")
            work.find(re.compile("^Welcome, less than a day, current stage"), "push button")
        with bench.step("its history tells of both pipelines, and Undo takes it back"):
            work.find(re.compile("^Stage: Welcome, .*Partners"), "list item")
            bench.picture("moved")
            work.driver.key("ctrl+z")
            work.driver.wait_until(lambda: work.stage_of(DEAL) == "Qualification", what="the deal back")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


if __name__ == "__main__":
    main({"arrange": (arrange, 120), "edit": (edit, 110), "activities": (activities, 110), "conflict": (conflict, 90),
          "together": (together, 100), "belongings": (belongings, 120),
          "documents": (documents, 90)})  # fmt: skip
