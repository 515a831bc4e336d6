# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the real Evolution with our module, apart from any Evolution the user has open.

It has its own HOME, session bus and XDG_RUNTIME_DIR; with visible=False its own X server as well.

    with EvolutionSession(home, module="build/plugin/module-crm.so",
                          shim="build/data/demo/shim/crm-module-shim.so") as session:
        session.screenshot("mail.png")
        assert session.stop() == 0

Python 3.11, standard library only. Programs: evolution, dbus-daemon, dbus-send, gdbus, setpriv,
prlimit; for visible=False Xvfb, openbox and xdotool; for screenshot() ImageMagick's import.

Start it from a thread that lives as long as the session: the X server and the bus end with it.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import uuid

import evolution_home

# --- What differs between Evolution 3.46 (Debian 12) and 3.56 (Debian 13) stands here -------------
# (and in the C shim's is_evolution() and evolution_home's menubar-visible).

# The program's name on the accessibility bus.
APPLICATION_NAMES = ("evolution", "org.gnome.Evolution")
# Newer at-spi2-core names -> the names our tests use.
ROLE_NAMES = {"button": "push button"}
# Said by helpers that cannot load the shim, by every remote `evolution ...` call, by the web process when
# the bus it sits on ends before it (each version in its words), and by one whose Evolution was killed: no
# fault. GTK's own, and the same without our module: the accessible of a tab asks for its label when an
# editor of events was walked through and has closed; GTK 4.18 measures the heading of a message dialog.
HARMLESS = re.compile(
    r"Failed to load module|did not unregister from D-Bus|CamelRssStore::get_folder_info_sync"
    r"|Error releasing name org\.gnome\.Evolution\.Sandboxed|Can't connect to a11y bus"
    r"|gtk_notebook_get_tab_label: assertion 'list != NULL' failed"
    r"|WebKitWebProcess.*The connection is closed"
    r"|evolution-crm:.*Trying to measure GtkLabel"
)
# --------------------------------------------------------------------------------------------------

BUS_NAME = "org.gnome.Evolution"
TOP = pathlib.Path(__file__).resolve().parents[2]
_COMPLAINT = re.compile(r"-(CRITICAL|WARNING|ERROR) \*\*|\*\* \(.*\): (CRITICAL|WARNING|ERROR)")
_KEPT = (
    "PATH LD_LIBRARY_PATH LD_PRELOAD ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS G_MESSAGES_DEBUG "
    "GSETTINGS_SCHEMA_DIR XDG_DATA_DIRS LOCPATH"
).split()
_KEPT_VISIBLE = "DISPLAY XDG_SESSION_TYPE XDG_CURRENT_DESKTOP GDK_SCALE GTK_THEME".split()
_MARK = "CRM_EVOLUTION_SESSION"
_PACKAGES = {
    "Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "import": "imagemagick",
    "evolution": "evolution", "dbus-daemon": "dbus-daemon", "dbus-send": "dbus-bin",
    "gdbus": "libglib2.0-bin",
    "setpriv": "util-linux", "prlimit": "util-linux",
}  # fmt: skip


class SessionError(RuntimeError):
    """The session could not be set up, or Evolution did not do what it had to."""


