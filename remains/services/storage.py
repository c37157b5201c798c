"""The storage places of an institution: added, and closed once nothing is kept there.  A place is never renamed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Organisation
from registry.lib.errors import Conflict, Forbidden, Invalid
from remains.belongings.standing import hold_belongings
from remains.custody.standing import last_moves
from remains.models import StoragePlace
from remains.policies import REGISTRANTS
from remains.samples.standing import stored_in

KEEPERS = REGISTRANTS - {Role.PARTNER_SYSTEM}
# A laboratory keeps samples; the system of an institution knows where it keeps what.
PLACE_KEEPERS = REGISTRANTS | {Role.GENETIC_LAB}


class StillInUse(Conflict):
    code = "place_in_use"
    template = gettext_lazy("Remains, samples or belongings are kept in this place. Put them elsewhere first.")


@transaction.atomic
def add_place(*, actor: Actor, facility: str, room: str, shelf: str = "", capacity: int = 1) -> StoragePlace:
    """Add a storage place to one's institution.  Raises Forbidden, Invalid."""
    if actor.organisation is None or not actor.roles & PLACE_KEEPERS:
        raise Forbidden()
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation.pk)  # one place at a time, not twice
    same = StoragePlace.objects.filter(organisation=actor.organisation, closed_at=None)
    if same.filter(facility=facility, room=room, shelf=shelf).exists():
        raise Invalid(fields={"shelf": [_("This place is in the list already.")]})
    place = StoragePlace.objects.create(
        organisation=actor.organisation, facility=facility, room=room, shelf=shelf, capacity=capacity
    )
    if not door.can(actor, door.Action.CHANGE, place):
        raise Forbidden()
    journal.record(actor, "custody.place_added", place.ref)
    return place


@transaction.atomic
def close_place(*, actor: Actor, ref: str) -> None:
    """No longer offer a place.  Raises NotFound, Forbidden, StillInUse."""
    place = door.fetch(actor, StoragePlace, door.Action.CHANGE, ref=ref, lock=True)
    if not actor.roles & PLACE_KEEPERS:
        raise Forbidden()
    if last_moves().filter(place=place).exists() or stored_in(place).exists() or hold_belongings(place):
        raise StillInUse()
    if place.closed_at is None:
        place.closed_at = timezone.now()
        place.save(update_fields=["closed_at"])
        journal.record(actor, "custody.place_closed", place.ref)
