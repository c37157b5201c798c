"""One signed message to an address outside: over TLS, to nobody inside our own networks, and never for long.

SECURITY: the name is resolved once and the connection goes to what was looked at, so that an answer of the name
service that changes in between leads nowhere else; redirects are not followed; of the answer only the status counts.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accessctl.models import Delivery
from registry.lib.errors import Invalid

SECONDS = 10.0  # for all of it; a receiver that answers byte by byte is cut off as well
TIME, SIGNATURE, DELIVERY = "X-Registry-Time", "X-Registry-Signature", "X-Registry-Delivery"
Outcome = Delivery.Outcome


class NoAddress(Invalid):
    code = "no_address"
    template = _("Give an address that begins with https:// and has no name or password in it.")


class Private(Exception):
    """The address leads into a private network."""


@dataclass(frozen=True)
class Answer:
    """What became of a message; status: of HTTP, where there was one."""

    outcome: Outcome
    status: int | None = None


def checked(url: str) -> str:
    """The address if it is one that may be told.  Raises NoAddress."""
    try:
        _parts(url)
    except ValueError:
        raise NoAddress(fields={"url": [str(NoAddress.template)]}) from None
    return url


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    plain = url.isascii() and url.isprintable() and not parts.username and not parts.password and not parts.fragment
    if not plain or " " in url or not parts.hostname or parts.port == 0:
        raise ValueError("no address")
    is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if parts.scheme != "https" and not (is_here and settings.WEBHOOKS_TO_THIS_MACHINE):
        raise ValueError("no https")
    return parts


def signature(secret: str, moment: int, body: bytes) -> str:
    """HMAC-SHA-256 over the time of sending and the body: who has no secret can neither write nor repeat a message."""
    return hmac.new(secret.encode(), str(moment).encode() + b"." + body, hashlib.sha256).hexdigest()


def send(url: str, *, secret: str, delivery: str, moment: int, body: bytes) -> Answer:
    """Post a message and say what became of it.  Takes SECONDS at most, raises nothing."""
    try:
        parts = _parts(url)
        connection = _connection(parts)
    except Private:
        return Answer(Outcome.PRIVATE)
    except (OSError, ValueError, UnicodeError):
        return Answer(Outcome.UNREACHED)
    headers = {
        "Content-Type": "application/json", DELIVERY: delivery, TIME: str(moment),
        SIGNATURE: f"sha256={signature(secret, moment, body)}", "User-Agent": "missing-migrant-registry",
    }  # fmt: skip
    cut = threading.Timer(SECONDS, _cut, [connection])
    cut.daemon = True
    cut.start()
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        status = connection.getresponse().status
    except ssl.SSLError:
        return Answer(Outcome.UNTRUSTED)
    except TimeoutError:
        return Answer(Outcome.SILENT)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(Outcome.UNREACHED if cut.is_alive() else Outcome.SILENT)
    finally:
        cut.cancel()
        connection.close()
    return Answer(Outcome.ARRIVED if 200 <= status < 300 else Outcome.REFUSED, status)


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    """A connection to the address that was looked at, and to no other.  Raises Private, OSError."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not all(_is_outside(address) for address in addresses):
        raise Private
    if parts.scheme == "http":
        return _Pinned(host, port, addresses[0])
    return _PinnedTls(host, port, addresses[0])


def _is_outside(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or address
    return (inner.is_global and not inner.is_multicast) or (settings.WEBHOOKS_TO_THIS_MACHINE and inner.is_loopback)


class _Pinned(http.client.HTTPConnection):
    """Goes to one address whatever the name says by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), SECONDS)


class _PinnedTls(_Pinned):
    """The same over TLS, with the certificate of the name."""

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
