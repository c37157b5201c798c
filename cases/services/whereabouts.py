"""Recording a living person, or a trace of life: all of it ring 4w, and nobody is told.

The record is made by the unit that may approach the living.  It changes no case: a family hears only what the person
decided (FW-ALIVE).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.services.rows import update_row
from cases.codes import Facility, LivingWish, Sex, SourceKind, WhereaboutsKind
from cases.models import Whereabouts, WhereaboutsFile, WhereaboutsName
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_name, detect_script, fold
from registry.lib.world import is_country


@dataclass(frozen=True, kw_only=True)
class WhereaboutsEntry:
    """What a list or a witness says; age in years as (low, high), countries alpha-3."""

    kind: str
    names: tuple[str, ...] = ()
    informant: str = ""
    sex: str = Sex.NOT_KNOWN
    age: tuple[int, int] | None = None
    nationalities: tuple[str, ...] = ()
    seen_at: PartialDate | None = None
    seen_place: Place | None = None
    facility_kind: str = ""
    facility_name: str = ""


@transaction.atomic
def record_whereabouts(*, actor: Actor, entry: WhereaboutsEntry) -> Whereabouts:
    """Record somebody alive; the person's own wish is not yet asked.  Raises Invalid, Forbidden."""
    _check(entry)
    whereabouts = Whereabouts()
    access.create_record(actor, whereabouts, action="whereabouts.recorded")
    common = {"whereabouts": whereabouts, "created_by": actor.account}
    WhereaboutsFile.objects.create(
        **common, kind=entry.kind, informant=entry.informant or None, sex=entry.sex,
        age=list(entry.age) if entry.age else None, nationalities=list(entry.nationalities) or None,
        seen_at=entry.seen_at, seen_place=entry.seen_place or None, facility=_facility(entry),
        person_decision=LivingWish.NOT_YET_ASKED.value,
    )  # fmt: skip
    for text in entry.names:
        name = clean_name(text)
        WhereaboutsName.objects.create(
            **common, full_original=name, script=detect_script(name), latn=fold(name).title()
        )
    return whereabouts


@transaction.atomic
def record_wish(*, actor: Actor, ref: str, wish: str) -> Whereabouts:
    """Write down what the person found alive decided; it holds from now on.  Raises NotFound, Invalid.

    Whoever wants nothing told is no longer compared with anybody who is sought.
    """
    whereabouts = door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=ref, lock=True)
    if wish not in LivingWish.values:
        raise Invalid(fields={"wish": [_("This code is not in the list.")]})
    held = WhereaboutsFile.objects.select_for_update().get(whereabouts=whereabouts)
    update_row(held, {"person_decision": wish})
    access.touch(actor, whereabouts, action="whereabouts.wish_recorded")
    return whereabouts


def _facility(entry: WhereaboutsEntry) -> dict[str, str] | None:
    if not entry.facility_kind and not entry.facility_name:
        return None
    return {"kind": entry.facility_kind, "name": entry.facility_name}


def _check(entry: WhereaboutsEntry) -> None:
    """Raises Invalid, naming the fields at fault."""
    unknown = _("This code is not in the list.")
    codes = (
        ("kind", entry.kind, WhereaboutsKind.values),
        ("informant", entry.informant, SourceKind.values),
        ("sex", entry.sex, Sex.values),
        ("facility_kind", entry.facility_kind, Facility.values),
    )
    faults = {name: [unknown] for name, code, known in codes if code and code not in known}
    if not entry.kind:
        faults["kind"] = [unknown]
    if entry.seen_at and entry.seen_at.earliest > timezone.localdate():
        faults["seen_at"] = [_("This date lies in the future. Check the year.")]
    if entry.age is not None and not 0 <= entry.age[0] <= entry.age[1] <= 120:
        faults["age"] = [_("Give an age between 0 and %(limit)s years, the lower one first.") % {"limit": 120}]
    if not all(is_country(code) for code in entry.nationalities):
        faults["nationalities"] = [_("Choose a country from the list.")]
    for text in entry.names:
        try:
            clean_name(text)
        except BadText as error:
            faults["names"] = [error.message]
    if faults:
        raise Invalid(fields=faults)
