"""Whose words something of a case can be: asked by pages of this app, told by the app that knows the relatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from accessctl.actor import Actor
from cases.models import Case


@dataclass(frozen=True)
class Teller:
    """Somebody of the family.  token: how pages name them; source: whence their words come."""

    token: str
    source: UUID
    name: str


_readers: list[Callable[[Actor, Case], list[Teller]]] = []


def tell(read: Callable[[Actor, Case], list[Teller]]) -> None:
    """Name who reads the relatives of a case, as far as the actor may know them."""
    _readers.append(read)


def of(actor: Actor, case: Case) -> list[Teller]:
    """The relatives of a case whom the actor may know, who was heard first before the others."""
    return [one for read in _readers for one in read(actor, case)]
