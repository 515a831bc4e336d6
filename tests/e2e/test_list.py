#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists of records in the workspace: sorted, filtered, with columns of one's choice, opened by keys."""

import csv
import re
import time

from support import main
from workspace import PIPELINE, box_of, open_workspace

LEAD = "Tilda Mirova"
DEAL = "Leak detection pilot, upper valley"


def row(title: str):
    """What the row of a record is called; its title comes first."""
    return re.compile("^" + re.escape(title) + ", ")


def focused_row(work) -> str:
    """The name of the row that has the focus, or an empty text."""
    rows = work.driver.find_all(None, "table row", everywhere=True, state="focused", first=True)
    return rows[0].name if rows else ""


def go_to_rows(work) -> None:
    """Presses Tab until a row has the focus."""
    for _ in range(30):
        if focused_row(work):
            return
        work.driver.key("Tab")
    raise AssertionError("Tab does not lead to the rows")


def lead(work, field: str):
    return work.sql(f"SELECT {field} FROM lead WHERE name = ?", LEAD)[0][0]


def open_status(work, steps: int) -> None:
    """Edits the status of the only row, and chooses what is so many below the first of its list."""
    go_to_rows(work)
    work.driver.key("F2")
    wait_focus(work, ("Name", "Status"))
    while not focused(work).startswith("Status"):
        work.driver.key("Tab")
        wait_focus(work, ("Organization", "Status"))
    work.driver.key("alt+Down")
    work.find("Nurture", "label")
    for _ in range(5):  # a list takes keys a little after it is there
        work.driver.key("Home", *["Down"] * steps, "Return")
        if not work.is_shown("Nurture", "label"):
            return


def statuses(bench):
    with open_workspace(bench, arguments=("crm:leads",)) as work:
        with bench.step("the status of a lead is changed in its cell, which asks what the status asks"):
            work.sql("UPDATE lead SET status = 'new', industry = NULL, need_note = NULL WHERE name = ?", LEAD)
            work.driver.key("ctrl+f")
            work.driver.type(LEAD)
            work.wait_shown(re.compile(r"^1 of \d+ records"), "label")
            open_status(work, 3)
            work.find("“Marketing-qualified” Asks For More", "label")
            bench.picture("asks")
            assert lead(work, "status") == "new", "changed before it was answered"
            wait_focus(work, "Industry")
            work.driver.type("Water")
            work.driver.key("Tab")
            work.driver.type("Their wells run dry")
            work.driver.key("Return")
            filled = "status || industry || need_note"
            work.driver.wait_until(lambda: lead(work, filled) == "mqlWaterTheir wells run dry",
                                   what=f"the status with what it needs, not {lead(work, filled)}")  # fmt: skip
            work.undo()
            undone = "status = 'new' AND industry IS NULL"
            work.driver.wait_until(lambda: lead(work, undone) == 1, what="the lead as it was")
        with bench.step("why it is not pursued is asked, too"):
            open_status(work, 5)
            work.find("Why Is It Not Pursued?", "label")
            work.press("Disqualify")
            work.driver.wait_until(lambda: lead(work, "status") == "disqualified", what="the lead not to be pursued")
            assert lead(work, "disqualify_reason")
        with bench.step("Ctrl+C gives a table"):
            work.driver.wait_until(lambda: focused_row(work), what="the focus on the row")
            work.driver.key("ctrl+c")
            work.find("1 record copied", "label")
            work.driver.key("ctrl+f")
            work.driver.key("ctrl+a", "ctrl+v")
            pasted = re.compile("(?s)Organization.*" + LEAD)
            work.driver.wait_until(lambda: pasted.search(work.find("Filter", match=lambda a: a.get_text_iface()).text),
                                   what="what was copied")  # fmt: skip
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def table(bench):
    with open_workspace(bench, arguments=("crm:deals",)) as work:
        n_deals = work.sql("SELECT count(*) FROM deal")[0][0]
        with bench.step("all deals are listed, with what is known of them"):
            work.find(row(DEAL))
            work.find(re.compile(f"^{n_deals} records"), "label")
            bench.picture("deals")
        with bench.step("Ctrl+F leads to the filter, and words find"):
            work.driver.key("ctrl+f")
            work.driver.type("leak detection")
            work.wait_shown(re.compile(rf"^\d+ of {n_deals} records"), "label")
            work.find(row(DEAL))
            work.wait_shown(row("Flow meters for bottling line 3"), shown=False)
        with bench.step("a mistake is named with its place, and the rows stay"):
            work.driver.key("ctrl+a")
            work.driver.type("amount > lots")
            work.find(re.compile("^At character 10: "), "label")
            bench.picture("mistake")
            work.find(row(DEAL))
        with bench.step("names of fields are offered while one types"):
            work.driver.key("ctrl+a")
            work.driver.type("expec")
            work.find("expected_close")
            bench.picture("completion")
            work.driver.key("Down")
            work.driver.key("Return")
            work.driver.type("is null")
            work.wait_shown(re.compile(rf"^\d+ of {n_deals} records|^Nothing Found"), "label")
        with bench.step("another word finds at once"):
            work.driver.key("ctrl+a")
            work.driver.type("leak")
            work.wait_shown(row("Flow meters for bottling line 3"), shown=False)
            work.find(row(DEAL))
        with bench.step("Enter opens the record"):
            go_to_rows(work)
            work.driver.key("Return")
            assert work.find("Amount", "text").text == "£18,900.00"
            work.close_dialog()
            work.wait_shown("Amount", "text", shown=False)
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def kept_columns(work) -> str:
    """The columns of the deals as they were left."""
    path = work.data / "workspace.ini"
    found = re.search(r"^columns=(.*)$", path.read_text() if path.exists() else "", re.M)
    return found[1] if found else ""


