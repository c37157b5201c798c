"""What every page needs around its content: the places of the navigation, who is signed in, the session's length.

No record is read here; names of places that an installation does not have are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl.checks import is_demo_on_loopback
from accessctl.codes import Role
from accessctl.policies import ANSWERABLE
from accessctl.registers.services import STOPPERS
from accessctl.signin import second
from accessctl.signin.sessions import ends_at

PLACES: tuple[tuple[str, str | Promise], ...] = (
    ("site:work", _("My work")),
    ("cases:list", _("Cases")),
    ("remains:list", _("Remains")),
    ("cases:incident-list", _("Incidents")),
    ("matching:pairs", _("Candidate pairs")),
    ("accessctl:disclosures", _("Requests")),
)

# Nothing is evaluated, only our own server is asked, no script of an answer runs, no page with a person's data is
# kept in the browser's storage; answers that are errors go to the alert region instead of into the page.
HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
        "allowScriptTags": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": True, "error": True, "target": "#alerts", "swapOverride": "innerHTML"},
        ],
    }
)


@dataclass(frozen=True)
class Place:
    """One place of the navigation."""

    url: str
    label: str | Promise


@dataclass(frozen=True)
class Signature:
    """Who is signed in, as the page names them."""

    label: str = ""
    organisation: str = ""
    roles: str | Promise = ""
    keeps_registers: bool = False
    answers: bool = False


@dataclass(frozen=True)
class DemoAccount:
    """An invented account that the demonstration's sign-in page offers."""

    email: str
    label: str
    role: str
    organisation: str


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of `base.html`."""
    owes = second.is_missing(request)
    return {
        "owes_second_step": owes,
        "places": [] if owes else list(_places()),
        "account": SimpleLazyObject(lambda: _signature(request)),
        "session_until": SimpleLazyObject(lambda: int(ends_at(request).timestamp())),
        "htmx_config": HTMX_CONFIG,
        "demo_accounts": SimpleLazyObject(_demo_accounts),
        "version": _version(),
        "site_languages": settings.LANGUAGES,  # not by the tag, which translates their names
    }


def _places() -> Iterator[Place]:
    for name, label in PLACES:
        try:
            yield Place(reverse(name), label)
        except NoReverseMatch:
            continue


def _signature(request: HttpRequest) -> Signature:
    actor = getattr(request, "actor", None)
    if actor is None or actor.account is None:
        return Signature()
    named = [role.label for role in Role if role in actor.roles]
    roles = format_lazy(", ".join(["{}"] * len(named)), *named)
    return Signature(
        str(actor.account),
        str(actor.organisation or ""),
        roles,
        keeps_registers=bool(STOPPERS & actor.roles),
        answers=bool(ANSWERABLE & actor.roles),
    )


def _demo_accounts() -> list[DemoAccount]:
    """The invented accounts, as the command that invented them left them; none unless this is the demonstration."""
    path = settings.LOCAL_DIR / "demo.json"
    if not is_demo_on_loopback() or not path.is_file():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))["accounts"]
    return [DemoAccount(one["email"], one["name"], gettext(one["role"]), one["organisation"]) for one in listed]


@cache
def _version() -> str:
    try:
        return version("missing-migrant-registry")
    except PackageNotFoundError:
        return "0.1.0"
