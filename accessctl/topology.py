"""Which tables make up which ring of which root: read from the models' own declarations."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import models

from accessctl.models import Record, RingRow, Staged
from accessctl.rings import Ring


@cache
def ring_tables(root: type[Record]) -> dict[Ring, list[type[RingRow]]]:
    """The ring tables of a root, by ring."""
    found: dict[Ring, list[type[RingRow]]] = {}
    if issubclass(root, Staged):
        found[root.RING] = [root]  # type: ignore[list-item] # its payload is sealed on the root itself
    for model in apps.get_models():
        if issubclass(model, RingRow) and root_of(model) is root:
            found.setdefault(model.RING, []).append(model)
    return found


def tables_of(root: type[Record], ring: Ring) -> list[type[RingRow]]:
    return ring_tables(root).get(ring, [])


def rings_of(root: type[Record]) -> list[Ring]:
    """The sealed rings a root has tables for."""
    return [ring for ring in Ring if ring.is_sealed and ring in ring_tables(root)]


def root_of(model: type[RingRow]) -> type[models.Model]:
    """The root model that a ring table belongs to."""
    found = model._meta.get_field(model.RECORD).related_model
    if not isinstance(found, type):
        raise TypeError(f"{model.__name__}.RECORD names no foreign key")
    return found


def roots() -> list[type[Record]]:
    """Every concrete root."""
    return [model for model in apps.get_models() if issubclass(model, Record)]
