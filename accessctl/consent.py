"""The effect of consent and firewalls on a record, as plain columns that the door's query compares.

The conversation lives in `families`; what it amounts to is a bit mask (purpose x recipient class) for each of layers
1 to 3, an end, and the number of an audience: a sealed row that holds the exceptions.  All are derived data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
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


def as_bits(mask: int) -> str:
    """A mask as PostgreSQL writes it."""
    return format(mask, f"0{MASK_BITS}b")


FULL_MASK = bits(Purpose.values, RecipientClass.values)


NOBODY_NAMED: frozenset[str] = frozenset()
Use = tuple[str, str]  # purpose, recipient class


@dataclass(frozen=True)
class Narrowing:
    """Whom a family's yes leaves out, by country (alpha-3) and by organisation (id as text).

    An empty `only_` means no narrowing.
    """

    except_countries: frozenset[str] = NOBODY_NAMED
    only_countries: frozenset[str] = NOBODY_NAMED
    except_organisations: frozenset[str] = NOBODY_NAMED
    only_organisations: frozenset[str] = NOBODY_NAMED

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _NARROWING)

    def admits(self, identity: str, country: str) -> bool:
        if country in self.except_countries or identity in self.except_organisations:
            return False
        if self.only_countries and country not in self.only_countries:
            return False
        return not self.only_organisations or identity in self.only_organisations

    def both(self, other: Narrowing) -> dict[str, frozenset[str]]:
        """What binds whoever is bound by either."""
        return {
            "except_countries": self.except_countries | other.except_countries,
            "only_countries": _both(self.only_countries, other.only_countries),
            "except_organisations": self.except_organisations | other.except_organisations,
            "only_organisations": _both(self.only_organisations, other.only_organisations),
        }


_NARROWING = tuple(field.name for field in fields(Narrowing))


@dataclass(frozen=True)
class AudienceSpec(Narrowing):
    """Exceptions to what the masks admit: firewalls of this record, and the family's narrowing.

    firewall_states: States whose bodies must see nothing (FW-ORIGIN); parties: organisations said to be
    responsible for what happened (FW-PARTY); supervisor_only: whoever asks may mean harm (FW-SUSPECT); the narrowing
    of this class itself binds every use; narrowings: further ones, by use.
    """

    firewall_states: frozenset[str] = NOBODY_NAMED
    parties: frozenset[str] = NOBODY_NAMED
    supervisor_only: bool = False
    narrowings: frozenset[tuple[Use, Narrowing]] = frozenset()

    def __bool__(self) -> bool:
        return self != AudienceSpec()

    @property
    def firewalls(self) -> AudienceSpec:
        """This without what the family narrowed."""
        return AudienceSpec(
            firewall_states=self.firewall_states, parties=self.parties, supervisor_only=self.supervisor_only
        )  # fmt: skip

    def joined(self, other: AudienceSpec) -> AudienceSpec:
        """What binds a record that was made of two: every firewall of either, and every narrowing of either."""
        return AudienceSpec(
            firewall_states=self.firewall_states | other.firewall_states,
            parties=self.parties | other.parties,
            supervisor_only=self.supervisor_only or other.supervisor_only,
            narrowings=self.narrowings | other.narrowings,
            **self.both(other),
        )

    def to_json(self) -> dict[str, Any]:
        """Only what says something: what an older version sealed reads the same as what this one seals."""
        found: dict[str, Any] = {name: sorted(value) for name in _SETS if (value := getattr(self, name))}
        if self.supervisor_only:
            found["supervisor_only"] = True
        if self.narrowings:
            found["narrowings"] = sorted(
                [*use, {name: sorted(getattr(one, name)) for name in _NARROWING}] for use, one in self.narrowings
            )
        return found

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> AudienceSpec:
        narrowings = frozenset(
            ((purpose, recipient), Narrowing(**{name: frozenset(values) for name, values in named.items()}))
            for purpose, recipient, named in data.get("narrowings", ())
        )
        sets = {name: frozenset(data.get(name, ())) for name in _SETS}
        return cls(**sets, supervisor_only=bool(data.get("supervisor_only")), narrowings=narrowings)


_SETS = (*_NARROWING, "firewall_states", "parties")
# Neither a country nor the id of an organisation: where two lists have nothing in common, an empty one would admit all.
NOBODY_AT_ALL = "-"


def _both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """What both lists name; a list that is empty names everybody."""
    if not one or not other:
        return one or other
    return one & other or frozenset({NOBODY_AT_ALL})


@dataclass(frozen=True)
class ConsentEffect:
    """What a record's consents amount to now: masks by layer, the earliest end, and the exceptions."""

    masks: dict[int, int] = field(default_factory=dict)
    until: datetime | None = None
    audience: AudienceSpec = AudienceSpec()


class ConsentMask(models.Field[int, int]):
    """A bit string, compared in the query by the door, or with `__meets` (any bit)."""

    def db_type(self, connection: Any) -> str:
        return f"bit({MASK_BITS})"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return value if value is None else int(value, 2)

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else as_bits(value)

    def to_python(self, value: Any) -> Any:
        return value


@ConsentMask.register_lookup
class Meets(models.Lookup[Any]):
    """At least one bit of the right side is set."""

    lookup_name = "meets"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"({left} & ({right})::bit({MASK_BITS})) <> 0::bit({MASK_BITS})", (*left_params, *right_params)
