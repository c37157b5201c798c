"""What part of its providers' records an agreement covers: everything, or what lies on routes, in countries, at events.

A list adds, it does not narrow: a record is covered when its route is named, or its country, or an event that it is
linked to.  So an empty list covers nothing.  Which columns of a record say so is the business of each root's policy,
and which routes exist that of the app that knows routes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

NOTHING: frozenset[str] = frozenset()
Choice = tuple[str, str | Promise]

_routes: list[Choice] = []
_events: list[type[Any]] = []


@dataclass(frozen=True)
class Scope:
    """routes: codes; countries: alpha-3; incidents: references.  `everything` needs no list and has none."""

    everything: bool = False
    routes: frozenset[str] = NOTHING
    countries: frozenset[str] = NOTHING
    incidents: frozenset[str] = NOTHING

    def __bool__(self) -> bool:
        return self.everything or bool(self.routes or self.countries or self.incidents)

    def meets(self, other: Scope) -> bool:
        """Whether a record could lie in both."""
        if not self or not other:
            return False
        # A record has a route, a country and events at once, so two lists of different kinds may meet in it.
        if self.everything or other.everything:
            return True
        kinds = ("routes", "countries", "incidents")
        mine, theirs = ({kind for kind in kinds if getattr(one, kind)} for one in (self, other))
        crossed = len(mine | theirs) > 1
        return crossed or any(getattr(self, kind) & getattr(other, kind) for kind in mine & theirs)


EVERYTHING = Scope(everything=True)


def offer_routes(choices: Iterable[Choice]) -> None:
    """Say which routes an agreement can name; called by the app that knows them."""
    _routes[:] = choices


def offer_events(root: type[Any]) -> None:
    """Say which root's references an agreement can name as incidents."""
    _events[:] = [root]


def events() -> type[Any]:
    """The root of incidents."""
    return _events[0]


def routes() -> list[Choice]:
    """Code and name of every route that an agreement can name."""
    return list(_routes)


def route_name(code: str) -> str:
    """The name of a route; a code that is no longer known stays readable."""
    return str(dict(_routes).get(code, code))
