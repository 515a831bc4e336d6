# SPDX-License-Identifier: LGPL-2.1-or-later
"""A walk through the demo on a hidden display: what the sidebar says, as text and as pictures.

Everything is found by identifiers and by names of the demo's content, so the walk is the same in every
language.
"""

from __future__ import annotations

import pathlib
import re

from evolution_driver import Driver, NotFound
from evolution_home import ACCOUNT
from workspace_session import Workspace

NOTE = "Press 4: ask for photographs of the seals"
SPOKEN = {"label", "text", "push button", "toggle button", "combo box", "check box", "link"}
INDEX_SECS = 120.0
ISOLATES = re.compile("[\u2066-\u2069]")  # keep telephone numbers in order; nothing for a terminal


class Stop:
    """One message to look at: what it shows, where it lies, whom the sidebar must be about."""

    def __init__(self, name, subject, address, folder="Inbox", shows=(), hides=()):
        self.name = name
        self.subject = subject
        self.address = address
        self.folder = folder
        self.shows = shows  # identifiers that must be seen
        self.hides = hides


STOPS = {
    "filed": Stop(
        "a filed conversation with a customer", "Flow meters for bottling line 3",
        "jonas.riedmuehl@falkenrath.example", shows=("crm-filed-under", "crm-history-row"),
        hides=("crm-capture",),
    ),
    "unknown": Stop(
        "somebody nobody knows", "64 greenhouse bays", "callum@brightwater-growers.example",
        shows=("crm-capture",), hides=("crm-filed-under", "crm-proposal"),
    ),
    "colleague": Stop(
        "a colleague", "Forecast: your deals this quarter", "edmund.karslake@tarnbeck.example",
        hides=("crm-capture", "crm-proposal"),
    ),
    "newsletter": Stop(
        "a newsletter", "Sensor Notes", "editor@sensor-notes.example", folder="Newsletters",
        hides=("crm-capture", "crm-proposal"),
    ),
    "customer": Stop(
        "a customer with a deal that the message belongs to", "Sensor nodes on press 4",
        "dwayne.tillerby@cedarhollow.example", folder="Customers",
        shows=("crm-proposal", "crm-file"), hides=("crm-capture", "crm-filed-under"),
    ),
}  # fmt: skip


def new_lines(driver, known: set) -> list[str]:
    """What the lines of the workspace's page say, when there are some that are not `known`; the board's cards
    are lines, too."""
    names = [node.name for node in driver.find_all(None, "list item", everywhere=True)]
    found = [name for name in names if "," in name and name not in known]
    return found if len(found) > 3 else []


