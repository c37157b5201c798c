"""Recording living persons, or traces of life: all of it ring 4w, and nobody is told.

The record is made by the unit that may approach the living, or by who found them.  It changes no case: a family hears
only what the person decided (FW-ALIVE), which `cases.services.approach` writes down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Organisation, RingRow
from accessctl.services.rows import replace_rows, update_row
from cases.codes import (
    SEARCH_MARK_TYPES,
    Facility,
    LivingCondition,
    LivingWish,
    MarkSite,
    Sex,
    Side,
    SourceKind,
    Verification,
    WhereaboutsKind,
)
from cases.models import Whereabouts, WhereaboutsFile, WhereaboutsMark, WhereaboutsName
from cases.services.telling import follow_wish
from cases.vocabulary.whereabouts import FoundMark, WhereaboutsEntry
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_name, detect_script, fold
from registry.lib.world import LANGUAGES, is_country

OLDEST = 120
LISTS: tuple[type[RingRow], ...] = (WhereaboutsName, WhereaboutsMark)


@transaction.atomic
def record_whereabouts(*, actor: Actor, entry: WhereaboutsEntry) -> Whereabouts:
    """Record somebody alive; the person's own wish is not yet asked.  Raises Invalid, Forbidden."""
    (found,) = record_all(actor=actor, entries=[entry])
    return found


@transaction.atomic
def record_all(
    *, actor: Actor, entries: Sequence[WhereaboutsEntry], owner: Organisation | None = None,
    keep_until: date | None = None,
) -> list[Whereabouts]:  # fmt: skip
    """Record several, in a few statements, for the actor's organisation unless another is named.

    keep_until: of a list, which is kept no longer unless somebody is looking for them.  Raises Invalid, Forbidden.
    """
    for entry in entries:
        check(entry)
    made = [Whereabouts() if owner is None else Whereabouts(owner=owner) for _entry in entries]
    access.create_records(actor, made, action="whereabouts.recorded", effects=[None] * len(made))
    rows: list[RingRow] = []
    for found, entry in zip(made, entries, strict=True):
        said = {**_columns(entry), "verification": _verification(actor, entry, Verification.UNVERIFIED)}
        wish = LivingWish.NOT_YET_ASKED.value
        rows.append(
            WhereaboutsFile(
                whereabouts=found, created_by=actor.account, person_decision=wish, keep_until=keep_until, **said
            )
        )
        rows += _rows(found, entry, actor)
    access.insert_rows(rows)
    return made


@transaction.atomic
def change_whereabouts(
    *, actor: Actor, ref: str, entry: WhereaboutsEntry, expected_version: int | None = None
) -> Whereabouts:
    """Replace what is known by `entry`; what the person decided is not changed here.

    Raises NotFound, Forbidden, Invalid, Conflict.
    """
    found = door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=ref, lock=True)
    check(entry)
    file = WhereaboutsFile.objects.select_for_update().get(whereabouts=found)
    said = {**_columns(entry), "verification": _verification(actor, entry, Verification(file.verification))}
    changed = update_row(file, said)
    changed += replace_rows(found, LISTS, _rows(found, entry, actor), before=lambda: None)
    follow_wish(actor, found)
    access.touch(
        actor, found, action="whereabouts.changed", expected_version=expected_version, changed=sorted(changed)
    )  # fmt: skip
    return found


def _verification(actor: Actor, entry: WhereaboutsEntry, held: Verification) -> str:
    """Who only reports somebody does not say how far it is verified: the unit that goes there does."""
    return entry.verification if Role.TRACING_OFFICER in actor.roles else held.value


def _columns(entry: WhereaboutsEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "informant": entry.informant or None,
        "sex": entry.sex,
        "date_of_birth": entry.date_of_birth,
        "age": list(entry.age) if entry.age else None,
        "nationalities": list(entry.nationalities) or None,
        "languages": list(entry.languages) or None,
        "description": entry.description or None,
        "seen_at": entry.seen_at,
        "seen_place": entry.seen_place or None,
        "facility": _facility(entry),
        "condition": entry.condition or None,
        "message_for_family": entry.message_for_family or None,
        "contact": entry.contact or None,
    }


def _facility(entry: WhereaboutsEntry) -> dict[str, str] | None:
    said = {"kind": entry.facility_kind, "name": entry.facility_name, "reference": entry.facility_reference}
    return said if any(said.values()) else None


def _rows(found: Whereabouts, entry: WhereaboutsEntry, actor: Actor) -> list[RingRow]:
    common = {"whereabouts": found, "created_by": actor.account}
    names = [clean_name(text) for text in entry.names]
    return [
        *(
            WhereaboutsName(**common, full_original=name, script=detect_script(name), latn=fold(name).title())
            for name in names
        ),
        *(
            WhereaboutsMark(
                **common, mark_type=mark.mark_type, site=mark.site, side=mark.side, description=mark.description or None
            )
            for mark in entry.marks
        ),
    ]


def check(entry: WhereaboutsEntry) -> None:
    """Raises Invalid, naming the fields at fault."""
    unknown = _("This code is not in the list.")
    codes = (
        ("kind", entry.kind, WhereaboutsKind.values),
        ("informant", entry.informant, SourceKind.values),
        ("verification", entry.verification, Verification.values),
        ("sex", entry.sex, Sex.values),
        ("condition", entry.condition, LivingCondition.values),
        ("facility_kind", entry.facility_kind, Facility.values),
    )
    faults = {name: [unknown] for name, code, known in codes if code and code not in known}
    if not entry.kind:
        faults["kind"] = [unknown]
    for name, day in (("seen_at", entry.seen_at), ("date_of_birth", entry.date_of_birth)):
        if day and day.earliest > timezone.localdate():
            faults[name] = [_("This date lies in the future. Check the year.")]
    if entry.age is not None and not 0 <= entry.age[0] <= entry.age[1] <= OLDEST:
        faults["age"] = [_("Give an age between 0 and %(limit)s years, the lower one first.") % {"limit": OLDEST}]
    if not all(is_country(code) for code in entry.nationalities):
        faults["nationalities"] = [_("Choose a country from the list.")]
    if not {*entry.languages} <= {*LANGUAGES}:
        faults["languages"] = [unknown]
    if not all(_is_coded(mark) for mark in entry.marks):
        faults["marks"] = [unknown]
    for text in entry.names:
        try:
            clean_name(text)
        except BadText as error:
            faults["names"] = [error.message]
    if faults:
        raise Invalid(fields=faults)


def _is_coded(mark: FoundMark) -> bool:
    return mark.mark_type in SEARCH_MARK_TYPES and mark.site in MarkSite.values and mark.side in Side.values
