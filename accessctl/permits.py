"""What a partner system's token may be used for: an operation, up to a layer, for a purpose.

In OAuth's words a scope, written `read:2:share_search`; `accessctl.scope` is about what an agreement covers.  A permit
narrows what the door would allow and never widens it.  To write is to read as well, up to the same layer: whoever
changes a record is answered with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl import outward
from accessctl.codes import Purpose

LAYERS = (1, 2, 3)  # layer 4 is never a system's


class Operation(models.TextChoices):
    """What is done."""

    READ = "read", _("read")
    WRITE = "write", _("enter and change")
    ERASE = "erase", _("erase")


@dataclass(frozen=True, order=True)
class Permit:
    """One operation, up to one layer, for one purpose."""

    operation: Operation
    layer: int
    purpose: Purpose

    def __str__(self) -> str:
        return f"{self.operation}:{self.layer}:{self.purpose}"

    @classmethod
    def of(cls, text: str) -> Permit:
        """The permit that a scope names.  Raises ValueError, which does not repeat it."""
        try:
            operation, layer, purpose = text.split(":")
            permit = cls(Operation(operation), int(layer), Purpose(purpose))
        except ValueError:
            raise ValueError("no scope of this registry") from None
        if permit.layer not in LAYERS or str(permit) != text:
            raise ValueError("no scope of this registry")
        return permit

    def covers(self, other: Permit) -> bool:
        """Whether who holds this may be given the other, which is no more."""
        alike = self.operation is other.operation and self.purpose is other.purpose
        return alike and self.layer >= other.layer


def permits_of(scopes: Iterable[str]) -> frozenset[Permit]:
    """The permits that scopes name, as far as this deployment serves their purpose outside.  Raises ValueError."""
    return frozenset(one for text in scopes if outward.admits((one := Permit.of(text)).purpose))


def asked_permits(scopes: Iterable[str]) -> frozenset[Permit]:
    """The same for scopes that are asked for now.  Raises ValueError for a purpose that is not served outside too."""
    asked = frozenset(scopes)
    found = permits_of(asked)
    if len(found) != len(asked):
        raise ValueError("no scope of this registry")
    return found


def still_given(scopes: Iterable[str], given: Iterable[str]) -> list[str]:
    """Those of some scopes that what a system is given now covers as well.  Raises ValueError."""
    held = permits_of(given)
    return sorted(str(one) for one in permits_of(scopes) if any(other.covers(one) for other in held))


def scopes_of(operations: Iterable[str], layer: int, purposes: Iterable[str]) -> list[str]:
    """The scopes of some operations for some purposes, up to one layer."""
    wanted = {Permit(Operation(one), layer, Purpose(purpose)) for one in operations for purpose in purposes}
    return sorted(str(permit) for permit in wanted)


def every_scope() -> list[str]:
    """All that a system can be permitted."""
    return scopes_of(Operation.values, max(LAYERS), outward.purposes())


def admit(permits: frozenset[Permit] | None, operation: Operation, layer: int, purpose: Purpose | None) -> bool:
    """Whether permits let somebody do this; None is somebody whom no token narrows: a person, a job."""
    if permits is None:
        return True
    fit = (one for one in permits if one.purpose == purpose and one.layer >= layer)
    return any(operation is Operation.READ or one.operation is operation for one in fit)


def usual_purpose(permits: frozenset[Permit], usual: Purpose | None) -> Purpose | None:
    """The purpose of a call that states none: the role's, or the first one that the token is for."""
    purposes = [purpose for purpose in Purpose if any(one.purpose is purpose for one in permits)]
    return usual if usual in purposes or not purposes else purposes[0]