class Tour:
    def __init__(self, demo, out: pathlib.Path):
        self.demo = demo
        self.out = out
        self.driver = Driver(demo.session)
        self.folder = "Inbox"
        self.pictures = 0

    # --- the sidebar ------------------------------------------------------------------------------

    def find_all(self, id=None, **more) -> list:
        root = self.driver.find(id="crm-sidebar")
        return self.driver.find_all(id=id, root=root, everywhere=True, **more)

    def is_shown(self, id) -> bool:
        return bool(self.find_all(id))

    def wait_shown(self, id, shown=True) -> None:
        what = f"{id} to {'come' if shown else 'go'}"
        self.driver.wait_until(lambda: self.is_shown(id) == shown, what=what)

    def press(self, id) -> None:
        def can_be_pressed():
            found = self.find_all(id)
            return found[0] if found and found[0].is_("sensitive") else None

        self.driver.wait_until(can_be_pressed, what=f"{id} to press").click()

    def spoken(self) -> list[str]:
        """What the sidebar says, top to bottom, as a screen reader finds it."""
        lines = []
        for node in self.find_all():
            if node.role not in SPOKEN or node.id == "crm-why":  # beside each row of the history
                continue
            text = ISOLATES.sub("", node.text).strip()
            if node.role == "text":
                text = f"[{node.name}: {text}]" if text else f"[{node.name}]"
            elif node.role != "label":
                text = f"({text})" if text else ""
            if text and (not lines or lines[-1].strip("()[]") != text.strip("()[]")):
                lines.append(text)
        return lines

    def say(self) -> None:
        for line in self.spoken():
            print(f"      {line}")

    def picture(self, name: str) -> None:
        self.pictures += 1
        self.demo.session.screenshot(self.out / f"{self.pictures}-{name}.png")

    # --- the steps --------------------------------------------------------------------------------

    def press_start(self) -> None:
        """The first-run card, then the index, then the pipeline."""
        self.wait_shown("crm-setup-start")
        self.picture("start")
        self.say()
        self.press("crm-setup-start")
        if not self.demo.wait_for_index(INDEX_SECS):
            raise NotFound("the index was not built")
        print(f"      {self.demo.count_letters()} letters are indexed")
        counts = self.demo.load_pipeline()
        counts.pop("version", None)  # of ecrm's JSON
        print("      loaded: " + ", ".join(f"{name} {n}" for name, n in counts.items()))
        if counts["missing"]:
            raise NotFound(f"{counts['missing']} letters to be filed are not in the index")

    def look_at(self, stop: Stop) -> None:
        if stop.folder != self.folder:
            self.demo.session.open_uri(f"folder://{ACCOUNT}/{stop.folder}")
            self.folder = stop.folder
        row = self.driver.find_message(stop.subject)

        def is_about():
            found = self.find_all("crm-person-address")
            if found and found[0].text == stop.address:
                return True
            self.driver.select_message(row)  # a folder that just opened selects one by itself
            return False

        self.driver.select_message(row)
        self.driver.wait_until(is_about, what=f"the sidebar to show {stop.address}")
        for id in stop.shows:
            self.wait_shown(id)
        for id in stop.hides:
            self.wait_shown(id, shown=False)

    def stop_at(self, key: str) -> None:
        self.look_at(STOPS[key])
        self.picture(key)
        self.say()

    def file_proposed(self) -> None:
        self.press("crm-file")
        self.wait_shown("crm-filed-under")
        self.wait_shown("crm-undo")
        self.picture("filed-now")
        print(f"      {self.find_all('crm-filed-under')[0].text}")
        print(f"      {self.find_all('crm-toast')[0].text}")

    def has_note(self) -> bool:
        return any(NOTE in node.name for node in self.find_all("crm-history-row"))

    def add_note(self) -> None:
        self.find_all("crm-note-entry")[0].set_text(NOTE)
        self.press("crm-note-add")
        self.driver.wait_until(self.has_note, what="the note in the history")
        self.picture("note")
        print(f"      {next(n.name for n in self.find_all('crm-history-row') if NOTE in n.name)}")

    def undo(self) -> None:
        self.press("crm-undo")
        self.driver.wait_until(lambda: not self.has_note(), what="the note to leave the history")
        self.wait_shown("crm-filed-under")
        self.picture("undone")
        print(f"      {self.find_all('crm-toast')[0].text}")

    def look_at_workspace(self) -> None:
        """Today and the board, as pictures and as what a screen reader reads of each line."""
        workspace = Workspace(self.demo.session, self.demo.workspace)
        try:
            seconds = workspace.start()
            driver = Driver(workspace)
            print(f"      its window was there after {seconds:.1f} s")
            known = set()
            for place in ("today", "pipeline"):
                workspace.activate("place", f"<'{place}'>")
                # More than the names of the places; what was on the page before is still in the tree.
                lines = driver.wait_until(lambda: new_lines(driver, known), what=f"the lines of {place}")
                self.picture(f"workspace-{place}")
                for line in lines[:4]:
                    print(f"      {ISOLATES.sub('', line)}")
                known |= set(lines)
            code = workspace.stop()
            if code != 0 or workspace.complaints():
                raise NotFound(f"the workspace ended with {code}:\n{workspace.log_text()}")
        finally:
            workspace.kill9()

    def quit(self) -> None:
        code = self.demo.session.stop()
        if code != 0:
            raise NotFound(f"Evolution ended with {code}")
        found = self.demo.session.complaints(all_starts=True)
        # The web process's sandbox does not see a language that was made for this user only.
        complaints = [line for line in found if "Locale not supported" not in line]
        if complaints:
            raise NotFound("Evolution complained:\n" + "\n".join(complaints))

    def steps(self):
        yield "The CRM asks before it reads anything; Start is pressed", self.press_start
        for key, stop in STOPS.items():
            yield f"Selected: {stop.name}", lambda key=key: self.stop_at(key)
        yield "The proposal is taken with one press", self.file_proposed
        yield "A note is added", self.add_note
        yield "Undo takes the note back, and only the note", self.undo
        yield "The workspace: what is to do today, and all deals on a board", self.look_at_workspace
        yield "Evolution quits without a complaint", self.quit


def run_tour(demo, out: pathlib.Path) -> int:
    """Starts Evolution and walks; returns 0 when every step went well. A failed step ends the walk."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("[0-9]*-*.png"), *out.glob("failed.log")):
        old.unlink()
    print("Evolution starts on a hidden display ...", flush=True)
    demo.start()
    tour = Tour(demo, out.resolve())
    for number, (name, step) in enumerate(tour.steps(), 1):
        print(f"\n{number:3}. {name}", flush=True)
        try:
            step()
        except Exception as error:
            print(f"      FAILED: {type(error).__name__}: {error}", flush=True)
            if demo.session.running:
                tour.picture("failed")
            (out / "failed.log").write_text(demo.session.log_text(all_starts=True), encoding="utf-8")
            print(f"      picture and log: {out}")
            return 1
    print(f"\nAll went well. {tour.pictures} pictures are in {out}")
    return 0


__all__ = ["run_tour"]
