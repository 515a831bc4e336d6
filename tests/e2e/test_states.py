#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every state of the sidebar at two window sizes in three languages: a picture of each, and a look at
every label and button in it: nothing cut off without a tooltip, nothing squeezed, nothing nameless.

The labels are judged from within Evolution by crm-label-walk.so, since the accessibility tree does
not know whether a text fits.
"""

import functools
import os
import signal
import sqlite3
import subprocess
import time

from support import TOP, HeldBack, Skip, evolution_home, main

SIZES = ((1100, 700), (1480, 900))  # the large one last: what follows is in sight
UNKNOWN = ("Climate in display cases", "tuulikki.ahvenlampi@lasimuseo.example")
KNOWN = ("Re: Flow meters for bottling line 3", "jonas.riedmuehl@falkenrath.example")
LANGUAGES = {
    "english": ("C.UTF-8", "en"),
    "german": ("de_DE.UTF-8", "de"),
    "arabic": ("ar_EG.UTF-8", "ar"),
}


class Gallery:
    """Pictures and label walks of one session. problems: what was found, once each."""

    def __init__(self, bench, crm, report):
        self.bench = bench
        self.crm = crm
        self.report = report
        self.n_labels = 0
        self.problems = {}

    def show(self, state):
        """Both sizes of what is shown now."""
        for width, height in SIZES:
            self.resize(width, height)
            self.bench.picture(f"{state}-{width}")
            for problem, place, text in self.walk():
                self.problems.setdefault((problem, place, text), f"{state} at {width}")

    def resize(self, width, height):
        run = self.crm.session.run
        command = ["xdotool", "search", "--onlyvisible", "--pid", str(self.crm.session.pid)]
        ids = self.crm.driver.wait_until(
            lambda: run([*command, "--name", "."]).stdout.split(), what="the window"
        )
        size = ["windowsize", "--sync", ids[0], str(width), str(height)]
        run(["timeout", "2", "xdotool", *size])
        time.sleep(0.4)

    def walk(self):
        self.report.unlink(missing_ok=True)
        os.kill(self.crm.session.pid, signal.SIGUSR2)
        self.crm.driver.wait_until(self.report.exists, 5, what="the label walk")
        lines = [
            line.split("\t", 2) for line in self.report.read_text(encoding="utf-8").splitlines()
        ]
        self.n_labels += int(lines[-1][2])
        return lines[:-1]


def use_locale(bench, name):
    """Makes the locale where the machine has none, as a minimal Debian."""
    if name == "C.UTF-8":
        return
    folder = bench.scratch / "locales"
    script = TOP / "tests" / "support" / "make-locales.sh"
    result = subprocess.run([script, folder, name.split(".")[0]], capture_output=True, text=True)
    if result.returncode != 0:
        raise Skip(result.stderr.strip())
    os.environ["LOCPATH"] = str(folder)


def show_setup(crm, gallery):
    crm.find("crm-setup-start")
    gallery.show("setup")


def show_progress(bench, crm, gallery, held_back):
    gallery.resize(*SIZES[-1])
    crm.press("crm-setup-start")
    crm.find("crm-progress", timeout=20)
    bench.picture("progress")
    held_back.release(crm.driver)
    crm.wait_gone("crm-progress")
    crm.wait_for_index()


def show_selections(crm, gallery):
    crm.open_folder("Empty")
    crm.driver.wait_until(lambda: crm.driver.message_count() == 0, what="the empty folder")
    crm.find("crm-status")
    gallery.show("nothing")
    crm.open_folder("Inbox")
    crm.select(*UNKNOWN)
    gallery.show("unknown")
    crm.driver.message_list().focus()
    crm.driver.key("ctrl+a")
    crm.find("crm-status")
    gallery.show("several")
    crm.select(*UNKNOWN)
    crm.press("crm-capture")
    crm.find("crm-capture-add")
    gallery.show("form")
    crm.press("crm-capture-cancel")


def show_known(crm, gallery):
    crm.ecrm("load", crm.session.home.path / "demo" / "pipeline.json")
    crm.select(*KNOWN)
    crm.find("crm-filed-under")
    gallery.show("known")
    crm.reveal("crm-why")
    crm.press("crm-why")
    time.sleep(0.5)
    gallery.bench.picture("why")
    crm.driver.key("Escape")
    crm.reveal("crm-private")
    crm.press("crm-private")
    crm.find("crm-hidden")
    gallery.show("private")
    crm.press("crm-undo")
    crm.find("crm-filed-under")
    gallery.show("undone")


def show_error(bench, crm, gallery):
    """The store as a newer program would have left it."""
    assert crm.session.stop() == 0
    with sqlite3.connect(crm.data / "crm.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    crm.session.start()
    crm.find("crm-status")
    gallery.show("newer")
    bench.check(len(crm.text("crm-status")) > 40, "a store of a newer program: said in words")
    with sqlite3.connect(crm.data / "crm.db") as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    bench.check(version == 99, "and the store is left alone")


def states(bench, language):
    locale, code = LANGUAGES[language]
    use_locale(bench, locale)
    home = bench.demo_home(language=locale)
    evolution_home.make_maildir(home.mail_root, "Empty")
    held_back = HeldBack(home)  # so that the index being built can be seen
    report = bench.scratch / "labels.txt"
    build = bench.build
    shim = build / "data" / "demo" / "shim" / "crm-module-shim.so"
    env = {
        "LANGUAGE": code,
        "CRM_LOCALE_DIR": build / "po",
        "GTK_MODULES": f"{shim}:{build / 'tests' / 'e2e' / 'crm-label-walk.so'}",
        "CRM_LABEL_WALK": report,
    }
    with bench.crm(home, env=env) as crm:
        gallery = Gallery(bench, crm, report)
        with bench.step("the first-run card"):
            show_setup(crm, gallery)
        with bench.step("the index being built"):
            show_progress(bench, crm, gallery, held_back)
        with bench.step("nothing, one unknown sender, several, and the form"):
            show_selections(crm, gallery)
        with bench.step("a known person with deals, filed, private, and undone"):
            show_known(crm, gallery)
        with bench.step("no complaints so far"):
            # WebKit's sandboxed helper does not see the locales we made.
            found = [x for x in crm.complaints() if "Locale not supported" not in x]
            assert not found, "\n".join(found)
        with bench.step("a store made by a newer program"):
            show_error(bench, crm, gallery)
        found = [f"{' | '.join(key)} ({where})" for key, where in gallery.problems.items()]
        bench.check(
            not found, f"{gallery.n_labels} labels looked at: all can be read", "\n".join(found)
        )
        with bench.step("Evolution quits with 0"):
            assert crm.session.stop() == 0


if __name__ == "__main__":
    main({name: (functools.partial(states, language=name), 150) for name in LANGUAGES})
