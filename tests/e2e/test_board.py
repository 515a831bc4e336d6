#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The board and what is set up around it: quick filters, dragging, new deals, stages, settings, Today's charts."""

import re

from support import main
from driver import NotFound
from workspace import box_of, open_workspace

IN_STAGE = "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage WHERE s.name = ?"
DEAL = "Leak detection pilot, upper valley"
OTHER = "Flow meters for bottling line 3"


def counts(work) -> tuple[int, int]:
    """How many deals are shown as open, and how many are said to be filtered out."""
    shown = work.find(re.compile(r"^\d+ open deals?"), "label").name
    hidden = work.driver.find_all(re.compile(r"^\d+ deals? (is|are) filtered out"), "label", everywhere=True)
    names = [shown, *(node.name for node in hidden[:1])]
    numbers = [int(match[0]) for match in (re.match(r"\d+", name) for name in names) if match]
    if len(numbers) < len(names):
        raise NotFound(f"numbers in {names}")  # they are being written anew
    return numbers[0], sum(numbers[1:])


def wait_counts(work, wanted) -> None:
    """Waits until the numbers satisfy a condition."""
    work.driver.wait_until(lambda: wanted(*counts(work)), what="other counts")


def drag(work, source, target) -> None:
    """Drags with the mouse from one widget to another."""
    begin, end = box_of(source), box_of(target)
    work.drag((begin.x + begin.width // 2, begin.y + 20), (end.x + end.width // 2, end.y + 40))


def place_window(work) -> None:
    """Fills the display, so that window and display have the same places and no shadow lies between."""
    work.session.maximize()


def filters(bench):
    with open_workspace(bench, arguments=("crm:pipeline",)) as work:
        with bench.step("a quick filter leaves deals out, and says how many"):
            work.card(DEAL)
            whole, none = counts(work)
            assert none == 0 and whole > 5
            work.open_menu("No Next Step")  # a button that stays pressed: its role is not the same in all GTKs
            wait_counts(work, lambda shown, hidden: shown < whole and hidden > 0)
            bench.picture("no-step")
        with bench.step("Show All brings them back"):
            work.press("Show All")
            wait_counts(work, lambda shown, hidden: (shown, hidden) == (whole, 0))
        with bench.step("a button leads to the table of the deals, and Alt+2 back"):
            work.press("Table")
            work.find(re.compile(r"^\d+ records"), "label")
            work.driver.key("alt+2")
        with bench.step("words find a deal by its account, without its accents"):
            work.card(DEAL)
            work.focus_card(DEAL)
            work.driver.key("ctrl+f")
            work.driver.type("dwr glanafon")
            wait_counts(work, lambda shown, hidden: 0 < shown < whole and hidden > 0)
            work.card(DEAL)
            assert not work.is_shown(re.compile("^" + OTHER + ", "), "list item")
            bench.picture("words")
        with bench.step("filters are as they were left after a restart"):
            work.quit()
            work.start("crm:pipeline")
            wait_counts(work, lambda shown, hidden: 0 < shown < whole and hidden > 0)
            work.press("Show All")
            wait_counts(work, lambda shown, hidden: (shown, hidden) == (whole, 0))
        with bench.step("it fits into 360 pixels"):
            work.narrow()
            work.find("New Deal", "push button")
            bench.picture("narrow")
            work.quit()


def hold_at_edge(work, last, right: int) -> None:
    """Takes the card to the edge of the window, which is `right` wide, until the last stage is in sight; once more
    when the card was not where it had been told to be, for it has just come back there."""

    def come():
        box = box_of(work.card(DEAL))
        y = str(box.y + 20)
        # As slowly as a hand: GTK hears of no move that comes before it has begun to drag.
        path = [f"mousemove {box.x + step} {y} sleep 0.1".split() for step in (70, 90, 120, 200)]
        path += [f"mousemove {right - step} {y} sleep 0.1".split() for step in (60, 30, 8, 6)]
        work.move_mouse((box.x + 60, box.y + 20), "sleep", "0.2", "mousedown", "1", "sleep", "0.2",
                        *(word for words in path for word in words))  # fmt: skip
        try:
            work.driver.wait_until(lambda: box_of(last).x + box_of(last).width <= right, 5, what="the last stage")
        except NotFound:
            work.move_mouse((right - 8, box.y + 20), "mouseup", "1")
            raise
        return True

    work.driver.wait_until(come, 30, what="the last stage")


def dragging(bench):
    with open_workspace(bench, arguments=("crm:pipeline",)) as work:
        with bench.step("a card is dragged to another column with the mouse"):
            place_window(work)
            card = work.card(DEAL)
            column = work.find(re.compile("^Needs analysis, "), "list")
            drag(work, card, column)
            work.wait_stage(DEAL, "Needs analysis")
            bench.picture("dragged")
        with bench.step("Undo takes it back"):
            work.undo()
            work.wait_stage(DEAL, "Qualification")
        if work.tells_places():
            with bench.step("a card held at the edge takes the board along, to the last stage"):
                last = work.find(re.compile("^Lost, "), "list")
                right = max(width for width, _height in work.session.sizes())
                assert box_of(last).x > right, "the last stage is in sight already"
                hold_at_edge(work, last, right)
                bench.picture("edge")
                work.move_mouse((right - 8, 400), "mouseup", "1")
                work.find("Why Was It Lost?")
                work.press("Cancel")
        with bench.step("a card's menu leads to the other pipelines, by keys"):
            work.focus_card(DEAL)
            work.driver.key("Menu")
            work.find(None, "menu item")
            bench.picture("menu")
            work.driver.key("Down")
            work.driver.key("Return")
            work.find("Move to a Pipeline", "label")
            work.close_dialog()
            work.quit()


def new_deal(bench):
    with open_workspace(bench, arguments=("crm:pipeline",)) as work:
        with bench.step("Ctrl+N asks for a new deal"):
            work.card(DEAL)
            work.focus_card(DEAL)
            work.driver.key("ctrl+n")
            work.find("New Deal", "label")
            assert not work.find(re.compile(r"\bAdd$"), "push button").is_("sensitive"), "a deal without a title can be added"
            work.driver.type("Pressure sensors")
            work.driver.key("Tab")
            work.driver.type("Brandneu Wasser GmbH")
            work.driver.key("Tab")
            work.driver.type("12x")
            work.find("A number, as 1250.00", "label")
            work.driver.key("BackSpace")
            work.driver.type("00.50")
            bench.picture("new-deal")
            work.driver.key("Return")
            work.card("Pressure sensors")
            work.wait_focus("Pressure sensors")
        with bench.step("it has its account, its amount and its place in the history"):
            facts = ("SELECT a.name, d.amount, count(h.id), d.owner IS NOT NULL FROM deal d JOIN account a ON"
                     " a.id = d.account JOIN stage_history h ON h.deal = d.id WHERE d.title = ?")  # fmt: skip
            assert work.sql(facts, "Pressure sensors") == [("Brandneu Wasser GmbH", 120050, 1, 1)]
        with bench.step("Undo takes deal and account away again"):
            work.undo()
            work.wait_shown(re.compile("^Pressure sensors, "), "list item", shown=False)
            assert work.sql("SELECT 1 FROM account WHERE name = 'Brandneu Wasser GmbH'") == []
        with bench.step("a stage asks for what it wants to know, before anything is written"):
            work.ecrm("deal", "add", "--title", "Bare deal")
            work.card("Bare deal")
            work.sql("UPDATE stage SET required_fields = 'amount' || char(10) || 'next_step'"
                     " WHERE name = 'Needs analysis'")  # fmt: skip
            work.ecrm("note", "add", "--deal", DEAL, "--text", "So that all look again")
            work.focus_card("Bare deal")
            work.driver.key("ctrl+Right")
            work.find("“Needs analysis” Asks For More", "label")
            assert work.stage_of("Bare deal") == "Qualification"
            work.find("Next step", "text")
            work.driver.type("1500")
            work.driver.key("Tab")
            work.driver.key("Tab")  # past the amount's currency
            work.driver.type("Send the data sheet")
            bench.picture("asks")
            work.driver.key("Return")
            work.wait_stage("Bare deal", "Needs analysis")
            facts = "SELECT amount, currency IS NOT NULL, next_step FROM deal WHERE title = ?"
            found = work.sql(facts, "Bare deal")
            assert found == [(150000, 1, "Send the data sheet")], found
            work.quit()


def stages(bench):
    with open_workspace(bench, arguments=("crm:pipeline",)) as work:
        with bench.step("the editor shows the stages in their order, with their deals"):
            work.card(DEAL)
            work.find("Edit Pipelines", "push button").click()
            work.find("Pipelines and Stages")
            bench.picture("editor")
        with bench.step("a stage is added after the last open one"):
            work.press("Add Stage")
            work.find("It comes after the last open stage.", "label")
            work.driver.type("Contract")
            work.driver.key("Return")
            order = "SELECT name FROM stage WHERE coalesce(inactive, 0) = 0 ORDER BY position"
            names = ["Qualification", "Needs analysis", "Proposal", "Negotiation", "Contract", "Won", "Lost"]
            wait_names(work, order, names)
            work.find(re.compile("^Contract, Open . 0 deals"))
        with bench.step("Undo in the editor, which no window behind it offers, too, takes it away again"):
            undos = []

            def is_offered():
                undo = re.compile(r"(^|[^_]\b)Undo$")
                undos[:] = work.driver.find_all(undo, "push button", everywhere=True)
                return bool(undos)

            work.driver.wait_until(is_offered, what="Undo")
            assert len(undos) == 1, undos
            undos[0].click()
            wait_names(work, order, [name for name in names if name != "Contract"])
        with bench.step("a pipeline is added with the stages of this one, and archived"):
            work.press("New Pipeline")
            work.find(re.compile("^It begins with the stages of"), "label")
            work.driver.type("Partners")
            work.driver.key("Return")
            count = "SELECT count(*) FROM stage s JOIN pipeline p ON p.id = s.pipeline WHERE p.name = 'Partners'"
            work.driver.wait_until(lambda: work.sql(count) == [(6,)], what="the stages of Partners")
            work.driver.wait_until(lambda: work.is_shown("Archive", "push button"), what="Archive")
            work.press("Archive")
            archived = "SELECT inactive FROM pipeline WHERE name = 'Partners'"
            work.driver.wait_until(lambda: work.sql(archived) == [(1,)], what="Partners archived")
            work.press("Use Again")
            work.driver.wait_until(lambda: work.sql(archived) == [(0,)], what="Partners in use")
            bench.picture("partners")
            work.close_dialog()
            work.quit()


def open_first_stage(work) -> None:
    """Unfolds the first stage of the editor by keys: its row comes after the button above the list."""
    for _ in range(20):
        if work.find(re.compile("Add Stage$"), "push button").is_("focused"):
            break
        work.driver.key("Tab")
    work.driver.key("Tab")
    work.driver.key("Return")


def order(bench):
    with open_workspace(bench, arguments=("crm:pipeline",)) as work:
        stages = "SELECT name FROM stage WHERE coalesce(inactive, 0) = 0 ORDER BY position"
        names = ["Qualification", "Needs analysis", "Proposal", "Negotiation", "Won", "Lost"]
        n_deals = work.sql(IN_STAGE, names[0])[0][0]
        with bench.step("a stage comes later, and Undo puts it back"):
            work.card(DEAL)
            work.find("Edit Pipelines", "push button").click()
            work.find("Pipelines and Stages")
            open_first_stage(work)
            work.press("Later")
            wait_names(work, stages, [names[1], names[0], *names[2:]])
            work.undo()
            wait_names(work, stages, names)
        with bench.step("one with deals goes when it is said where they go"):
            work.find(re.compile("^Qualification, Open"))
            work.press("Remove…")
            work.find(re.compile("^Where its deals go"))
            bench.picture("remove")
            work.press("Remove")
            wait_names(work, stages, names[1:])
            assert work.sql(IN_STAGE, names[0]) == [(0,)]
            assert work.sql(IN_STAGE, names[1])[0][0] >= n_deals
        with bench.step("the board has a column less, and Undo brings it back with its deals"):
            work.undo()
            wait_names(work, stages, names)
            assert work.sql(IN_STAGE, names[0]) == [(n_deals,)]
            work.close_dialog()
            work.find(re.compile("^Qualification, 3 deals"), "list")
            work.quit()


def wait_names(work, statement, names) -> None:
    work.driver.wait_until(lambda: [row[0] for row in work.sql(statement)] == names,
                           what=f"{names}, not {work.sql(statement)}")  # fmt: skip


CHOICES = "Choices (with “;” between them)"
SETTING = "SELECT value FROM setting WHERE name = ?"


def wait_row(work, statement, expected, *values) -> None:
    work.driver.wait_until(lambda: work.sql(statement, *values) == [(expected,)],
                           what=f"{expected!r}, not {work.sql(statement, *values)}")  # fmt: skip


def go_to_entry(work, name: str) -> None:
    """To a row of settings by keys: on the way in all of its text is selected. The focus itself is in a part of
    the row that has no name."""
    field = work.find(name, "text")
    for _ in range(30):
        if field._ask(lambda a: a.get_text_iface().get_n_selections()):
            break
        work.driver.key("Tab")


def set_entry(work, name: str, text: str) -> None:
    go_to_entry(work, name)
    work.driver.key("ctrl+a")
    work.driver.type(text)
    work.driver.key("Return")


def wait_label(work) -> None:
    """Until the label of a new field can be typed: the rows below the dialog have labels, too."""
    work.driver.wait_until(lambda: any(entry.is_("focused") for entry in work.driver.find_all("Label", "text")),
                           what="the focus in the label")  # fmt: skip


def settings(bench):
    with open_workspace(bench) as work:
        work.ecrm("field", "add", "deal", "region", "--type", "choice", "--choices", "north=North,south=South",
                  "--translate", "de:north=Norden", "--translate", "fr:north=Nord")
        with bench.step("Today has charts, each also as a table"):
            work.find(re.compile("^Follow-ups"), "label")
            chart = work.find("Pipeline by Stage", "image")
            assert "Qualification" in chart._ask(lambda a: a.get_description()), chart.name
            bench.picture("charts")
            work.open_menu("Table: Pipeline by Stage")
            work.find("Amount (GBP)")
            bench.picture("table")
        with bench.step("settings show what is set"):
            work.driver.key("ctrl+comma")
            work.find("Your name, as others see it")
            bench.picture("general")
        with bench.step("the name is taken over"):
            set_entry(work, "Your name, as others see it", "Anna Probe")
            wait_row(work, "SELECT count(*) FROM user WHERE name = 'Anna Probe'", 1)
        with bench.step("working days are, and the last one stays"):
            work.open_menu(re.compile("^Choose( working days)?$"))
            work.find("Friday", "check box")
            work.driver.key("space")  # the first has the focus: Monday
            wait_row(work, SETTING, "30", "working_days")
            work.driver.key("Escape")
        with bench.step("so is the limit of new stages; what is no number is told"):
            set_entry(work, "Limit of new stages in days (0 for none)", "many")
            work.find(re.compile("A whole number from 0 to"))
            bench.picture("problem")
            set_entry(work, "Limit of new stages in days (0 for none)", "21")
            wait_row(work, SETTING, "21", "stage_limit")
            bench.picture("changed")
        with bench.step("the base currency is chosen from a list, another gets its rate, which is removed"):
            work.open_menu("Money")
            work.open_until("Choose a currency: Base currency", "Search currencies")
            work.driver.type("swiss fr")
            work.driver.key("Return")
            wait_row(work, SETTING, "CHF", "currency")
            work.open_until("Choose a currency: Currency", "Search currencies")
            work.driver.type("us dollar")
            work.driver.key("Return")
            work.driver.wait_until(lambda: work.find("Currency", "text").text == "USD", what="the currency")
            work.driver.type("0.9")  # the focus went on to what it is worth
            work.press("Set Rate")
            wait_row(work, "SELECT currency || rate || base FROM exchange_rate", "USD0.9CHF")
            bench.picture("rate")
            work.press(re.compile("^Remove 1 USD"))
            work.driver.wait_until(lambda: work.sql("SELECT 1 FROM exchange_rate") == [], what="no rate")
        with bench.step("choices of people's own fields have labels in other languages"):
            work.find("Fields", match=lambda a: a.get_n_actions()).click()
            work.find("Fields of Your Own", "label")
            bench.picture("fields")
            work.tab_to("Region")
            work.driver.key("Return")
            assert work.find("“North” in other languages", "text").text == "de: Norden; fr: Nord"
            assert work.find("“South” in other languages", "text").text == ""
        with bench.step("they are typed there; what is no such line is told, and changes nothing"):
            go_to_entry(work, "“North” in other languages")
            work.driver.key("Tab")
            work.driver.type("de: Sueden; nonsense")
            work.driver.key("Return")
            work.find(re.compile("Write a language and its label"))
            bench.picture("labels")
            labels = "SELECT count(*) FROM custom_label WHERE choice = 'south'"
            wait_row(work, labels, 0)
            set_entry(work, "“South” in other languages", "de: Sueden; pl: Poludnie")
            wait_row(work, labels, 2)
        with bench.step("a choice that is called something else is asked about, and keeps its records"):
            set_entry(work, CHOICES, "North; Southern")
            work.find("Rename the Choice?")
            bench.picture("rename")
            work.press("Rename")
            wait_row(work, "SELECT value || label FROM custom_choice WHERE position = 2 AND inactive = 0", "southSouthern")
        with bench.step("a field is defined in the window; one of a label that is there is not"):
            work.press("Add Field")
            wait_label(work)
            work.driver.type("region")
            work.find("There is a field of that label already")
            bench.picture("label-is-there")
            work.driver.key("ctrl+a")
            work.driver.type("Valve (type)")
            work.wait_shown("There is a field of that label already", shown=False)
            work.choose("Type", 10)
            work.find(re.compile("^Type: Choice"))
            work.driver.key("Tab")
            work.driver.type("Ball;Gate; ;Ball")
            work.driver.key("Tab", "space")
            bench.picture("new-field")
            work.press("Add")
            wait_row(work, "SELECT name || type || required FROM custom_field WHERE label = 'Valve (type)'", "valve_typechoice1")
            assert work.sql("SELECT custom_choice.label FROM custom_choice JOIN custom_field AS f ON f.id = field"
                            " WHERE f.name = 'valve_type' ORDER BY custom_choice.position") == [("Ball",), ("Gate",)]
            bench.picture("defined")
        with bench.step("it closes, and the workspace quits with 0"):
            work.close_dialog()
            work.quit()


if __name__ == "__main__":
    main({"filters": (filters, 90), "dragging": (dragging, 75), "new": (new_deal, 100), "stages": (stages, 90),
          "order": (order, 110), "settings": (settings, 150)})  # fmt: skip
