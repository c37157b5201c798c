"""The sender of a request: named by our own proxies, never by the sender."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from registry.site.proxies import TrustedProxies, sender

OURS = [ip_network("10.0.3.0/24"), ip_network("fd00:3::/64")]


@pytest.mark.parametrize(
    ("peer", "passed_on", "found"),
    [
        ("10.0.3.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.3.2", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the sender claimed stands to the left
        ("10.0.3.2", "10.0.3.7, 203.0.113.9", "203.0.113.9"),
        ("10.0.3.2", "198.51.100.1, 203.0.113.9, 10.0.3.7", "203.0.113.9"),  # two proxies of ours
        ("10.0.3.2", " 2001:db8::5 ", "2001:db8::5"),
        ("fd00:3::1", "203.0.113.9", "203.0.113.9"),
        ("::ffff:10.0.3.2", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours: nothing it says is believed
        ("203.0.113.9", "10.0.3.2", "203.0.113.9"),
        ("10.0.3.2", "", "10.0.3.2"),
        ("10.0.3.2", "unknown", "10.0.3.2"),
        ("10.0.3.2", "203.0.113.9, unknown", "10.0.3.2"),
        ("10.0.3.2", "10.0.3.9", "10.0.3.9"),
        ("", "203.0.113.9", ""),  # a socket without an address
    ],
)
def test_the_rightmost_address_that_is_not_ours(peer: str, passed_on: str, found: str) -> None:
    assert sender(peer, passed_on, OURS) == found


@pytest.mark.parametrize(("trusted", "found"), [([], "10.0.3.2"), (OURS, "203.0.113.9")])
def test_without_a_list_of_proxies_no_header_is_believed(settings: Settings, trusted: list[object], found: str) -> None:
    settings.TRUSTED_PROXIES = trusted
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.3.2", HTTP_X_FORWARDED_FOR="203.0.113.9")
    TrustedProxies(view)(request)
    assert seen == [found]


def test_they_come_before_everything_that_asks_for_the_sender(settings: Settings) -> None:
    assert settings.MIDDLEWARE[0] == "registry.site.proxies.TrustedProxies"