def need_programs(*names: str) -> None:
    """Raises SessionError naming every program that is missing and its Debian package."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        packages = " ".join(sorted({_PACKAGES.get(name, name) for name in missing}))
        raise SessionError(
            f"not installed: {', '.join(missing)} (try: apt-get install {packages})"
        )


class EvolutionSession:
    """One HOME with one Evolution in it. A context manager: entering starts, leaving cleans up.

    home: a directory made by evolution_home.make_home(), or the Home it returned.
    module, shim: our module and the loader beside it; None runs Evolution as it is.
    env: further variables for Evolution (CRM_DATA_DIR, LANGUAGE ...); None as a value unsets.
    visible: on the user's own display instead of a hidden one.
    screen: size of the hidden display.
    log: where Evolution's output goes; default HOME/evolution.log. Starts anew with each session.
    fatal_criticals: a GLib critical ends Evolution.
    arguments: for Evolution's command line, e.g. ("folder://crm-acct/Inbox",).
    wrapper: put before the command, e.g. ("valgrind", "--error-exitcode=9").
    timeout: seconds until the first window must have come.
    """

    def __init__(
        self,
        home,
        module=None,
        shim=None,
        *,
        env=None,
        visible=False,
        screen=(1600, 1000),
        log=None,
        fatal_criticals=False,
        arguments=("--component=mail",),
        wrapper=(),
        timeout=60.0,
    ):
        known = isinstance(home, evolution_home.Home)
        self.home = home if known else evolution_home.open_home(home)
        self.module = pathlib.Path(module).absolute() if module else None
        self.shim = pathlib.Path(shim).absolute() if shim else None
        self.visible = visible
        self.screen = screen
        self.log = pathlib.Path(log or self.home.path / "evolution.log").absolute()
        self.fatal_criticals = fatal_criticals
        self.arguments = list(arguments)
        self.wrapper = list(wrapper)
        self.timeout = timeout
        self.env: dict[str, str] = {}  # for programs that shall see this session's bus and display
        self.exit_code: int | None = None  # of the Evolution that ran last; -9 when killed
        self.start_seconds = 0.0  # of the last start, to the first window
        self._extra = dict(env or {})
        self._mark = uuid.uuid4().hex
        self._runtime: str | None = None
        self._xvfb: subprocess.Popen | None = None
        self._bus: subprocess.Popen | None = None
        self._openbox: subprocess.Popen | None = None
        self._evolution: subprocess.Popen | None = None
        self._log_start = 0

    def __enter__(self) -> EvolutionSession:
        try:
            self.open()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_exception) -> None:
        self.close()

    # --- starting ---------------------------------------------------------------------------------

    def open(self) -> None:
        """Starts display and bus, not yet Evolution: e.g. to fill the address book first."""
        self._check()
        self._runtime = tempfile.mkdtemp(prefix="crm-evo-")  # short: it holds unix sockets
        os.chmod(self._runtime, 0o700)
        self.env = self._base_environment()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        if not self.visible:
            self._start_display()
        self._start_bus()

    def start(self) -> float:
        """Starts Evolution and returns the seconds until its first window could be seen. Raises
        SessionError when none comes, or our module did not get into the process."""
        if self.running:
            raise SessionError("Evolution runs already in this session")
        if not self.env:
            self.open()
        evolution_home.forget_crash(self.home.path)
        self.exit_code = None
        self._log_start = self.log.stat().st_size
        begin = time.monotonic()
        command = ["prlimit", "--core=0:0", *self.wrapper, "evolution", *self.arguments]
        self._evolution = self._spawn(command, env=self._evolution_environment())
        self._wait_for_window(begin)
        self.start_seconds = time.monotonic() - begin
        self._check_module_is_in()
        return self.start_seconds

    def _check(self) -> None:
        need_programs("evolution", "dbus-daemon", "dbus-send", "gdbus", "setpriv", "prlimit")
        if self.visible:
            if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
                raise SessionError("no display: neither DISPLAY nor WAYLAND_DISPLAY is set")
        else:
            need_programs("Xvfb", "openbox", "xdotool")
        if self.module and not self.shim:
            raise SessionError("a module needs the shim: build data/demo/shim")
        for path in (self.module, self.shim):
            if path and not path.is_file():
                raise SessionError(f"not built: {path}")
        _check_locale(self.home.language)

    def _base_environment(self) -> dict[str, str]:
        names = _KEPT + (_KEPT_VISIBLE if self.visible else [])
        env = {name: os.environ[name] for name in names if name in os.environ}
        env |= {
            "HOME": str(self.home.path),
            "XDG_RUNTIME_DIR": str(self._runtime),
            "LANG": self.home.language,
            "GSETTINGS_BACKEND": "keyfile",
            "GIO_USE_VFS": "local",
            "GDK_BACKEND": "x11",
            _MARK: self._mark,
        }
        if self.visible:
            _share_display(env)
        else:
            env["TZ"] = "UTC"
        return env

    def _evolution_environment(self) -> dict[str, str]:
        env = dict(self.env)
        if self.module:
            env["GTK_MODULES"] = str(self.shim)
            env["CRM_EVOLUTION_MODULE"] = str(self.module)
            env["CRM_UI_DIR"] = str(TOP / "plugin" / "today")
        if self.fatal_criticals:
            env["G_DEBUG"] = "fatal-criticals"
        if not _sandbox_works():
            env["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        for name, value in self._extra.items():
            if value is None:
                env.pop(name, None)
            else:
                env[name] = str(value)
        return env

    def _start_display(self) -> None:
        width, height = self.screen
        size = f"{width}x{height}x24"
        command = ["Xvfb", "-displayfd", "{fd}", "-screen", "0", size, "-nolisten", "tcp"]
        self._xvfb, number = self._spawn_and_read([*command, "-noreset"], "the X server", 15.0)
        self.env["DISPLAY"] = f":{number}"
        self._openbox = self._spawn(["openbox", "--sm-disable"])
        # Out of the way: at rest in the middle it would bring up tooltips.
        self.run(["xdotool", "mousemove", str(width - 1), str(height - 1)])

    def _start_bus(self) -> None:
        socket = f"unix:path={self._runtime}/bus"
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={socket}"]
        command.append("--print-address={fd}")
        # On the user's own display the services see no display: WebKit wakes an accessibility bus even
        # when told not to, and that would write itself into the display, where whatever the user starts
        # later would look for it.
        hidden = ("DISPLAY", "WAYLAND_DISPLAY") if self.visible else ()
        env = {name: value for name, value in self.env.items() if name not in hidden}
        self._bus, address = self._spawn_and_read(command, "the bus", 10.0, env)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        # They come up while Evolution loads its libraries, instead of when it asks for them.
        if not self.visible:
            self._wake("org.a11y.Bus")
        for service in _services("org.gnome.evolution.dataserver.Sources"):
            self._wake(service)

    def _wake(self, name: str) -> None:
        method = "org.freedesktop.DBus.StartServiceByName"
        arguments = [method, f"string:{name}", "uint32:0"]
        command = ["dbus-send", "--session", "--type=method_call", "--dest=org.freedesktop.DBus"]
        self.run([*command, "/", *arguments])

    def _spawn(self, command, env=None, pass_fds=(), tied=False) -> subprocess.Popen:
        # "tied" programs get SIGTERM from the kernel when this Python dies, however it dies.
        prefix = ["setpriv", "--pdeathsig", "TERM"] if tied else []
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                [*prefix, *command],
                env=env or self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
                cwd=self.home.path,
            )

    def _spawn_and_read(
        self, command, what: str, seconds: float, env=None
    ) -> tuple[subprocess.Popen, str]:
        """Starts a program that writes one line to the descriptor "{fd}" when it is ready."""
        reader, writer = os.pipe()
        command = [part.replace("{fd}", str(writer)) for part in command]
        try:
            process = self._spawn(command, env, pass_fds=(writer,), tied=True)
        finally:
            os.close(writer)
        line = b""
        deadline = time.monotonic() + seconds
        with open(reader, "rb", buffering=0) as pipe:
            while not line.endswith(b"\n"):
                ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
                piece = pipe.read(4096) if ready else b""
                if not piece:
                    _end(process, 2.0)
                    raise SessionError(f"{what} did not start:\n{self._tail()}")
                line += piece
        return process, line.decode().strip()

    def _wait_for_window(self, begin: float) -> None:
        while not self._has_window():
            if self._evolution.poll() is not None:
                self.exit_code = self._evolution.returncode
                raise SessionError(
                    f"Evolution ended at its start, exit code {self.exit_code}:\n{self._tail()}"
                )
            if time.monotonic() - begin > self.timeout:
                raise SessionError(f"no window after {self.timeout:.0f} s:\n{self._tail()}")
            time.sleep(0.03)

    def _has_window(self) -> bool:
        if "DISPLAY" in self.env and shutil.which("xdotool"):
            # By pid, as an error dialog of another program is no Evolution.
            command = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.pid)]
            return bool(self.run([*command, "--name", "."]).stdout.strip())
        method = "org.freedesktop.DBus.NameHasOwner"
        command = ["dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus"]
        return "true" in self.run([*command, "/", method, f"string:{BUS_NAME}"]).stdout

    def _check_module_is_in(self) -> None:
        if self.module is None or self.wrapper:
            return
        maps = pathlib.Path(f"/proc/{self.pid}/maps").read_text(encoding="utf-8", errors="replace")
        if str(self.module.resolve()) not in maps:
            raise SessionError(f"Evolution runs without {self.module.name}:\n{self._tail()}")

    # --- while it runs ----------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether Evolution runs; sets exit_code when it has ended by itself."""
        if self._evolution is None:
            return False
        if self._evolution.poll() is None:
            return True
        self.exit_code = self._evolution.returncode
        return False

    @property
    def pid(self) -> int:
        """Evolution's process id. Raises SessionError when it was never started."""
        if self._evolution is None:
            raise SessionError("Evolution was not started")
        return self._evolution.pid

    def run(self, command, timeout=30.0, **options) -> subprocess.CompletedProcess:
        """Runs a helper within this session's display and bus; its output comes back as text."""
        options = {"capture_output": True, "text": True, "check": False} | options
        return subprocess.run(command, env=self.env, timeout=timeout, **options)

    def open_uri(self, uri: str) -> None:
        """Hands a URI (folder:, mid:, crm:, mailto:) to the running Evolution. Folder names in it
        keep their '/': folder://crm-acct/Customers/Acme."""
        quoted = uri.replace("\\", "\\\\").replace("'", "\\'")
        self.activate("handle-uris", f"<['{quoted}']>")

    def screenshot(self, path) -> pathlib.Path:
        """Writes the hidden display as an image; the suffix of `path` says which kind."""
        need_programs("import")
        result = self.run(["import", "-silent", "-window", "root", str(path)])
        if result.returncode != 0:
            raise SessionError(f"no screenshot: {result.stderr.strip()}")
        return pathlib.Path(path)

    def log_text(self, all_starts=False) -> str:
        """What was printed since the last start, or since the session was opened."""
        with open(self.log, "rb") as log:
            log.seek(0 if all_starts else self._log_start)
            return log.read().decode("utf-8", "replace")

    def complaints(self, all_starts=False) -> list[str]:
        """The warnings, criticals and errors in the log that are not known to be harmless."""
        return complaints_of(self.log_text(all_starts))

    def wait(self, timeout=None) -> int | None:
        """Waits until the user has closed Evolution. Returns its exit code, None after `timeout`."""
        try:
            self.exit_code = self._evolution.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        return self.exit_code

    def activate(self, action: str, parameter="") -> None:
        """Activates an action of Evolution's shell, or one our module put there, over D-Bus.
        parameter: "" or a variant as GVariant text, "<('a', 'b')>". Raises SessionError."""
        command = ["gdbus", "call", "--session", "--timeout", "10", "--dest", BUS_NAME]
        command += ["--object-path", "/org/gnome/Evolution"]
        command += ["--method", "org.gtk.Actions.Activate", action, f"[{parameter}]", "{}"]
        result = self.run(command)
        if result.returncode != 0:
            raise SessionError(f"action {action}: {result.stderr.strip()}")

    def _tail(self) -> str:
        return "\n".join(self.log_text().splitlines()[-15:]) + f"\n(all of it: {self.log})"

    # --- ending -----------------------------------------------------------------------------------

    def stop(self, timeout=20.0) -> int | None:
        """Quits Evolution as a user would. Returns its exit code: 0 when all is well, -9 when it
        had not ended after `timeout` seconds (an unsaved composer asks) and was killed. Display and
        bus stay for start()."""
        if not self.running:
            return self.exit_code
        deadline = time.monotonic() + timeout
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.run(["evolution", "--quit"], timeout=timeout)
        if self.wait(max(0.5, deadline - time.monotonic())) is None:
            self.kill9()
        return self.exit_code

    def restart(self, timeout=20.0) -> float:
        """stop() and start(). Raises SessionError when the old one did not end with 0. Data server
        and bus go on: what they hold in memory is not read again."""
        code = self.stop(timeout)
        if code not in (0, None):
            raise SessionError(f"Evolution ended with {code}:\n{self._tail()}")
        return self.start()

    def kill9(self) -> None:
        """Kills Evolution at once, as a power cut would. start() works afterwards."""
        if self.running:
            self._evolution.kill()
            self.exit_code = self._evolution.wait(10)

    def close(self) -> None:
        """Ends all that this session started and nothing else. May be called more than once."""
        with contextlib.suppress(SessionError, OSError, subprocess.SubprocessError):
            self.stop()
        self.kill9()
        for name in ("_bus", "_openbox"):
            process = getattr(self, name)
            if process is not None:
                _end(process, 3.0)
                setattr(self, name, None)
        self._end_leftovers()
        if self._xvfb is not None:
            _end(self._xvfb, 3.0)
            self._xvfb = None
        if self._runtime is not None:
            shutil.rmtree(self._runtime, ignore_errors=True)
            self._runtime = None
        self.env = {}

    def _end_leftovers(self) -> None:
        # The data server's processes belong to the bus and end with it, soon. They, and nobody
        # else's, carry this session's mark in their environment.
        spared = {self._xvfb.pid} if self._xvfb else set()
        for number, seconds in ((0, 2.0), (signal.SIGTERM, 2.0), (signal.SIGKILL, 2.0)):
            deadline = time.monotonic() + seconds
            left = self._marked() - spared
            for pid in left if number else ():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
            while left and time.monotonic() < deadline:
                time.sleep(0.05)
                left = self._marked() - spared
            if not left:
                return

    def _marked(self) -> set[int]:
        mark = f"{_MARK}={self._mark}".encode()
        found = set()
        for entry in os.scandir("/proc"):
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                with contextlib.suppress(OSError), open(f"{entry.path}/environ", "rb") as file:
                    if mark in file.read().split(b"\0"):
                        found.add(int(entry.name))
        return found


