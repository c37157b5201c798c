"""Browsers and systems as people call them."""

from __future__ import annotations

import pytest

from accessctl.signin.devices import device_of, in_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
HEADERS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0": "Edge on Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36": "Chrome on Windows",
    "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0": "Firefox on Android",
    f"Mozilla/5.0 (Linux; Android 14; SM-S911B) {WEBKIT} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36":
        "Samsung Internet on Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Version/17.6 Mobile Safari/604.1":
        "Safari on iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 CriOS/131.0 Mobile Safari/604.1":
        "Chrome on iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15":
        "Safari on macOS",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/131.0.0.0 Safari/537.36": "Chrome on ChromeOS",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36 OPR/117.0": "Opera on Linux",
    "curl/8.5.0": "Another browser",
    "SomethingNew/1.0 (Windows NT 10.0)": "Another browser on Windows",
    "Mozilla/5.0 (PlayStation; rv:1) Firefox/1": "Firefox on another system",
    "": "Another browser",
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_a_device_is_named_by_its_family(header: str) -> None:
    assert in_words(device_of(header)) == HEADERS[header]


@pytest.mark.parametrize("header", [*HEADERS, "x" * 5000, "Firefox/<script>Windows"])
def test_what_is_kept_is_two_known_codes(header: str) -> None:
    assert len(device_of(header)) <= 40
    assert set(device_of(header)) <= set("abcdefghijklmnopqrstuvwxyz/")
