"""Whose request it is, behind our own proxies.

Sets `REMOTE_ADDR`, which the lock after failed sign-ins and every limit count by, to the address that the outermost
of our proxies saw.  What is ours is said by `TRUSTED_PROXIES`; with none, no header is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class TrustedProxies:
    """First of all middleware: those after it see the sender."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES:
            peer, passed_on = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
            request.META["REMOTE_ADDR"] = sender(peer, passed_on, settings.TRUSTED_PROXIES)
        return self.get_response(request)


def sender(peer: str, passed_on: str, trusted: Iterable[Network]) -> str:
    """The rightmost address that is not one of our proxies; the last of ours if what it says cannot be read.

    SECURITY: every proxy appends whom it saw, so what stands further left is the sender's own claim.
    """
    networks, found = tuple(trusted), peer
    for text in (peer, *reversed(passed_on.split(","))):
        address = _address(text)
        if address is None:
            break
        found = str(address)
        if not any(address in network for network in networks):
            break
    return found


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
