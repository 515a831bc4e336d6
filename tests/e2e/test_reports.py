#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The reports of the workspace: the same numbers as bars and as a table, their choices, and saving them."""

import csv
import pathlib
import re
import time

from support import main
from workspace import open_workspace

KIND = "Report"


def report(work, title: str):
    """The chart of a report, whose description has its numbers."""
    return work.find(title, "image")


def save(work, kind: str, target: pathlib.Path) -> None:
    """Saves what is shown; in the dialog the name is typed."""
    work.open_menu("Save Report")
    time.sleep(0.5)  # as with a choice
    for key in ["Home", *["Down"] * ("CSV", "PNG", "PDF").index(kind), "Return"]:
        work.driver.key(key)
    work.find(re.compile("^(_Save )?Save$"), "push button")
    time.sleep(0.5)  # the dialog has the focus a little later than it is there
    work.driver.key("ctrl+a")
    work.driver.type(str(target))
    work.driver.key("Return")


def reports(bench):
    with open_workspace(bench, arguments=("crm:reports",)) as work:
        with bench.step("the pipeline is there by stage, and the chart says all its numbers"):
            chart = report(work, "Pipeline by Stage")
            for part in ("Qualification: ", "3 deals", "Negotiation: "):
                assert part in chart.description, chart.description
            bench.picture("stages")
        with bench.step("the table has the same numbers and a sum"):
            work.find("Table").click()
            work.find("Amount (GBP)")
            work.find("£18,900.00", "label")
            work.find("All", "label")
            bench.picture("table")
        with bench.step("it follows when a deal is won elsewhere"):
            work.find("Chart").click()
            won = work.sql("SELECT id FROM deal WHERE title = 'Leak detection pilot, upper valley'")[0][0]
            work.ecrm("deal", "set", won, "stage=Won")
            work.driver.wait_until(
                lambda: "Qualification: " in report(work, "Pipeline by Stage").description
                and "2 deals" in report(work, "Pipeline by Stage").description.split("Qualification: ")[1].split("\n")[0],
                what="one deal less",
            )
        for steps, title in enumerate(("Won and Lost by Month", "Forecast by Month", "Sales Cycle and Stages",
                                       "Activity by Person", "Results by Owner", "Reasons for Losing"), 1):  # fmt: skip
            with bench.step(f"there is “{title}”"):
                work.choose(KIND, steps)
                assert report(work, title).description
                bench.picture(f"report-{steps}")
        with bench.step("the table can be saved for spreadsheets"):
            target = work.data.parent / "saved.csv"
            save(work, "CSV", target)
            work.find("Saved as “saved.csv”")
            assert target.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets would break its letters"
            with open(target, newline="", encoding="utf-8-sig") as file:
                lines = list(csv.reader(file))
            assert lines[0][0] == "Reason for losing" and len(lines) > 1 and len(lines[1]) == len(lines[0]), lines
        for kind, magic in (("PNG", b"\x89PNG"), ("PDF", b"%PDF")):
            with bench.step(f"it can be saved as {kind}"):
                target = bench.out / f"report.{kind.lower()}"
                target.unlink(missing_ok=True)  # it would be asked whether to replace it
                save(work, kind, target)
                work.find(f"Saved as “{target.name}”")
                assert target.read_bytes().startswith(magic)
        with bench.step("what cannot be saved is said"):
            save(work, "CSV", pathlib.Path("/proc/report.csv"))
            work.find(re.compile("The report could not be saved"))
            bench.picture("refused")
        with bench.step("it fits into 360 pixels"):
            work.narrow()
            work.find("Back", "push button")
            bench.picture("narrow")
        with bench.step("after a restart there is the report of last time"):
            work.quit()
            work.start("crm:reports")
            report(work, "Reasons for Losing")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


if __name__ == "__main__":
    main({"reports": (reports, 90)})
