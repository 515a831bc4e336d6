#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists of records in the workspace: sorted, filtered, with columns of one's choice, opened by keys."""

import re

from support import main
from workspace import open_workspace

DEAL = "Leak detection pilot, upper valley"


def row(title: str):
    """What the row of a record is called; its title comes first."""
    return re.compile("^" + re.escape(title) + ", ")


def focused_row(work) -> str:
    """The name of the row that has the focus, or an empty text."""
    rows = work.driver.find_all(None, "table row", everywhere=True)
    return next((found.name for found in rows if found.is_("focused")), "")


def go_to_rows(work) -> None:
    """Presses Tab until a row has the focus."""
    for _ in range(30):
        if focused_row(work):
            return
        work.driver.key("Tab")
    raise AssertionError("Tab does not lead to the rows")


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
        with bench.step("conditions are read back as sentences, and go one by one"):
            work.open_menu("Conditions")
            work.find("stage.kind = \"open\"", "label")
            bench.picture("conditions")
            work.press(re.compile("^Remove: "))
            work.wait_shown(re.compile(f"^{n_deals} records"), "label")
            work.close_dialog()
        with bench.step("it fits into 360 pixels, with fewer columns"):
            work.session.resize(360, 640)
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
        with bench.step("Delete asks, and Undo brings everything back"):
            work.driver.key("Delete")
            work.find(re.compile(f"^{n_deals} records will be deleted"))
            bench.picture("delete")
            work.press("Delete")
            work.driver.wait_until(lambda: work.sql("SELECT count(*) FROM deal")[0][0] == 0, what="no deals")
            work.find("No Deals Yet")
            work.press("Undo")
            work.wait_shown(row(DEAL))
            assert work.sql("SELECT count(*) FROM deal")[0][0] == n_deals
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


if __name__ == "__main__":
    main({"table": (table, 90), "views": (views, 90), "many": (many, 90)})