def complaints_of(text: str) -> list[str]:
    """The lines of a log that are warnings or worse, and not known to be harmless."""
    lines = text.splitlines()
    return [line for line in lines if _COMPLAINT.search(line) and not HARMLESS.search(line)]


def _end(process: subprocess.Popen, seconds: float) -> None:
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _services(prefix: str) -> list[str]:
    """Names of the activatable services that begin so: their last number grows with releases."""
    folders = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    found = set()
    for folder in folders.split(":"):
        paths = pathlib.Path(folder, "dbus-1", "services").glob(prefix + "*.service")
        found |= {path.stem for path in paths}
    return sorted(found)


def _share_display(env: dict[str, str]) -> None:
    """Lets a program with another HOME and XDG_RUNTIME_DIR onto the user's own display."""
    # The user's own screen reader shall read this, too; there is to be no other bus, see _start_bus().
    address = _accessibility_bus()
    env |= {"AT_SPI_BUS_ADDRESS": address} if address else {"NO_AT_BRIDGE": "1"}
    authority = os.environ.get("XAUTHORITY") or os.path.expanduser("~/.Xauthority")
    if os.path.exists(authority):
        env["XAUTHORITY"] = authority
    if "DISPLAY" not in env:
        env["GDK_BACKEND"] = "wayland"
        folder = os.environ.get("XDG_RUNTIME_DIR", "")
        env["WAYLAND_DISPLAY"] = os.path.join(folder, os.environ["WAYLAND_DISPLAY"])


