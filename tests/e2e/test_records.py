#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The windows of people, accounts and leads in the workspace: the client card, the group, conversion."""

import re

from driver import NotFound
from support import main
from workspace import Work, open_workspace

ACCOUNT = "Brauhaus Falkenrath GmbH"
GROUP = "Ebernauer Getränkegruppe SE"
TWICE = "Petra Zollbrecht"
NUMBER = re.compile(r"\+49 30 5550101\W*, Phone number")
LEAD = "Quill & Thorpe Dairies"
FRESH = "Tilda Mirova"
INTEREST = "Twelve hygienic flow meters"


def open_record(work, entity: str, name: str) -> None:
    """As a program does that knows the record's address: the sidebar, a link."""
    record = work.sql(f"SELECT id FROM {entity} WHERE name = ?", name)[0][0]
    work.session.run([str(work.session.program), f"crm:{entity}/{record}"])


def line(work, beginning: str):
    """A line of a card, by how it begins."""
    return work.find(re.compile("^" + re.escape(beginning)), "list item")


def status_of(work, lead: str) -> str:
    return work.sql("SELECT status FROM lead WHERE name = ?", lead)[0][0]


def choose(work, steps: int) -> None:
    """What is so many below the first of the list that was opened, by keys: GTK 4.8 presses no list item. A list
    takes keys a little after it is there, so they are pressed until it has gone."""
    for _ in range(5):
        work.driver.key("Home", *["Down"] * steps, "Return")
        if not work.is_shown("Nurture", "label"):
            return


