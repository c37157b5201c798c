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
import time
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accessctl.models import Delivery
from registry.lib.errors import Invalid

SECONDS = 10.0  # for all of it; a receiver that answers byte by byte is cut off as well
TIME, SIGNATURE, DELIVERY = "X-Registry-Time", "X-Registry-Signature", "X-Registry-Delivery"
Outcome = Delivery.Outcome
# Of IPv6 what is routed to other networks today; of it not what leads into IPv4 by relays that nobody answers for.
ROUTED, RELAYED = IPv6Network("2000::/3"), (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
TRANSLATED = IPv6Network("64:ff9b::/96")  # how a network of IPv6 alone names addresses of IPv4 (RFC 6052)


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
        parts_of(url)
    except ValueError:
        raise NoAddress(fields={"url": [str(NoAddress.template)]}) from None
    return url


def parts_of(url: str) -> SplitResult:
    """Raises ValueError unless the address is one that may be called."""
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
    until = time.monotonic() + SECONDS
    try:
        parts = parts_of(url)
        connection = connection_to(parts, until)
    except Private:
        return Answer(Outcome.PRIVATE)
    except TimeoutError:
        return Answer(Outcome.SILENT)
    except (OSError, ValueError, UnicodeError):
        return Answer(Outcome.UNREACHED)
    headers = {
        "Content-Type": "application/json", DELIVERY: delivery, TIME: str(moment),
        SIGNATURE: f"sha256={signature(secret, moment, body)}", "User-Agent": "missing-migrant-registry",
    }  # fmt: skip
    cut = threading.Timer(left(until), cut_off, [connection])
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
        return Answer(Outcome.UNREACHED if time.monotonic() < until else Outcome.SILENT)
    finally:
        cut.cancel()
        connection.close()
    return Answer(Outcome.ARRIVED if 200 <= status < 300 else Outcome.REFUSED, status)


def connection_to(parts: SplitResult, until: float) -> http.client.HTTPConnection:
    """A connection to the address that was looked at, and to no other.  Raises Private, TimeoutError, OSError."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    addresses = [str(entry[4][0]) for entry in _resolved(host, port, until)]
    if not all(_is_outside(address) for address in addresses):
        raise Private
    if parts.scheme == "http":
        return _Pinned(host, port, addresses[0], until)
    return _PinnedTls(host, port, addresses[0], until)


def _resolved(host: str, port: int, until: float) -> list[Any]:
    """What the name service says, in time: asking it cannot be broken off, so it is left alone when it hangs."""
    answer: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    return answer.result(left(until))


def left(until: float) -> float:
    """Seconds until then, never none: that would mean without end."""
    return max(until - time.monotonic(), 0.001)


def _is_outside(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if not isinstance(address, IPv4Address):
        if address in TRANSLATED:
            address = IPv4Address(address.packed[-4:])
        elif address.ipv4_mapped:
            address = address.ipv4_mapped
    if address.is_loopback:
        return bool(settings.WEBHOOKS_TO_THIS_MACHINE)
    routed = address.version == 4 or (address in ROUTED and not any(address in relayed for relayed in RELAYED))
    return routed and address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPConnection):
    """Goes to one address whatever the name says by now, and not for longer than it may take."""

    def __init__(self, host: str, port: int, address: str, until: float) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address, self._until = address, until

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), left(self._until))


class _PinnedTls(_Pinned):
    """The same over TLS, with the certificate of the name."""

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def cut_off(connection: http.client.HTTPConnection) -> None:
    """End a connection from another thread."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
