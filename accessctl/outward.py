"""For which purposes anything leaves this deployment at all: its outward side, whatever was agreed inside.

An entry registry serves many purposes inside.  Where its deployment is set so (REGISTRY_OUTWARD_SEARCH_ONLY), what lies
outside - partner systems, their feeds and webhooks, other registries, files that are handed over - is served for the
search for missing people and for nothing else.  It is no row of a database: who administers the application cannot
widen it, nor can an agreement, a role, a token or a grant.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from registry.lib.errors import Forbidden

HUMANITARIAN_SEARCH: Final = (Purpose.SEARCH, Purpose.SHARE_SEARCH)


class OutwardClosed(Forbidden):
    code = "outward_closed"
    template = _("This registry passes things on for the search for missing people alone, and for no other purpose.")


def purposes() -> tuple[Purpose, ...]:
    """The purposes that the outward side knows, in their order."""
    return HUMANITARIAN_SEARCH if settings.OUTWARD_SEARCH_ONLY else tuple(Purpose)


def admits(purpose: Purpose | str | None) -> bool:
    return purpose is None or purpose in purposes()


def choices() -> list[tuple[str, str]]:
    """The same, for a form."""
    return [(one.value, str(one.label)) for one in purposes()]


def ensure(purpose: Purpose | str) -> None:
    """Raises OutwardClosed."""
    if not admits(purpose):
        raise OutwardClosed()
