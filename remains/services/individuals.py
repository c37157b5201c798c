"""What is identified is one record of one person: neither a part that was joined to others, nor remains of several."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from registry.lib.errors import Conflict
from remains.codes import RemainsStatus
from remains.models import ForensicFile, Remains


class JoinedPart(Conflict):
    code = "joined_part"
    template = gettext_lazy("This part is joined to another record. Part the two first, or identify the other.")


class SeveralPeople(Conflict):
    """Remains of more than one person were to be identified as one."""

    code = "several_people"
    template = gettext_lazy(
        "These remains are of at least %(number)s people. Record what is of each of them as a part, correct the "
        "minimum number of individuals, and identify the part."
    )


def people_of(remains: Remains) -> int:
    """Of how many people remains are, at least.  Until the transaction ends the number stays what it is here."""
    file = ForensicFile.objects.select_for_update().filter(remains=remains).first()
    return 1 if file is None else file.minimum_number_of_individuals


def ensure_not_joined(remains: Remains) -> None:
    """Raises JoinedPart."""
    if remains.status == RemainsStatus.MERGED_INTO:
        raise JoinedPart()


def ensure_one_person(remains: Remains) -> None:
    """Raises SeveralPeople."""
    if (number := people_of(remains)) > 1:
        raise SeveralPeople(number=number)
