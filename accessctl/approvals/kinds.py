"""The acts that need two persons, as the apps registered them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.functional import Promise

from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Approval

LASTING = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of act.

    describe: what will happen, in sentences, as the reader may know it; carry_out: see the package; tell: what is left
    to do once it is carried out and committed, such as a mail; lasting: how long the question stays open, and an
    approval usable.
    """

    code: str
    title: str | Promise
    asks: frozenset[Role]
    approves: frozenset[Role]
    describe: Callable[[Actor, Approval], Sequence[str]]
    carry_out: Callable[[Actor, Actor, Approval], None] | None = None
    tell: Callable[[HttpRequest, Approval], None] | None = None
    lasting: timedelta = LASTING


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make an act known; twice the same code is a mistake."""
    if kind.code in _kinds:
        raise ImproperlyConfigured(f"two acts are called {kind.code}")
    _kinds[kind.code] = kind


def of(code: str) -> Kind:
    return _kinds[code]


def every() -> list[Kind]:
    """Every act, by its code."""
    return [kind for _code, kind in sorted(_kinds.items())]


def approved_by(roles: frozenset[Role]) -> list[str]:
    """The codes of the acts that people of these roles may approve."""
    return [code for code, kind in _kinds.items() if kind.approves & roles]