def person(bench):
    with open_workspace(bench) as work:
        name, address = work.sql("SELECT p.name, a.address FROM person p JOIN address a ON a.person = p.id"
                                 " WHERE p.cadence_days = 30")[0]  # fmt: skip
        with bench.step("somebody of a name that is there is shown before they are made twice"):
            count = "SELECT count(*) FROM person WHERE name = ?"
            work.go("people")
            work.find("New Person…", "push button")
            work.driver.key("ctrl+n")
            work.find("E-mail address", "text")
            work.driver.type(TWICE)
            work.driver.key("Tab")
            line(work, f"{TWICE}, only the same name")
            bench.picture("twice")
            assert work.sql(count, TWICE) == [(1,)]
            work.press("Add Anyway")
            work.find("Add Contact Details")
            assert work.sql(count, TWICE) == [(2,)]
        with bench.step("two records of one person become one, and the window goes to the one that stays"):
            address = work.sql("SELECT a.address FROM person p JOIN address a ON a.person = p.id WHERE p.name = ?",
                               TWICE)[0][0]  # fmt: skip
            work.driver.key("F10")
            work.find(None, "menu item")
            work.driver.key("Up", "Up", "Up", "Return")
            line(work, TWICE)  # the other one, without being looked for
            bench.picture("merge-with")
            work.driver.key("Return")
            work.find(re.compile(rf"^This one stays: \W?{TWICE}\W? · .*{re.escape(address)}"), "radio button")
            work.driver.key("Down")  # from the one that the window shows
            bench.picture("merge")
            work.press("Merge")
            line(work, address)
            assert work.sql(count, TWICE) == [(1,)]
            bench.picture("merged")
            work.undo()
            work.driver.wait_until(lambda: work.sql(count, TWICE) == [(2,)], what="two of them again")
        with bench.step("a window goes along, too, where another program merged them"):
            other = "SELECT id FROM person WHERE name = ? AND id NOT IN (SELECT person FROM address WHERE person NOTNULL)"
            old = work.sql("SELECT person FROM address WHERE address = ?", address)[0][0]
            new = work.sql(other, TWICE)[0][0]
            work.ecrm("merge", "person", old, new, "--into", new)
            work.find(re.compile("^Merged into “.*Petra"))
            line(work, address)
            bench.picture("merged-elsewhere")
            work.ecrm("undo")
            work.driver.wait_until(lambda: work.sql(count, TWICE) == [(2,)], what="two of them again")
            line(work, "Nothing here yet")
        with bench.step("a number is added on the card; what nobody can dial is none"):
            work.open_menu("Add Contact Details")
            work.find(None, "menu item")  # GTK 4.18 names none of them
            work.driver.key("Up", "Return")
            work.find(re.compile("^Phone number"), "text")
            work.driver.type("by mail")
            work.driver.key("ctrl+Return")
            work.find(re.compile("This value cannot be taken"), "label")
            work.driver.key("ctrl+a")
            work.driver.type("+49 30 5550101")
            work.driver.key("ctrl+Return")
            work.find(NUMBER, "list item")
        with bench.step("both are taken back"):
            work.driver.key("ctrl+z")
            work.wait_shown(NUMBER, "list item", shown=False)
            work.driver.key("ctrl+z")
            work.driver.wait_until(lambda: work.sql(count, TWICE) == [(1,)], what="one of them")
            work.find("This Record Is No More")
            work.close_dialog()
        with bench.step("Ctrl+K finds a person by name first, and lands on the card"):
            work.driver.key("ctrl+k")
            work.find(re.compile("^Words of a deal, a person"), "label")
            work.driver.type(name)
            line(work, f"{name}, Person, ")
            bench.picture("find")
            work.driver.key("Return")
            work.find(re.compile("Contact every 30 days"), "label")
            bench.picture("card")
        with bench.step("the card leads to the account, and to a letter to them; it says whose turn it is"):
            assert line(work, ACCOUNT).is_("focusable"), "a line cannot be reached with the keyboard"
            line(work, address)
            work.find(re.compile("^.?(Your|Their) turn: "), "label")
        with bench.step("what another program writes shows on the card"):
            work.ecrm("note", "add", "--text", "Prefers calls before ten", "--person", name)
            line(work, "Prefers calls before ten")
            work.ecrm("person", "set", name, "title=Head of purchasing")
            work.find(re.compile("Head of purchasing"), "label")
        with bench.step("what a field held before, and who changed it, is in the menu"):
            work.driver.key("F10")
            work.find(None, "menu item")
            work.driver.key("Up", "Up", "Return")
            work.find(re.compile("^Job title, .* → .?Head of purchasing"), "list item")
            bench.picture("changes")
            work.close_dialog()
        with bench.step("it fits into 360 pixels"):
            work.narrow()
            bench.picture("narrow")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def type_path(work, path) -> None:
    """Into a dialog that asks for a file, which has the focus a little later than it is there."""
    button = re.compile(r"^(_?(Save|Open) )?(Save|Open)$")

    def entry() -> str | None:
        found = work.driver.find_all(None, "text", everywhere=True, state="focused", first=True)
        return found[0].text or "" if found else None

    work.find(button, "push button")
    for _ in range(5):
        if entry() is None:
            work.driver.key_until("ctrl+l", lambda: entry() is not None, "where a path is typed")
        work.driver.key("ctrl+a")
        work.driver.type(str(path))
        try:
            work.driver.wait_until(lambda: entry() == str(path), 3, what=f"{path}, not {entry()}")
            break
        except NotFound:
            pass
    work.driver.key_until("Return", lambda: not work.is_shown(button, "push button"), "the dialog to go")


def pick_last(work, name: str) -> None:
    """The last file of the home folder, in a dialog that asks for one: while a path is typed into GTK 4.18's to open
    one, GTK completes it wrongly, and with criticals."""

    def row() -> str:
        rows = work.driver.find_all(None, "table row", everywhere=True, state="focused", first=True)
        return rows[0].name if rows else ""

    work.find("Open", "push button")
    work.driver.key_until("alt+Home", lambda: work.is_shown(re.compile(f"^{work.data.name} "), "table row"), "the folder")
    work.driver.key_until("Tab", row, "a row with the focus")
    work.driver.key_until("End", lambda: row().startswith(f"{name} "), f"the focus on {name}")
    work.driver.key("Return")


