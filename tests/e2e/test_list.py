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
        with bench.step("quitting and coming back shows what was left"):
            work.driver.key("ctrl+a")
            work.driver.type("leak")
            work.wait_shown(row("Flow meters for bottling line 3"), shown=False)
            work.find(row(DEAL))
        with bench.step("Enter opens the record"):
            work.tab_to(DEAL)
            work.driver.key("Return")
            work.find(re.compile("^Amount, £18,900.00"), "list item")
            work.close_dialog()
            work.wait_shown(re.compile("^Amount, £18,900.00"), "list item", shown=False)
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


if __name__ == "__main__":
    main({"table": (table, 90)})
