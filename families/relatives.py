"""The people of a family file as pages show them: name, tie, guardian, mandate and whether it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl.clear import Clear
from accessctl.tokens import token_of
from families.codes import Mandate
from families.selectors import Family


@dataclass(frozen=True)
class Person:
    """One relative.

    may: what the family lets them do, empty where the mandate is over or there is none.  own_case: the reference of the
    case of who is missing too, "" where the reader does not see it.
    """

    key: UUID
    token: str
    relative: Any
    names: list[Clear]
    name: str
    tie: Any
    guardian: UUID | None
    guardian_name: str
    mandate: Any
    may: list[Any]
    own_case: str = ""

    @property
    def is_first(self) -> bool:
        return bool(self.relative.is_primary_contact)

    @property
    def mandate_is_over(self) -> bool:
        return self.mandate is not None and self.mandate.valid_until < timezone.localdate()


def people_of(family: Family) -> list[Person]:
    """The relatives in the order in which they were recorded."""
    named = {relative.pk: _name(names) for relative, names, _tie in family.relatives}
    today = timezone.localdate()
    people = []
    for relative, names, tie in family.relatives:
        mandate: Any = next((row for row in family.mandates if row.relative_id == relative.pk), None)
        is_live = mandate is not None and mandate.valid_until >= today
        people.append(
            Person(
                relative.pk, token_of(relative.pk), relative, names, named[relative.pk], tie, relative.guardian_id,
                named.get(relative.guardian_id, ""), mandate,
                [Mandate(code).label for code in mandate.scope] if is_live else [],
                family.own_cases.get(relative.own_case_id, ""),
            )
        )  # fmt: skip
    return people


def _name(names: list[Any]) -> str:
    return str(names[0].full_original) if names else _("a relative without a name")