def import_table(bench, work) -> None:
    imported = ("SELECT (SELECT count(*) FROM person WHERE name = 'Ida Sandvik')"
                " + (SELECT count(*) FROM account WHERE name = 'Fjord Pumps')")  # fmt: skip
    is_old = work.tells_places()
    known = work.sql("SELECT address FROM address WHERE person NOTNULL")[0][0]
    table = work.session.session.home.path / "zz.csv"
    table.write_text("Name;E-mail;Where\nIda Sandvik;ida@fjordpumps.example;Fjord Pumps\n"
                     f"Kai Nowhere;nowhere;Fjord Pumps\nAgain;{known};\n", encoding="utf-8")  # fmt: skip
    with bench.step("a table of another program: what would come of it is said, and follows the columns"):
        work.driver.key("ctrl+k")
        work.find(re.compile("^Words of a deal, a person"), "label")
        work.driver.type("Import Peo")
        line(work, "Import People…")
        work.driver.key("Return")
        if is_old:
            type_path(work, table)
        else:
            pick_last(work, table.name)
        work.find(re.compile("1 new person · 1 is there already.* · 1 row cannot be taken"), "label")
        work.find(re.compile("zz.csv.? · 3 rows"), "label")
        work.find(re.compile("^Row 3 · .?E-mail.? · .?“nowhere”.?, It takes an e-mail address"), "list item")
        bench.picture("import")
        work.choose("Where", 5)
        work.find(re.compile("1 new person · 1 new account · 1 is there already"), "label")
        assert work.sql(imported) == [(0,)], "written before anybody said so"
    with bench.step("rows that cannot be taken are saved as a table of their own"):
        work.press("Save the Refused Rows…")
        type_path(work, bench.scratch / "refused.csv")
        work.find("Saved as “refused.csv”", "label")
        text = (bench.scratch / "refused.csv").read_text(encoding="utf-8-sig")
        assert text.splitlines()[1:] == ['"Kai Nowhere","nowhere","Fjord Pumps","E-mail: It takes an e-mail address"']
    with bench.step("it is imported, and taken back at once"):
        work.driver.key("ctrl+Return")
        work.driver.wait_until(lambda: work.sql(imported) == [(2,)], what="a person and an account")
        work.find("Records imported")
        work.undo()
        work.driver.wait_until(lambda: work.sql(imported) == [(0,)], what="neither")


