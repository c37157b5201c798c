"""The effect of consent and firewalls on a record, as plain columns that the door's query compares.

The conversation lives in `families`; what it amounts to is a bit mask (purpose x recipient class) for each of layers
1 to 3, an end, and the number of an audience: a sealed row that holds the exceptions.  All are derived data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from accessctl.codes import Purpose, RecipientClass

_PURPOSES, _CLASSES = list(Purpose), list(RecipientClass)
MASK_BITS = len(_PURPOSES) * 32  # room for 32 recipient classes per purpose
LAYERS = (1, 2, 3)


def bit(purpose: str, recipient: str) -> int:
    """The mask with the one bit of a purpose and a recipient class."""
    return 1 << (_PURPOSES.index(Purpose(purpose)) * 32 + _CLASSES.index(RecipientClass(recipient)))


def bits(purposes: Iterable[str], recipients: Iterable[str]) -> int:
    """The mask of every pair of the given purposes and recipient classes."""
    recipients = list(recipients)
    mask = 0
    for purpose in purposes:
        for recipient in recipients:
            mask |= bit(purpose, recipient)
    return mask


FULL_MASK = bits(Purpose.values, RecipientClass.values)


@dataclass(frozen=True)
class AudienceSpec:
    """Exceptions to what the masks admit.

    firewall_states: States whose bodies must see nothing (FW-ORIGIN); except_* and only_*: the family's narrowing, by
    country (alpha-3) and by organisation (id as text).  An empty `only_` means no narrowing.
    """

    firewall_states: frozenset[str] = frozenset()
    except_countries: frozenset[str] = frozenset()
    only_countries: frozenset[str] = frozenset()
    except_organisations: frozenset[str] = frozenset()
    only_organisations: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(self.to_json().values())

    def to_json(self) -> dict[str, list[str]]:
        return {name: sorted(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: dict[str, list[str]]) -> AudienceSpec:
        return cls(**{name: frozenset(values) for name, values in data.items()})


@dataclass(frozen=True)
class ConsentEffect:
    """What a record's consents amount to now: masks by layer, the earliest end, and the exceptions."""

    masks: dict[int, int] = field(default_factory=dict)
    until: datetime | None = None
    audience: AudienceSpec = AudienceSpec()


class ConsentMask(models.Field[int, int]):
    """A bit string compared in the query with `__admits` (every bit) and `__meets` (any bit)."""

    def db_type(self, connection: Any) -> str:
        return f"bit({MASK_BITS})"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return value if value is None else int(value, 2)

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else format(value, f"0{MASK_BITS}b")

    def to_python(self, value: Any) -> Any:
        return value


class _MaskLookup(models.Lookup[Any]):
    template: str

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        sql = self.template.format(left=left, right=f"({right})::bit({MASK_BITS})")
        repeat = self.template.count("{right}")
        return sql, (*left_params, *[value for _copy in range(repeat) for value in right_params])


@ConsentMask.register_lookup
class Admits(_MaskLookup):
    """Every bit of the right side is set."""

    lookup_name = "admits"
    template = "({left} & {right}) = {right}"


@ConsentMask.register_lookup
class Meets(_MaskLookup):
    """At least one bit of the right side is set."""

    lookup_name = "meets"
    template = f"({{left}} & {{right}}) <> repeat('0', {MASK_BITS})::bit({MASK_BITS})"
