# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the workspace on the display, the bus and the home of an EvolutionSession, beside its Evolution or
without one.

    session.open()                                            # or start()
    workspace = Workspace(session, build / "src/app/evolution-crm", data=home.path / "crm")
    workspace.start()
    driver = Driver(workspace)
    ...
    assert workspace.stop() == 0

It is what a Driver takes for a session. GTK 4.8 tells no identifiers to accessibility tools, so widgets are
found by role and name.
"""

from __future__ import annotations

import pathlib
import subprocess
import time

from evolution_session import SessionError, complaints_of

BUS_NAME = "org.gnome.Evolution.Crm"


class Workspace:
    """program: the built evolution-crm. data: the folder of the store; default: Evolution's own. env: further
    variables. locales: where translations of a build that is not installed are. bus_name: of a second one on
    the same bus."""

    # GTK 4.8 tells of windows alone that they are showing. So what lies on another page of a stack counts as
    # shown, too: wait for what comes and goes, not for what is turned away.
    shown_state = "VISIBLE"
    tells_tree_in_one = True

    def __init__(self, session, program: pathlib.Path, data=None, env=None, locales=None, bus_name=BUS_NAME):
        self.session = session
        self.program = program
        self.exit_code: int | None = None
        self.start_seconds = 0.0
        self.bus_name = bus_name
        self.names = ("evolution-crm", bus_name)  # on the accessibility bus
        self.log = session.home.path / ("workspace.log" if bus_name == BUS_NAME else f"{bus_name}.log")
        self._process: subprocess.Popen | None = None
        self._extra = {"G_DEBUG": "fatal-criticals"}
        if not session.visible:
            self._extra["GSK_RENDERER"] = "cairo"  # a hidden display has no graphics card
        if data is not None:
            self._extra["CRM_DATA_DIR"] = str(data)
        if locales is not None:
            self._extra["CRM_LOCALE_DIR"] = str(locales)
        self._extra |= env or {}

    @property
    def env(self) -> dict[str, str]:
        return self.session.env | self._extra

    @property
    def pid(self) -> int:
        if self._process is None:
            raise SessionError("the workspace was not started")
        return self._process.pid

    @property
    def running(self) -> bool:
        if self._process is None:
            return False
        self.exit_code = self._process.poll()
        return self.exit_code is None

    def start(self, *arguments: str, timeout=20.0) -> float:
        """Starts it and returns the seconds until its window could be seen."""
        if self.running:
            raise SessionError("the workspace runs already")
        if not self.program.is_file():
            raise SessionError(f"not built: {self.program}")
        if self.bus_name != BUS_NAME:
            arguments = (f"--gapplication-app-id={self.bus_name}", *arguments)
        begin = time.monotonic()
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [str(self.program), *arguments], env=self.env, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, cwd=self.session.home.path,
            )  # fmt: skip
        while not self._has_window():
            if not self.running:
                raise SessionError(f"the workspace ended with {self.exit_code}:\n{self.log_text()}")
            if time.monotonic() - begin > timeout:
                raise SessionError(f"no window of the workspace after {timeout:.0f} s")
            time.sleep(0.03)
        self.start_seconds = time.monotonic() - begin
        return self.start_seconds

    def _has_window(self) -> bool:
        command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.pid), "--name", "."]
        return bool(self.run(command).stdout.strip())

    def run(self, command, timeout=30.0, **options) -> subprocess.CompletedProcess:
        """Runs a helper in this session, as EvolutionSession.run()."""
        return self.session.run(command, timeout, **options)

    def screenshot(self, path) -> pathlib.Path:
        return self.session.screenshot(path)

    def activate(self, action: str, parameter="") -> None:
        """An action of the program over D-Bus; parameter as GVariant text, "<'today'>"."""
        command = ["gdbus", "call", "--session", "--timeout", "10", "--dest", self.bus_name]
        command += ["--object-path", "/" + self.bus_name.replace(".", "/"), "--method", "org.gtk.Actions.Activate"]
        result = self.run([*command, action, f"[{parameter}]", "{}"])
        if result.returncode != 0:
            raise SessionError(f"action {action}: {result.stderr.strip()}")

    def resize(self, width: int, height: int) -> None:
        """Makes the window so large, where it may be."""
        command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.pid), "--name", "."]
        for window in self.run(command).stdout.split():
            self.run(["xdotool", "windowsize", "--sync", window, str(width), str(height)], timeout=5)

    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each of its windows, with the shadows around them where there are some."""
        command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.pid), "--name", "."]
        sizes = []
        for window in self.run(command).stdout.split():
            shell = dict(
                line.split("=", 1)
                for line in self.run(["xdotool", "getwindowgeometry", "--shell", window]).stdout.split()
            )
            if "WIDTH" in shell:  # else it has gone meanwhile
                sizes.append((int(shell["WIDTH"]), int(shell["HEIGHT"])))
        return sizes

    def maximize(self) -> None:
        """Makes its windows fill the display, without shadows around them."""
        command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.pid), "--name", "."]
        size = self.run(["xdotool", "getdisplaygeometry"]).stdout.split()
        for window in self.run(command).stdout.split():
            self.run(["xdotool", "windowstate", "--add", "MAXIMIZED_VERT", "--add", "MAXIMIZED_HORZ", window])
            self.run(["xdotool", "windowsize", "--sync", window, *size], timeout=5)

    def log_text(self, all_starts=True) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def complaints(self, all_starts=True) -> list[str]:
        """The warnings, criticals and errors that it printed."""
        return complaints_of(self.log_text())

    def stop(self, timeout=10.0) -> int | None:
        """Quits as the keyboard shortcut would; returns the exit code, -9 when it had to be killed."""
        if not self.running:
            return self.exit_code
        self.activate("quit")
        try:
            self.exit_code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill9()
        return self.exit_code

    def kill9(self) -> None:
        if self.running:
            self._process.kill()
            self.exit_code = self._process.wait(10)