def account(bench):
    with open_workspace(bench) as work:
        with bench.step("the address of an account opens its card: people, deals, what it is worth"):
            open_record(work, "account", ACCOUNT)
            work.find(re.compile("1 open deal"), "label")
            line(work, "Jonas Riedmühl")
            bench.picture("card")
        with bench.step("the group is a tree, and the account stands in it"):
            line(work, GROUP)
            line(work, f"{ACCOUNT}, this account")
        with bench.step("a key-account plan is begun, and taken back"):
            work.driver.key_until("alt+p", lambda: work.is_shown("Goals", "text"), "the plan")
            assert work.sql("SELECT count(*) FROM account_plan") == [(1,)]
            bench.picture("plan")
            work.driver.key("ctrl+z")
            work.driver.wait_until(lambda: work.sql("SELECT count(*) FROM account_plan") == [(0,)],
                                   what="no plan")  # fmt: skip
            work.close_dialog()
        with bench.step("a parent shows the deals and people of its subsidiaries when asked to"):
            open_record(work, "account", GROUP)
            line(work, f"{GROUP}, this account")
            work.driver.key("alt+b")
            line(work, "Flow meters for bottling line 3")
            line(work, "Jonas Riedmühl")
            bench.picture("group")
            work.close_dialog()
        with bench.step("what is there twice is listed, and merged from there"):
            count = "SELECT count(*) FROM account WHERE name = ?"
            both = re.compile(rf"^\W?{ACCOUNT}\W? · \W?{ACCOUNT}\W?, only the same name")
            work.ecrm("account", "add", "--name", ACCOUNT)
            work.driver.key("ctrl+k")
            work.find(re.compile("^Words of a deal, a person"), "label")
            work.driver.type("Likely Dup")
            line(work, "Likely Duplicates…")
            work.driver.key("Return")
            work.find(both, "list item")
            bench.picture("duplicates")
            work.press(re.compile(rf"^Merge \W?{ACCOUNT}"))
            work.find("This one stays")
            bench.picture("duplicates-merge")
            work.press("Merge")
            work.wait_shown(both, "list item", shown=False)
            assert work.sql(count, ACCOUNT) == [(1,)]
            bench.picture("no-duplicates")
            work.driver.key("ctrl+z")
            work.find(both, "list item")
            work.close_dialog()
        import_table(bench, work)
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def lead(bench):
    with open_workspace(bench) as work:
        with bench.step("a lead says how far it is qualified"):
            open_record(work, "lead", FRESH)
            line(work, "Qualification, Budget: unknown")
            bench.picture("card")
        with bench.step("what a status still needs is said, and the status stays"):
            work.open_menu(re.compile("^Status"))
            work.find("Contacted", "label")
            choose(work, 3)
            work.find(re.compile("Fill in first: .*What they need"), "label")
            assert status_of(work, FRESH) == "new"
            bench.picture("missing")
            work.close_dialog()
        with bench.step("it is converted in one step: a new account and a deal"):
            open_record(work, "lead", LEAD)
            line(work, "Prospective, Budget: Yes")
            work.driver.key("alt+v")
            work.find("Title of the deal", "text")
            work.find(re.compile("^No address book is chosen for new contacts"), "label")
            bench.picture("convert")
            work.press("Convert")
            line(work, f"{INTEREST}, Became the deal")
            assert status_of(work, LEAD) == "converted"
            assert work.sql("SELECT a.name FROM deal d JOIN account a ON a.id = d.account WHERE d.title = ?",
                            INTEREST) == [(LEAD,)]  # fmt: skip
            step = "SELECT f.kind, f.due IS NOT NULL FROM follow_up f JOIN deal d ON d.id = f.deal WHERE d.title = ?"
            assert work.sql(step, INTEREST) == [("call", 1)]
            bench.picture("converted")
        with bench.step("one undo takes all of it back"):
            work.driver.key("ctrl+z")
            work.driver.wait_until(lambda: status_of(work, LEAD) == "sql", what="the lead as it was")
            assert work.sql("SELECT count(*) FROM deal WHERE title = ?", INTEREST) == [(0,)]
            assert work.sql("SELECT count(*) FROM account WHERE name = ?", LEAD) == [(0,)]
            assert work.sql(step, INTEREST) == []
            line(work, "Prospective, Budget: Yes")
        with bench.step("it quits with 0 and without complaints"):
            work.quit()


def sidebar(bench):
    """From a letter in the real Evolution to the workspace."""
    home = bench.demo_home()
    address = "jonas.riedmuehl@falkenrath.example"
    with bench.crm(home) as crm:
        crm.set_up()
        crm.session.run([str(bench.ecrm()), "--db", str(crm.data), "load",
                         str(home.path / "demo" / "pipeline.json")])  # fmt: skip
        work = Work(bench, crm.session, crm.data)
        leads = "SELECT count(*) FROM lead WHERE address = ? AND status = 'new' AND person IS NOT NULL"
        try:
            with bench.step("a person in the sidebar opens in the workspace that runs"):
                work.start()
                crm.select("Flow meters for bottling line 3", address)
                crm.press("crm-person-open")
                line(work, address)
                bench.picture("person")
            with bench.step("a lead is made of whom the letter is from"):
                crm.press("crm-lead-new")
                crm.driver.wait_until(lambda: work.sql(leads, address) == [(1,)], what="the lead")
            with bench.step("whoever asks again is no second lead, but is shown"):
                crm.press("crm-lead-new")
                work.find(re.compile("^Status"))
                assert work.sql(leads, address) == [(1,)]
                bench.picture("lead")
            with bench.step("both quit without complaints"):
                work.quit()
                crm.quit()
        finally:
            work.session.kill9()


if __name__ == "__main__":
    main({"person": (person, 180), "account": (account, 120), "lead": (lead, 120), "sidebar": (sidebar, 150)})