def views(bench):
    with open_workspace(bench, arguments=("crm:deals",)) as work:
        n_deals = work.sql("SELECT count(*) FROM deal")[0][0]
        n_open = work.sql("SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage WHERE s.kind = 'open'")[0][0]
        work.find(row(DEAL))
        with bench.step("a given view shows what is open"):
            work.open_menu("Views")
            work.find("Open", "push button").click()
            work.wait_shown(re.compile(f"^{n_open} of {n_deals} records"), "label")
        with bench.step("what is shown is saved under a name"):
            work.open_menu("Views")
            work.find("Name of the view")
            bench.picture("views")
            for _ in range(5):  # behind the five views that are given
                work.driver.key("Tab")
            work.driver.type("Work in hand")
            work.driver.key("Return")
            work.driver.wait_until(lambda: work.sql("SELECT name, entity, filter FROM saved_view")
                                   == [("Work in hand", "deal", 'stage.kind = "open"')], what="the view")  # fmt: skip
        with bench.step("all again, and back by its name"):
            work.open_menu("Views")
            work.find("All", "push button").click()
            work.wait_shown(re.compile(f"^{n_deals} records"), "label")
            work.open_menu("Views")
            work.find("Work in hand", "push button").click()
            work.wait_shown(re.compile(f"^{n_open} of {n_deals} records"), "label")
        with bench.step("the view gets another name in its place; none at all is told, and Undo brings the old one back"):
            def names():
                return work.sql("SELECT name FROM saved_view")

            def wait_name(name):
                work.driver.wait_until(lambda: names() == [(name,)], what=f"{name}, not {names()}")

            work.open_menu("Views")
            work.press("Rename “Work in hand” (F2)")
            wait_focus(work, "Name of the view")  # a button that is pressed so takes its time
            work.driver.key("ctrl+a", "BackSpace", "Return")
            work.find("It needs a name", "label")
            bench.picture("rename")
            work.driver.type("In hand")
            work.driver.key("Return")
            wait_name("In hand")
            work.find("View changed")
            work.wait_shown("View saved", shown=False)  # a toast that is going has its Undo still, and it does nothing
            work.press("Undo")
            wait_name("Work in hand")
        with bench.step("what is shown is saved for spreadsheets, with the columns and rows that are shown"):
            target = bench.scratch / "deals.csv"
            work.open_menu("Views")
            work.press(re.compile("Table for"))
            work.find(re.compile("^(_Save )?Save$"), "push button")
            time.sleep(0.5)  # the dialog has the focus a little later than it is there
            work.driver.key("ctrl+a")
            work.driver.type(str(target))
            work.driver.key("Return")
            work.find("Saved as “deals.csv”")
            with open(target, newline="", encoding="utf-8-sig") as file:
                lines = list(csv.reader(file))
            assert lines[0] == ["Title", "Account", "Stage", "Amount", "Currency", "Expected close", "Owner"], lines[0]
            assert len(lines) == n_open + 1, len(lines)
        with bench.step("conditions are read back as sentences, and go one by one"):
            work.open_menu("Conditions")
            work.find("Stage: Kind is Open", "label")
            bench.picture("conditions")
            work.press(re.compile("^Remove: "))
            work.wait_shown(re.compile(f"^{n_deals} records"), "label")
            work.close_dialog()
        second = "account"
        if work.tells_places():
            second = "amount"
            with bench.step("a column is dragged to another place"):
                work.session.maximize()
                amount, account = (box_of(work.find(name, "label")) for name in ("Amount", "Account"))
                middle = amount.y + amount.height // 2
                work.drag((amount.x + amount.width // 2, middle), (account.x + 4, middle))
                work.driver.wait_until(lambda: kept_columns(work).startswith("title amount account"),
                                       what=f"the amount before the account, not {kept_columns(work)}")  # fmt: skip
                work.driver.wait_until(lambda: box_of(work.find("Amount", "label")).x < box_of(work.find("Account", "label")).x,
                                       what="the amount to stand there")  # fmt: skip
                bench.picture("dragged")
        with bench.step("a column is made wider by keys, and moved; both are kept"):
            work.driver.key("ctrl+f")
            work.open_menu("Columns")
            title = work.find("Title", "check box")
            for _ in range(3):
                if title.is_("focused"):
                    break
                work.driver.key("Tab")
            work.driver.key("alt+Right")
            work.driver.wait_until(lambda: re.match(rf"title:\d+ {second}", kept_columns(work)), what="a wider title")
            bench.picture("columns")
            work.driver.key("alt+Down")
            work.driver.wait_until(lambda: kept_columns(work).startswith(f"{second} title:"), what="the title after it")
            work.driver.key("alt+Up")
            work.driver.wait_until(lambda: kept_columns(work).startswith("title:"), what="the title before it")
            work.close_dialog()
        with bench.step("it fits into 360 pixels, with fewer columns"):
            work.narrow()
            work.find("Back", "push button")
            work.find(row(DEAL))
            bench.picture("narrow")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def many(bench):
    with open_workspace(bench, arguments=("crm:deals",)) as work:
        n_deals = work.sql("SELECT count(*) FROM deal")[0][0]
        work.find(row(DEAL))
        with bench.step("all rows are selected by keys"):
            go_to_rows(work)
            work.driver.key("ctrl+a")
            work.wait_shown(re.compile(f"^{n_deals} records · {n_deals} selected"), "label")
            bench.picture("selected")
        with bench.step("F2 says what would come of a change before it is done"):
            work.driver.key("F2")
            work.find(re.compile("^What to change"))
            bench.picture("change")
            work.close_dialog()
            work.wait_shown(re.compile("^What to change"), shown=False)
        with bench.step("all of them go to another pipeline but those that lack what its stage asks for"):
            work.add_pipeline("Partners", "amount")
            work.sql("UPDATE deal SET amount = NULL WHERE title = ?", DEAL)
            work.press(re.compile("Move…$"))
            work.find("Move to a Pipeline", "label")
            for key in ("Return", "Down", "Return"):  # the first choice has the focus; "Partners" comes last
                work.driver.key(key)
            work.find(re.compile(f"^{n_deals} records: Stage → Welcome"), "label")
            work.find(re.compile("⚠ 1 of them stays, for it lacks: Amount"), "label")
            bench.picture("move")
            work.press("Move")
            moved = "SELECT count(*) FROM deal WHERE pipeline = ?"
            work.driver.wait_until(lambda: work.sql(moved, PIPELINE) == [(n_deals - 1,)], what="all but one in Partners")
            work.undo()
            work.driver.wait_until(lambda: work.sql(moved, PIPELINE) == [(0,)], what="none in Partners")
            go_to_rows(work)
            work.driver.key("ctrl+a")
        with bench.step("Delete asks, and Undo brings everything back"):
            work.driver.key("Delete")
            work.find(re.compile(f"^{n_deals} records will be deleted"))
            bench.picture("delete")
            work.press("Delete")
            work.driver.wait_until(lambda: work.sql("SELECT count(*) FROM deal")[0][0] == 0, what="no deals")
            work.find("No Deals Yet")
            work.undo()
            work.wait_shown(row(DEAL))
            assert work.sql("SELECT count(*) FROM deal")[0][0] == n_deals
        with bench.step("Ctrl+M merges the accounts that are selected, with a choice where they differ"):
            n_accounts = work.sql("SELECT count(*) FROM account")[0][0]
            work.go("accounts")
            work.wait_shown(re.compile(f"^{n_accounts} records"), "label")
            work.driver.key("ctrl+f")
            go_to_rows(work)
            work.driver.key("Home", "shift+Down", "shift+Down")
            work.wait_shown(re.compile(f"^{n_accounts} records · 3 selected"), "label")
            bench.picture("merge-selected")
            work.driver.key("ctrl+m")
            work.find(re.compile("^Name: "), "radio button")
            bench.picture("merge")
            work.press("Merge")
            work.wait_shown(re.compile(f"^{n_accounts - 2} records"), "label")
            work.undo()
            work.wait_shown(re.compile(f"^{n_accounts} records"), "label")
        with bench.step("Change follows what is typed, letter by letter"):
            n_people = work.sql("SELECT count(*) FROM person")[0][0]
            work.go("people")
            work.wait_shown(re.compile(f"^{n_people} records"), "label")
            work.driver.key("ctrl+f")
            go_to_rows(work)
            work.driver.key("ctrl+a")
            work.wait_shown(re.compile("selected"), "label")
            work.driver.key("F2")
            wait_focus(work, ("What to change", "GtkToggleButton"))
            work.driver.key("Tab")
            wait_focus(work, "Job title")
            work.driver.type("Buyer")
            change = work.find("Change", "push button")
            work.driver.wait_until(lambda: change.is_("sensitive"), what="Change before the field is left")
        with bench.step("Ctrl+Q right after Change ends it with 0, without complaints and with the change"):
            work.press("Change")
            work.driver.key("ctrl+q")
            work.driver.wait_until(lambda: not work.session.running, 30, "the end of the program")
            work.quit()
            assert work.sql("SELECT DISTINCT title FROM person") == [("Buyer",)]


def focused(work) -> str:
    """The name of what has the focus, or an empty text."""
    found = work.driver.find_all(None, None, everywhere=True, state="focused")
    return found[-1].name if found else ""


def wait_focus(work, name: str | tuple[str, ...]) -> None:
    """Waits until something whose name begins so has the focus."""
    work.driver.wait_until(lambda: focused(work).startswith(name), what=f"the focus on {name}, not {focused(work)!r}")


def wait_deal(work, deal: str, field: str, expected) -> None:
    sql = f"SELECT {field} FROM deal WHERE id = ?"
    work.driver.wait_until(lambda: work.sql(sql, deal)[0][0] == expected, what=f"{field} to be {expected!r}")


def double_click(work, widget) -> None:
    """With the mouse; the window fills the display."""
    box = box_of(widget)
    place = [str(box.x + box.width // 2), str(box.y + box.height // 2)]
    work.session.run(["xdotool", "mousemove", *place, "sleep", "0.3", "click", "--repeat", "2", "--delay", "60", "1"])


def start_cell(work, name: str) -> None:
    """F2 on the row with the focus: the cell that was edited last, else the first; Tab from there to this one."""
    order = ("Title", "Account", "Stage", "Amount", "Expected close")
    work.driver.key("F2")
    work.driver.wait_until(lambda: focused(work).startswith(order), what="the editor of a cell")
    while not focused(work).startswith(name):
        here = next(i for i, step in enumerate(order) if focused(work).startswith(step))
        work.driver.key("Tab")
        wait_focus(work, order[here + 1])


def back_to_row(work) -> None:
    """When the editor is left the focus is in its row; GTK 4.18 may have it in a cell, and Tab leads back."""
    work.wait_shown(re.compile("^(Title|Amount)$"), "text", shown=False)
    if not focused_row(work):
        go_to_rows(work)


def cells(bench):
    with open_workspace(bench, arguments=("crm:deals",)) as work:
        go_to_rows(work)
        work.driver.wait_until(lambda: ", " in focused_row(work), what="a row that says something")
        titles = [title for (title,) in work.sql("SELECT title FROM deal")]
        first = next(title for title in titles if focused_row(work).startswith(f"{title}, "))
        deal, amount, currency = work.sql("SELECT id, amount, currency FROM deal WHERE title = ?", first)[0]
        with bench.step("F2 edits the cell; Enter saves it and goes down, Escape leaves"):
            work.driver.key("F2")
            wait_focus(work, "Title")
            assert work.find("Title", "text").text == first
            bench.picture("cell")
            work.driver.type("First of all")
            work.driver.key("Return")
            wait_deal(work, deal, "title", "First of all")
            work.driver.wait_until(lambda: work.find("Title", "text").text not in (first, "First of all"),
                                   what="the row below")  # fmt: skip
            work.driver.key("Escape")
            work.wait_shown("Title", "text", shown=False)
            work.undo()
            wait_deal(work, deal, "title", first)
            work.find(row(first))
        with bench.step("Tab goes from cell to cell; what is wrong is told there, and nothing is lost"):
            back_to_row(work)
            work.driver.key("Home")
            work.driver.wait_until(lambda: focused_row(work).startswith(f"{first}, "), what="the first row")
            start_cell(work, "Amount")
            work.driver.type("lots")
            work.driver.key("Tab")
            work.find(re.compile("^⚠ It takes an amount"), "label")
            bench.picture("wrong")
            assert work.find("Amount", "text").text == "lots"
            work.driver.key("ctrl+a")
            work.driver.type("1234.50 usd")
            work.driver.key("Tab")
            wait_deal(work, deal, "amount", 123450)
            wait_focus(work, "Expected close")
            bench.picture("day")
            work.driver.type("2027-03-04")
            work.driver.key("shift+Tab")
            wait_deal(work, deal, "expected_close", 20881)
            wait_focus(work, "Amount")
            work.driver.key("Escape")
            back_to_row(work)
        with bench.step("what changed elsewhere meanwhile is told with both values"):
            start_cell(work, "Amount")
            work.driver.type("77 usd")
            work.ecrm("deal", "set", first, "amount=55 USD")
            work.find(re.compile("^⚠ Changed elsewhere to “.*55.00”. Yours: “77 usd”"), "label")
            bench.picture("both")
            work.press("Keep Mine")
            wait_deal(work, deal, "amount", 7700)
            wait_focus(work, "Amount")
            work.driver.key("Escape")
        with bench.step("a choice is opened by keys, and the stage asks what a stage asks"):
            back_to_row(work)
            work.driver.key("F2")
            wait_focus(work, "Amount")  # where one was last
            work.driver.key("shift+Tab")
            wait_focus(work, "Stage")
            bench.picture("stage")
            stage = work.stage_of(first)
            work.driver.key("alt+Down")
            work.driver.key("Down")
            work.driver.key("Return")
            work.driver.wait_until(lambda: work.stage_of(first) != stage, what="another stage")
            work.wait_shown(re.compile("^Stage"), "combo box", shown=False)
        if work.tells_places():
            with bench.step("a double click edits the cell, on the name it opens the record"):
                work.session.maximize()
                work.ecrm("deal", "set", first, "amount=4321 USD")
                double_click(work, work.find("$4,321.00", "label"))
                wait_focus(work, "Amount")
                assert work.find("Amount", "text").text == "$4,321.00"
                work.driver.key("ctrl+a")
                work.driver.type("99 usd")
                work.driver.key("Return")
                wait_deal(work, deal, "amount", 9900)
                work.driver.key("Escape")
                work.wait_shown("Amount", "text", shown=False)
                double_click(work, work.find(first, "label"))
                work.find("Next step", "text")
                work.close_dialog()
                work.wait_shown("Next step", "text", shown=False)
        with bench.step("it fits into 360 pixels"):
            work.session.resize(360, 640)
            work.find("Back", "push button")
            go_to_rows(work)
            work.driver.key("F2")
            wait_focus(work, "Title")  # the one of last time is not in sight
            bench.picture("narrow")
            work.driver.key("Escape")
            work.wait_shown("Title", "text", shown=False)
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


if __name__ == "__main__":
    main({"table": (table, 90), "views": (views, 150), "many": (many, 150), "cells": (cells, 240),
          "statuses": (statuses, 150)})
