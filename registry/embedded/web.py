"""The web program: gunicorn on the loopback address only, on a port that nobody else answers on."""

from __future__ import annotations

import contextlib
import errno
import http.client
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TRIES = 200


def web_command(port: int, *, threads: int = 8) -> list[str]:
    """One process of threads: an embedded registry serves one person, or one test."""
    command = [sys.executable, "-m", "gunicorn", "registry.wsgi", "--bind", f"{HOST}:{port}", "--chdir", str(ROOT)]
    return [*command, "--threads", str(threads), "--graceful-timeout", "5", "--no-control-socket"]


def site_answers(port: int) -> bool:
    """Whether the site says that it is alive."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)  # urllib would ask a proxy of the environment
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port(wanted: int) -> int:
    """The wanted port or the next free one; 0 takes any."""
    if wanted == 0:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            return int(probe.getsockname()[1])
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if _is_free(port):
            return port
    raise OSError(errno.EADDRINUSE, f"No free port from {wanted} on.")


def _is_free(port: int) -> bool:
    """Nobody answers on either loopback address (a browser tries ::1 for `localhost` too) and we may listen."""
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as client:
            client.settimeout(0.5)
            if client.connect_ex((host, port)) == 0:
                return False
    try:
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
            server.bind((HOST, port))
            return True
    except OSError:
        return False
