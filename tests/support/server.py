# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the servers of the tests share: a folder, a process of its own, and a gate before its port.

    class Dovecot(server.Server):
        def __init__(self):
            super().__init__("crm-imap-", "Dovecot")    # self.top, self._port, self.gate
        def _command(self): ...                          # what to start
        def _answers(self): ...                          # whether it does
"""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import gate


class Missing(Exception):
    """A program is not installed; the text names it and its package."""


class Server:
    """port: of its gate, where clients connect to. With `with` it runs, and is cleaned up after."""

    def __init__(self, prefix: str, title: str):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
        self._title = title
        self._port = _free_port()
        self._process: subprocess.Popen | None = None
        self.gate = gate.Gate(self._port)
        self.gate.start()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.gate.end()
        self.stop()
        shutil.rmtree(self.top, ignore_errors=True)

    @property
    def port(self) -> int:
        return self.gate.port

    # --- for those who know the server ------------------------------------------------------------

    def _command(self) -> list[str]:
        raise NotImplementedError

    def _answers(self) -> bool:
        raise NotImplementedError

    def _log_files(self) -> tuple[pathlib.Path, ...]:
        return (self.top / "output",)

    # --- the process ------------------------------------------------------------------------------

    def start(self, seconds: float = 20) -> None:
        """Returns when it answers. Raises RuntimeError with its log when it does not."""
        environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin")
        with open(self.top / "output", "ab") as output:
            self._process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=self.top,
                start_new_session=True,
            )
        deadline = time.monotonic() + seconds
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self._title} did not start:\n{self.log_text()[:3000]}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def log_text(self) -> str:
        files = [file for file in self._log_files() if file.exists()]
        return "\n".join(file.read_text("utf-8", "replace") for file in files)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
