"""What a person calls the device they are signed in on: a family of browser on a family of system.

Read from the header that browsers send, which says nothing reliable and may say anything; it only helps people to tell
their own sessions apart.  Neither the header nor a version is kept.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

# The first that the header holds: the more particular families name the general ones too.
_BROWSERS = (
    ("Edg", "edge"), ("OPR/", "opera"), ("SamsungBrowser", "samsung"), ("Firefox/", "firefox"), ("FxiOS/", "firefox"),
    ("CriOS/", "chrome"), ("Chromium/", "chrome"), ("Chrome/", "chrome"), ("Safari/", "safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "android"), ("iPhone", "iphone"), ("iPad", "ipad"), ("Windows", "windows"), ("CrOS", "chromeos"),
    ("Macintosh", "macos"), ("Linux", "linux"),
)  # fmt: skip
# Names of products are the same in every language.
BROWSERS = {
    "edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome",
    "safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "android": "Android", "iphone": "iPhone", "ipad": "iPad", "windows": "Windows", "chromeos": "ChromeOS",
    "macos": "macOS", "linux": "Linux",
}  # fmt: skip
UNKNOWN = "other"


def device_of(user_agent: str) -> str:
    """Two codes, of the browser and of the system, such as `firefox/android`."""
    browser = next((code for mark, code in _BROWSERS if mark in user_agent), UNKNOWN)
    system = next((code for mark, code in _SYSTEMS if mark in user_agent), UNKNOWN)
    return f"{browser}/{system}"


def in_words(device: str) -> str:
    """A device as its owner would say it."""
    browser, _slash, system = device.partition("/")
    known = {"browser": BROWSERS.get(browser), "system": SYSTEMS.get(system)}
    if known["browser"] and known["system"]:
        return _("%(browser)s on %(system)s") % known
    if known["browser"]:
        return _("%(browser)s on another system") % known
    if known["system"]:
        return _("Another browser on %(system)s") % known
    return _("Another browser")
