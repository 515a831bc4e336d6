# SPDX-License-Identifier: LGPL-2.1-or-later
"""A gate before a server's port: open, shut, or a dead line. Python 3.11 standard library."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
import time


class Gate(threading.Thread):
    """Stands between the mail program and the server. port: where to connect to."""

    def __init__(self, target: int):
        super().__init__(daemon=True)
        self._target = target
        self._lock = threading.Lock()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._listener: socket.socket | None = None
        self._left: int | None = None
        self._passing = threading.Event()
        self._passing.set()
        self._ended = False
        self.port = 0
        self.connections = 0
        self.open()

    def open(self) -> None:
        """Lets through whoever comes, on the same port as before."""
        listener = self._listen()
        self.port = listener.getsockname()[1]
        self._left = None
        self._passing.set()
        with self._lock:
            self._listener = listener

    def _listen(self) -> socket.socket:
        """The thread lets go of a closed listener only when its accept() ends."""
        deadline = time.monotonic() + 5
        while True:
            try:
                return socket.create_server(("127.0.0.1", self.port), backlog=64)
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def close(self) -> None:
        """Cuts every connection; new ones are refused."""
        with self._lock:
            listener, self._listener = self._listener, None
            pairs, self._pairs = self._pairs, set()
        if listener is not None:
            listener.close()
        for pair in pairs:
            for end in pair:
                _hang_up(end)

    def close_after(self, n_bytes: int) -> None:
        """As close(), once the server has sent so many more bytes. See is_open()."""
        self._left = n_bytes

    def is_open(self) -> bool:
        return self._listener is not None

    def stall(self) -> None:
        """Nothing goes through any more, but nobody is told: a dead line."""
        self._passing.clear()

    def go_on(self) -> None:
        self._passing.set()

    def end(self) -> None:
        self._ended = True
        self._passing.set()
        self.close()

    def run(self) -> None:
        while not self._ended:
            listener = self._listener
            if listener is None:
                time.sleep(0.02)
                continue
            listener.settimeout(0.1)
            try:
                client, _ = listener.accept()
            except OSError:
                continue
            self._join(client)

    def _join(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            _hang_up(client)
            return
        server.settimeout(None)
        client.settimeout(None)
        with self._lock:
            self._pairs.add((client, server))
            self.connections += 1
        for pair in ((client, server, False), (server, client, True)):
            threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._passing.wait()
                sink.sendall(data)
                if is_answer and self._left is not None:
                    self._left -= len(data)
                    if self._left <= 0:
                        self._left = None
                        self.close()
        _hang_up(source)
        _hang_up(sink)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
