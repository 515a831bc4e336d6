#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Keyboard and menu: our accelerators, what they leave alone, and what a restart brings back."""

from support import FILE_KEY, SIDEBAR_KEY, UNDO_KEY, main

SENDER = "tuulikki.ahvenlampi@lasimuseo.example"
SUBJECT = "Climate in display cases"
# Menu items of ours and their keys; GTK's spelling of a key is compared without its order.
ITEMS = {
    "Show CRM Sidebar": SIDEBAR_KEY,
    "File Under Proposed Deal": FILE_KEY,
    "Undo CRM Change": UNDO_KEY,
}


def spell(binding):
    """'<Primary><Alt>y' and 'ctrl+alt+y' become the same."""
    text = binding.lower().replace("<primary>", "ctrl+").replace("<control>", "ctrl+")
    text = text.replace("<alt>", "alt+").replace("<mod1>", "alt+").replace("<shift>", "shift+")
    return "+".join(sorted(text.split("+")))


def read_menu(crm):
    """name -> key of all items of the menu bar that have one."""
    bars = crm.driver.find_all(role="menu bar", everywhere=True, showing=False)
    found = {}
    for node in (n for bar in bars for n in walk(bar)):
        if node.role not in ("menu", "menu item", "check menu item", "radio menu item"):
            continue  # a separator has no actions and says so in Evolution's log
        binding = node._ask(lambda a: a.get_key_binding(0) if a.get_n_actions() else "")
        # Mnemonic, the way there, and the accelerator; only the last counts.
        key = (binding or "").split(";")[-1]
        if key:
            found.setdefault(node.name, spell(key))
    return found


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def width_of(crm):
    return crm.sidebar()._ask(lambda a: a.get_component_iface().get_extents(0).width)


def is_hidden(crm):
    return not crm.driver.find_all(id="crm-sidebar")


def keys(bench):
    home = bench.demo_home()
    with bench.crm(home) as crm:
        with bench.step("no other menu item has one of our keys"):
            menu = read_menu(crm)
            for name, key in ITEMS.items():
                same = [other for other, its in menu.items() if its == spell(key)]
                assert same == [name], f"{key} is the key of {same}"
        crm.set_up()
        crm.select(SUBJECT, SENDER)
        toggle(bench, crm)
        crm.select(SUBJECT, SENDER)
        buttons(bench, crm)
        undo_and_entries(bench, crm)
        file_by_key(bench, crm)
        with bench.step("Evolution quits with 0 and without complaints"):
            crm.quit()


def choose_from_view_menu(crm, name):
    """With the mouse: GTK complains about items that are activated in a closed menu."""
    crm.driver.key("alt+v")
    box = crm.driver.find(name, everywhere=True)._ask(
        lambda a: a.get_component_iface().get_extents(0)
    )
    place = [str(box.x + box.width // 2), str(box.y + box.height // 2)]
    crm.session.run(["xdotool", "mousemove", *place, "sleep", "0.3", "click", "1"])


def toggle(bench, crm):
    with bench.step("the key hides and shows the sidebar"):
        crm.driver.key(SIDEBAR_KEY)
        crm.driver.wait_until(lambda: is_hidden(crm), what="the sidebar to go")
        crm.driver.key(SIDEBAR_KEY)
        crm.sidebar()
    with bench.step("the menu item does, too"):
        choose_from_view_menu(crm, "Show CRM Sidebar")
        crm.driver.wait_until(lambda: is_hidden(crm), what="the sidebar to go")
    with bench.step("it stays hidden over a restart, and the item says so"):
        crm.restart()
        crm.driver.message_list()
        assert is_hidden(crm), "the sidebar is back"
        item = crm.driver.find("Show CRM Sidebar", everywhere=True, showing=False)
        assert not item.is_("checked"), "the menu item is checked"
        choose_from_view_menu(crm, "Show CRM Sidebar")
        crm.sidebar()
    with bench.step("it stays shown over a restart, as wide as it was made"):
        before = width_of(crm)
        drag_wider(crm, 90)
        crm.driver.wait_until(lambda: abs(width_of(crm) - before - 90) <= 12, what="more width")
        wanted = width_of(crm)
        crm.restart()
        crm.driver.wait_until(
            lambda: abs(width_of(crm) - wanted) <= 2, 5, f"{wanted} pixels, not {width_of(crm)}"
        )


def drag_wider(crm, pixels):
    """Drags the handle left of the sidebar."""
    box = crm.sidebar()._ask(lambda a: a.get_component_iface().get_extents(0))
    x, y = box.x + 2, box.y + box.height // 2  # the theme lets the handle reach into it
    mouse = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "mousedown", "1"]
    for step in range(1, 10):
        mouse += ["mousemove", str(x - pixels * step // 9), str(y), "sleep", "0.03"]
    crm.session.run([*mouse, "mouseup", "1"])


def buttons(bench, crm):
    with bench.step("Space and Return press the focused button and show no other message"):
        for key, id, shown in (
            ("space", "crm-not-crm", "crm-show"),
            ("Return", "crm-show", "crm-not-crm"),
        ):
            crm.focus(id)
            crm.driver.key(key)
            crm.find(shown)
            crm.wait_text("crm-person-address", SENDER, 1)


def undo_and_entries(bench, crm):
    def notes():
        return crm.sql("SELECT count(*) FROM note")[0][0]

    with bench.step("a text entry of ours takes Space and letters"):
        crm.focus("crm-note-entry")
        crm.driver.type("Rang back, no answer")
        crm.wait_text("crm-note-entry", "^Rang back, no answer$")
        crm.driver.key("Return")
        crm.wait_history("Rang back, no answer")
        assert notes() == 1
    with bench.step("Ctrl+Z in the entry is the entry's own"):
        crm.focus("crm-note-entry")
        crm.driver.type("x")
        crm.driver.key("ctrl+z")
        crm.driver.key("BackSpace")
        crm.session.run(["sleep", "0.5"])
        assert notes() == 1, "the note was taken back"
    with bench.step("Ctrl+Z in the message list is Evolution's"):
        crm.select(SUBJECT, SENDER)
        crm.driver.key("ctrl+z")
        crm.session.run(["sleep", "0.5"])
        assert notes() == 1, "the note was taken back"
    with bench.step("Ctrl+Z elsewhere in our pane takes the note back"):
        crm.focus("crm-private")
        crm.driver.key("ctrl+z")
        crm.wait_history("Rang back, no answer", present=False)
        assert notes() == 0


def file_by_key(bench, crm):
    with bench.step("one key files under the proposed deal, one takes it back"):
        crm.press("crm-capture")
        crm.press("crm-capture-add")
        crm.wait_text("crm-filed-under", SUBJECT)
        crm.select("Re: " + SUBJECT, SENDER)
        crm.wait_text("crm-proposal", SUBJECT)
        crm.driver.key(FILE_KEY)
        crm.wait_text("crm-filed-under", SUBJECT)
        crm.driver.key(UNDO_KEY)
        crm.wait_gone("crm-filed-under")


if __name__ == "__main__":
    main({"keys": (keys, 120)})
