#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The workspace in a window of its own: Today, the board, undo, and what it says when there is no store."""

import datetime
import re
import time

from support import main
from workspace import NameWalk, Work, open_workspace

FOLLOW_UP = "Call Jonas about the delivery date"
# A place, and a control of it.
PLACES = {"today": "Table: Forecast by Month", "pipeline": "Edit Pipelines", "deals": "Columns", "people": "Columns",
          "accounts": "Columns", "leads": "Columns", "reports": "Table"}  # fmt: skip
SHARED = "Flow meters for bottling line 3"
# How long news may take on a busy machine; a second is what they take on a quiet one.
PATIENCE = 20
DEAL = "Leak detection pilot, upper valley"


def click_in(work, title: str, widget) -> None:
    """Clicks upon a widget of the window with this title, for what takes keys many stops further."""
    box = widget._ask(lambda a: a.get_component_iface().get_extents(1))
    command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(work.session.pid), "--name", title]
    window = work.session.run(command).stdout.split()[-1]
    place = [str(box.x + box.width // 2), str(box.y + box.height // 2)]
    work.session.run(["xdotool", "mousemove", "--window", window, *place, "click", "1"])


def today(bench):
    with open_workspace(bench) as work:
        done = f"Done: {FOLLOW_UP}"
        with bench.step("Today says what is due, for whom and since when"):
            line = work.find(re.compile(f"^{FOLLOW_UP}, today, .*Jonas Riedmühl"), "list item")
            assert line.is_("focusable"), "a line cannot be reached with the keyboard"
            work.find(re.compile("^Follow-ups"), "label")
            work.find(re.compile("days overdue"), "label")
            bench.picture("today")
        with bench.step("an automatic reply is no letter that waits for an answer"):
            work.find(re.compile("^Waiting for Your Answer"), "label")
            assert not work.is_shown(re.compile("^Automatic reply"), "list item")
        with bench.step("a follow-up is done where it stands"):
            work.press(done)
            work.wait_shown(done, shown=False)
            assert work.sql("SELECT status FROM follow_up WHERE title = ?", FOLLOW_UP) == [("done",)]
        with bench.step("Undo in the toast takes it back"):
            work.undo()
            work.wait_shown(done)
            assert work.sql("SELECT status FROM follow_up WHERE title = ?", FOLLOW_UP) == [("open",)]
        with bench.step("a follow-up is put off by its menu"):
            work.open_menu(f"Put off: {FOLLOW_UP}")
            work.find(None, "menu item")  # GTK 4.18 names none of them
            work.driver.key("Return")  # what is first has the focus
            work.wait_shown(done, shown=False)
            due = work.sql("SELECT due FROM follow_up WHERE title = ?", FOLLOW_UP)[0][0]
            days = (datetime.date(1970, 1, 1) + datetime.timedelta(due) - datetime.date.today()).days
            assert days == (1, 1, 1, 1, 3, 2, 1)[datetime.date.today().weekday()], days
            bench.picture("put-off")
        with bench.step("what another program writes shows within seconds, and is no change of ours"):
            work.ecrm("followup", "add", "--title", "Ring the harbour office",
                      "--due", "today", "--deal", DEAL)
            work.wait_shown("Done: Ring the harbour office", timeout=3)
        with bench.step("Ctrl+Z takes back what was done here"):
            work.driver.key("ctrl+z")
            work.wait_shown(done)
            assert work.is_shown("Done: Ring the harbour office")
        with bench.step("what comes next is planned where a deal's line stands"):
            work.open_menu(re.compile("^Add Follow-up: Re: Stock order for the second year$"))
            work.find("New follow-up", "text")
            work.driver.wait_until(lambda: work.find("New follow-up", "text").is_("focused"), what="the entry's focus")
            work.driver.type("Count the stock")
            for key in ("Tab", "plus", "1", "Return"):
                work.driver.key(key)
            planned = "SELECT d.title FROM follow_up f JOIN deal d ON d.id = f.deal WHERE f.title = 'Count the stock'"
            work.driver.wait_until(lambda: work.sql(planned) == [("Distributor stock order, year two",)],
                                   what="the follow-up of the deal")  # fmt: skip
            bench.picture("planned")
        with bench.step("a column of more cards than fit shows all of them"):
            for i in range(18):  # more than its first frame makes
                work.ecrm("deal", "add", "--title", f"Pump {i:02}")
            work.go("pipeline")
            column = work.find(re.compile("^Qualification, 21 deals"))
            # Those out of sight have rows as well, but do not show; GTK 4.18, which names nothing by its type, tells only
            # of those in sight.
            n_told = 21 if work.is_shown("CrmAppPipelinePage") else 4
            work.driver.wait_until(lambda: len(column.children) >= n_told, what=f"{n_told} cards")
            work.go("today")
            work.wait_shown("Done: Ring the harbour office")
        with bench.step("every control of every page has a name"):
            walk = NameWalk(work.driver)
            for place, sign in PLACES.items():
                work.check_names(place, sign, walk)
        with bench.step("it fits into 360 pixels"):
            work.narrow()
            work.find("Back", "push button").click()
            work.find("Pipeline", "list item")
            bench.picture("narrow")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def board(bench):
    with open_workspace(bench, arguments=("crm:pipeline",)) as work:
        with bench.step("the board has a column a stage, with sums of each currency"):
            work.find(re.compile("^Qualification, 3 deals, .*£18,900\\b"))
            work.find(re.compile("^13 open deals .*weighted: "), "label")
            bench.picture("board")
        with bench.step("a card says all of it to a screen reader"):
            name = work.card(DEAL).name
            for part in ("Dŵr Glanafon Cyf", "Qualification", "£18,900", "days in stage", "overdue"):
                assert part in name, name
        with bench.step("Ctrl+Right takes the deal a stage further, and the focus goes with it"):
            work.focus_card(DEAL)
            work.driver.key("ctrl+Right")
            work.wait_stage(DEAL, "Needs analysis")
            work.wait_focus(DEAL)
            assert len(work.sql("SELECT 1 FROM stage_history h JOIN deal d ON d.id = h.deal"
                                " WHERE d.title = ? AND h.stage = d.stage", DEAL)) == 1  # fmt: skip
            bench.picture("moved")
        with bench.step("the arrows go from column to column"):
            work.driver.key("Left")
            work.driver.wait_until(lambda: ", Qualification, " in work.focused_card(), what="the focus there")
        with bench.step("Undo in the toast takes the deal back"):
            work.undo()
            work.wait_stage(DEAL, "Qualification")
        with bench.step("a lost deal asks for the reason before anything is written"):
            work.focus_card(DEAL)
            for stage in ("Needs analysis", "Proposal", "Negotiation"):
                work.driver.key("ctrl+Right")
                work.wait_stage(DEAL, stage)
                work.wait_focus(DEAL)
            work.driver.key("ctrl+Right")
            work.wait_stage(DEAL, "Won")
            work.wait_focus(DEAL)
            work.driver.key("ctrl+Right")
            work.find("Why Was It Lost?")
            bench.picture("lost")
            assert work.stage_of(DEAL) == "Won"
            work.press("Cancel")
            work.wait_shown("Why Was It Lost?", shown=False)
            assert work.stage_of(DEAL) == "Won"
        with bench.step("with the reason it is lost"):
            work.focus_card(DEAL)
            work.driver.key("ctrl+Right")
            work.press("Lost")
            work.wait_stage(DEAL, "Lost")
            assert work.sql("SELECT lost_reason IS NOT NULL, closed_at IS NOT NULL FROM deal WHERE title = ?",
                            DEAL) == [(1, 1)]  # fmt: skip
            bench.picture("closed")
        with bench.step("Enter opens the deal with its people and history"):
            work.focus_card(DEAL)
            work.driver.key("Return")
            work.find(re.compile("^Iolo Tegfryn"), "list item")
            assert work.find("Amount", "text").text == "£18,900.00"
            bench.picture("deal")
        with bench.step("a closed deal says when it was closed and why it was lost"):
            work.find(re.compile("^Reason for losing: "), "list item")
            assert work.find("Closed", "text").text
            bench.picture("closed-deal")
        if work.tells_places():
            with bench.step("the day when it was closed can be corrected"):
                closed = "SELECT date(closed_at / 1000000, 'unixepoch', 'localtime') FROM deal WHERE title = ?"
                before = work.sql(closed, DEAL)
                click_in(work, DEAL, work.find("Closed", "text"))
                work.driver.key("ctrl+a")
                work.driver.type("2025-10-31")
                work.driver.key("Return")
                work.driver.wait_until(lambda: work.sql(closed, DEAL) == [("2025-10-31",)], what="the day in the store")
                work.undo()
                work.driver.wait_until(lambda: work.sql(closed, DEAL) == before, what="the day of before")
        with bench.step("its window closes"):
            work.close_dialog()
            work.wait_shown("Amount", "text", shown=False)
        with bench.step("Ctrl+K finds deals by their customers, though mistyped, and letters"):
            work.driver.key("ctrl+k")
            work.find(re.compile("^Words of a deal, a person"), "label")
            work.driver.type("faklenrath")
            work.find(re.compile("^Flow meters for bottling line 3, Deal, "), "list item")
            work.driver.key("ctrl+a")
            work.driver.type("bottling line")
            work.find(re.compile("^Flow meters for bottling line 3, Deal, "), "list item")
            work.find(re.compile(", Message, "), "list item")
            bench.picture("find")
            work.driver.key("Return")
            work.find(re.compile("^Jonas Riedmühl"), "list item")
            work.close_dialog()
            work.wait_shown("Amount", "text", shown=False)
        with bench.step("Ctrl+K finds notes, and lands where they belong"):
            work.ecrm("note", "add", "--deal", DEAL, "--text", "Asked for cópper fittings")
            work.driver.key("ctrl+k")
            work.find(re.compile("^Words of a deal, a person"), "label")
            work.driver.type("copper")
            work.find(re.compile("^Asked for cópper fittings, Note, "), "list item")
            bench.picture("find-note")
            work.driver.key("Return")
            assert work.find("Amount", "text").text == "£18,900.00"
            work.close_dialog()
            work.wait_shown("Amount", "text", shown=False)
        with bench.step("Ctrl+K goes to a place, also for who presses Enter before there is an answer"):
            work.driver.key("ctrl+k")
            work.find(re.compile("^Words of a deal, a person"), "label")
            work.driver.type("repor")
            work.driver.key("Return")
            work.find("Save Report")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def states(bench):
    with open_workspace(bench, load=False) as work:
        with bench.step("without a store it says where the CRM begins, and makes none"):
            work.find("The CRM Begins in Evolution")
            work.find("Open Evolution", "push button")
            bench.picture("missing")
            assert not work.data.exists(), "the workspace made a store"
        with bench.step("it follows by itself when there is one"):
            work.load_demo()
            work.wait_shown(re.compile("^Follow-ups"), "label")
        work.quit()
        with bench.step("a store of a newer version is named as such, and nothing is written"):
            before = work.sql("PRAGMA user_version")[0][0]
            work.sql(f"PRAGMA user_version = {before + 1}")
            work.start()
            work.find("The CRM Cannot Be Opened")
            work.find("Try Again", "push button")
            bench.picture("newer")
            work.sql(f"PRAGMA user_version = {before}")
            work.press("Try Again")
            work.wait_shown(re.compile("^Follow-ups"), "label")
        work.quit()
        with bench.step("a damaged store offers the backup, which brings it back"):
            work.ecrm("backup")
            (work.data / "crm.db").write_bytes(b"This is no database. " * 4000)
            work.start()
            work.find("The CRM Cannot Be Opened")
            bench.picture("damaged")
            work.press(re.compile("^Restore the backup"))
            work.wait_shown(re.compile("^Follow-ups"), "label")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def soon(bench, driver, node, text: str, where: str) -> None:
    """Waits until a field says so, which others have just stored, and notes how long it took."""
    begin = time.monotonic()
    driver.wait_until(lambda: node.text == text, PATIENCE, what=f"{text!r} {where}, not {node.text!r}")
    bench.note(f"{text!r} {where}: {time.monotonic() - begin:.2f} s")


def three_hands(bench, crm, work, other) -> None:
    """Evolution's sidebar and the windows of two workspaces edit one deal."""
    deal = work.sql("SELECT id FROM deal WHERE title = ?", SHARED)[0][0]

    def value(field="next_step"):
        return work.sql(f"SELECT {field} FROM deal WHERE id = ?", deal)[0][0]

    def wait_value(expected, field="next_step"):
        crm.driver.wait_until(lambda: value(field) == expected, what=f"{field} {expected!r}, not {value(field)!r}")

    other.start(f"crm:deal/{deal}")
    mine, second = work.find("Next step", "text"), other.find("Next step", "text")
    source = other.find("Source", "text")
    sidebar = crm.find(f"crm-next-step-{deal}")
    with bench.step("Evolution moves the deal and changes a field while two workspaces edit it: nobody's text goes"):
        mine.set_text("Of one")  # without the focus, whose loss would save it
        source.set_text("Trade fair")
        stage = "Proposal" if work.stage_of(SHARED) != "Proposal" else "Negotiation"
        crm.choose(f"crm-stage-{deal}", stage)
        work.find(re.compile(f"^{stage}.*, current stage"), "push button")
        other.find(re.compile(f"^{stage}.*, current stage"), "push button")
        sidebar.set_text("Of Evolution")
        crm.focus(f"crm-next-step-{deal}")
        crm.driver.key("Return")
        soon(bench, crm.driver, second, "Of Evolution", "in the other workspace")
        work.find("⚠ Changed elsewhere to “Of Evolution”. Yours: “Of one”", "label")
        assert (mine.text, source.text) == ("Of one", "Trade fair")
        assert (value(), value("source")) == ("Of Evolution", None), "written before anybody chose"
        bench.picture("refused")
    with bench.step("whoever is asked keeps theirs, and both others see it"):
        work.press("Keep Mine")
        wait_value("Of one")
        soon(bench, crm.driver, sidebar, "Of one", "in Evolution")
        soon(bench, crm.driver, second, "Of one", "in the other workspace")
    with bench.step("Undo in Evolution leaves what somebody else wrote since"):
        crm.press("crm-undo")
        crm.wait_text("crm-toast", "Somebody changed all of it since")
        assert (value(), mine.text) == ("Of one", "Of one")
    with bench.step("what is being typed in Evolution stays, and both values are shown there, too"):
        sidebar.set_text("Typed in Evolution")
        second.set_text("Of the other")
        other.quit()  # which saves what was typed
        wait_value("Of the other")
        assert value("source") == "Trade fair"
        crm.wait_text("crm-next-step-difference", "Changed elsewhere to “Of the other”. Yours: “Typed in Evolution”")
        bench.picture("evolution-refused")
        crm.focus(f"crm-next-step-{deal}")
        crm.driver.key("Return")
        crm.select("Climate in display cases")
        crm.wait_gone(f"crm-next-step-{deal}")
        assert value() == "Of the other", "overwritten before anybody chose"
    with bench.step("it waits until the deal is shown again, and is kept, seen elsewhere and taken back"):
        crm.select(SHARED, "jonas.riedmuehl@falkenrath.example")
        sidebar = crm.find(f"crm-next-step-{deal}")
        assert sidebar.text == "Typed in Evolution"
        crm.press("crm-next-step-keep")
        wait_value("Typed in Evolution")
        soon(bench, crm.driver, mine, "Typed in Evolution", "in the workspace")
        crm.wait_gone("crm-next-step-difference")
        crm.press("crm-undo")
        wait_value("Of the other")
        soon(bench, crm.driver, mine, "Of the other", "in the workspace")
        soon(bench, crm.driver, sidebar, "Of the other", "in Evolution")
    with bench.step("or theirs is taken"):
        sidebar.set_text("Typed once more")
        work.ecrm("deal", "set", deal, "next_step=Of a script")
        crm.press("crm-next-step-take")
        soon(bench, crm.driver, sidebar, "Of a script", "in Evolution")
        crm.wait_gone("crm-next-step-difference")
    with bench.step("Ctrl+Z in the workspace leaves what others wrote since"):
        work.raise_window(SHARED)
        work.driver.key("ctrl+z")
        work.find(re.compile("Somebody changed all of it since"), "label")
        assert value() == "Of a script"
        assert work.stage_of(SHARED) == stage, "undid what Evolution had done"


def more_hands(bench, crm, work) -> None:
    """An amount, a note and a follow-up, of Evolution, a workspace and a script at the same time."""
    deal = work.sql("SELECT id FROM deal WHERE title = ?", SHARED)[0][0]
    amount = work.find("Amount", "text")

    def wait_amount(minor: int):
        query = "SELECT amount FROM deal WHERE id = ?"
        crm.driver.wait_until(lambda: work.sql(query, deal) == [(minor,)], what=f"an amount of {minor}")

    with bench.step("of an amount both values are shown, and Evolution has the one that was kept"):
        amount.set_text("51000")
        crm.find("crm-note-entry").set_text("Typed in Evolution meanwhile")
        work.ecrm("deal", "set", deal, "amount=49000")
        work.find(re.compile("⚠ Changed elsewhere to “€49,000.00”. Yours: “51000”"), "label")
        wait_amount(4900000)
        work.press("Keep Mine")
        wait_amount(5100000)
        crm.driver.wait_until(lambda: any("51,000" in text for text in crm.find("crm-deals").labels()), PATIENCE,
                              what="the amount in Evolution")  # fmt: skip
    with bench.step("a note and a follow-up of each are seen by the others, and what is being typed stays"):
        work.ecrm("followup", "add", "--title", "Of a script", "--due", "today", "--deal", deal)
        work.find(re.compile("^Of a script"), "list item")
        record = work.sql("SELECT id FROM follow_up WHERE title = 'Of a script'")[0][0]
        crm.wait_text(f"crm-follow-up-{record}", "Of a script")
        assert crm.text("crm-note-entry") == "Typed in Evolution meanwhile"
        crm.press("crm-note-add")
        work.find("New note", "text").set_text("Typed in the workspace")
        work.press("Add Note")
        work.find(re.compile("^Typed in the workspace"), "list item")
        # The sidebar's is of the person, and its history is out of sight here.
        texts = ["Typed in Evolution meanwhile", "Typed in the workspace"]
        query = "SELECT text FROM note WHERE text LIKE 'Typed in %' ORDER BY created_at"
        crm.driver.wait_until(lambda: [text for (text,) in work.sql(query)] == texts, what=f"the notes {texts}")


def open_in_evolution(crm, action: str, *what: str) -> None:
    """Asks Evolution for it on the bus, as the workspace does."""
    texts = ", ".join(f"'{text}'" for text in what)
    command = ["gdbus", "call", "--session", "--timeout", "10", "--dest", "org.gnome.Evolution"]
    command += ["--object-path", "/org/gnome/Evolution", "--method", "org.gtk.Actions.Activate"]
    result = crm.session.run([*command, action, f"[<({texts})>]", "{}"])
    assert result.returncode == 0, result.stderr


def together(bench):
    """The workspace beside the real Evolution."""
    home = bench.demo_home()
    with bench.crm(home) as crm:
        crm.set_up()
        crm.session.run([str(bench.ecrm()), "--db", str(crm.data), "load",
                         str(home.path / "demo" / "pipeline.json")])  # fmt: skip
        work = Work(bench, crm.session, crm.data)
        other = work.second()
        try:
            with bench.step("a deal in the sidebar opens in the workspace that runs"):
                work.start()
                crm.select(SHARED, "jonas.riedmuehl@falkenrath.example")
                crm.press("crm-deal-open")
                assert work.find("Amount", "text").text == "€48,600.00"
                bench.picture("deal")
            three_hands(bench, crm, work, other)
            more_hands(bench, crm, work)
            with bench.step("a message of its history opens in Evolution"):
                before = len(crm.driver.find_all(role="frame"))
                work.tab_to(f"Re: {SHARED}, ")
                work.driver.key("Return")
                crm.driver.wait_until(lambda: len(crm.driver.find_all(role="frame")) > before,
                                      what="a window with the message")  # fmt: skip
                bench.picture("message")
            with bench.step("a second click is no second window, and what went meanwhile is told"):
                place = crm.sql("SELECT f.source, f.name, m.uid FROM message m JOIN folder f ON f.id = m.folder"
                                " WHERE m.subject = ? LIMIT 1", f"Re: {SHARED}", file="index.db")[0]
                for _ in range(2):
                    open_in_evolution(crm, "crm-open-message", *place)
                crm.driver.wait_until(lambda: len(crm.driver.find_all(role="frame")) > before, what="a window")
                open_in_evolution(crm, "crm-open-message", *place)
                open_in_evolution(crm, "crm-open-message", *place[:2], "gone")
                crm.wait_text("crm-toast", "The message cannot be opened: its folder does not have it now")
                assert len(crm.driver.find_all(role="frame")) <= before + 2, "windows of one message"
                open_in_evolution(crm, "crm-open-event", "no-calendar", "gone", "")
                crm.wait_text("crm-toast", "The meeting cannot be opened: its calendar does not have it now")
            with bench.step("both quit without complaints"):
                work.quit()
                crm.quit()
        finally:
            other.close()
            work.session.kill9()


if __name__ == "__main__":
    main({"today": (today, 75), "board": (board, 110), "states": (states, 75), "together": (together, 180)})
