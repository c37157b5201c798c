"""The rings of the onion: a layer and, for some, a compartment.

A ring is what keys, access, audit and erasure act on; every table belongs to exactly one.  Layers 0 public, 1 common,
2 search, 3 reserved, 4 protected; compartments are separate locks: 3f does not open 3k.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Ring(StrEnum):
    """One ring; its value is the layer digit followed by the compartment's letter, if any."""

    PUBLIC = "0"
    COMMON = "1"
    SEARCH = "2"
    RESERVED = "3"
    KIN = "3k"
    FORENSIC = "3f"
    GENETIC = "4g"
    CONTACT = "4k"
    WHEREABOUTS = "4w"
    PROTECTION = "4p"
    ACCOUNTABILITY = "4a"

    @cached_property
    def layer(self) -> int:
        return int(self[0])

    @property
    def compartment(self) -> str:
        return self[1:]

    @property
    def is_sealed(self) -> bool:
        """Rings of layer 2 and above are read through `door.open`, journalled, and encrypted."""
        return self.layer >= 2

    @property
    def label(self) -> str | Promise:
        return RING_LABELS[self]


RING_LABELS: dict[Ring, str | Promise] = {
    Ring.PUBLIC: _("public"),
    Ring.COMMON: _("common data"),
    Ring.SEARCH: _("search file"),
    Ring.RESERVED: _("reserved file"),
    Ring.KIN: _("family file"),
    Ring.FORENSIC: _("forensic file"),
    Ring.GENETIC: _("genetic data"),
    Ring.CONTACT: _("contact channels"),
    Ring.WHEREABOUTS: _("whereabouts of a living person"),
    Ring.PROTECTION: _("protection file"),
    Ring.ACCOUNTABILITY: _("accountability file"),
}

SEALED_RINGS: tuple[Ring, ...] = tuple(ring for ring in Ring if ring.is_sealed)
