"""Relatives who give samples, as the family's caseworker sees them: who, by which code, what stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.codes import DonorKind
from cases.models import Case, Donor
from families import selectors
from families.models import DonorLink
from families.relatives import Person, people_of
from registry.lib.errors import Forbidden


@dataclass(frozen=True)
class Giving:
    """A relative and the donor they are: by code, and until when they agree to be tested."""

    person: Person
    link: Any
    donor: Donor

    @property
    def until(self) -> datetime | None:
        return self.donor.tests_until

    @property
    def stopped_at(self) -> datetime | None:
        return self.donor.stopped_at


@dataclass(frozen=True)
class Donors:
    """The family of a case and its donors, the first enrolled first."""

    case: Case
    people: list[Person]
    giving: list[Giving]

    @property
    def kin(self) -> list[Giving]:
        """Those whose own sample was asked for: a toothbrush that they brought says nothing of whose kin they are."""
        return [one for one in self.giving if one.donor.kind == DonorKind.RELATIVE]


def donors_of(actor: Actor, ref: str) -> Donors:
    """The donors of a case, for those who may change it and read its family file.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, Action.CHANGE, ref=ref)
    family = selectors.family(actor, case.ref)
    if family is None:
        raise Forbidden()
    people = people_of(family)
    links: list[Any] = door.open(actor, case, Ring.KIN, tables=[DonorLink]).rows(case, DonorLink)
    known = {row.pk: row for row in door.visible(actor, Donor).filter(pk__in=[link.donor_id for link in links])}
    by_key = {person.key: person for person in people}
    giving = [
        Giving(by_key[link.relative_id], link, known[link.donor_id])
        for link in links
        if link.donor_id in known and link.relative_id in by_key
    ]
    return Donors(case, people, giving)