def _accessibility_bus() -> str | None:
    """The address of the user's own accessibility bus, where there is one."""
    command = ["gdbus", "call", "--session", "--timeout", "5", "--dest", "org.a11y.Bus"]
    command += ["--object-path", "/org/a11y/bus", "--method", "org.a11y.Bus.GetAddress"]
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        return None
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    match = re.search(r"'([^']+)'", result.stdout)
    return match[1] if match else None


def _check_locale(language: str) -> None:
    if language in ("C", "POSIX", "C.UTF-8", "C.utf8"):
        return
    # Asks the C library itself, so that a locale under LOCPATH counts too.
    env = {**os.environ, "LC_ALL": language}
    result = subprocess.run(["locale"], env=env, capture_output=True, text=True, check=False)
    if "annot set" in result.stderr:
        raise SessionError(f"this machine has no locale {language} (see: locale -a)")


def _sandbox_works() -> bool:
    """Whether bubblewrap may make its name spaces here. Evolution aborts when WebKit's sandbox
    cannot be made, as in a container without them."""
    command = ["bwrap", "--die-with-parent", "--ro-bind", "/", "/", "--unshare-pid"]
    command += ["--unshare-uts", "--unshare-ipc", "--proc", "/proc", "--dev", "/dev", "true"]
    try:
        result = subprocess.run(command, capture_output=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0
