"""Who could see a record: the same as asking the door as each of them, and nothing stays of what was only supposed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.consent import AudienceSpec, ConsentEffect
from accessctl.models import Membership, Organisation
from accessctl.rings import Ring
from accessctl.who import Viewer, agreements_used, holders, who
from cases.models import Case
from families.services import withdraw_consent
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import member
from tests.integration.accessctl.worlds import case, effect, granted


def told(found: list[Viewer]) -> dict[tuple[str, Role], frozenset[Ring]]:
    return {(viewer.organisation.name, viewer.role): viewer.rings for viewer in found}


def asked(row: Case) -> dict[tuple[str, Role], frozenset[Ring]]:
    """The same by asking the door as everybody who works somewhere."""
    found = {}
    for row_ in Membership.objects.standing().select_related("organisation"):
        roles = frozenset({Role(row_.role)})
        actor = Actor(organisation=row_.organisation, roles=roles, purpose=Actor.purpose_of(roles))
        if rings := door.rings(actor, row):
            found[row_.organisation.name, Role(row_.role)] = rings
    return found


def without_systems(found: dict[tuple[str, Role], frozenset[Ring]]) -> dict[tuple[str, Role], frozenset[Ring]]:
    return {key: rings for key, rings in found.items() if key[1] is not Role.PARTNER_SYSTEM}


@pytest.mark.parametrize("consented", [None, effect(), effect(max_layer=1), effect(classes=[RecipientClass.CSO])])
def test_it_is_what_the_door_says_to_each(cast: Cast, consented: ConsentEffect | None) -> None:
    row = case(cast.caseworker.actor, consented)
    assert without_systems(told(who(row))) == asked(row)


def test_partner_systems_are_among_them(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    assert told(who(row))["Teranga Families", Role.PARTNER_SYSTEM] == door.rings(cast.system.actor, row)


def test_before_saving_it_is_what_will_be_after(cast: Cast) -> None:
    """The preview of a case that exists nowhere yet, against the case once it is there."""
    wanted = effect(audience=AudienceSpec(except_countries=frozenset({"TUN"})), max_layer=2)
    planned = Case(owner=cast.organisations.ngo, ref="PREVIEW", purposes=[], nationalities=["GMB"])
    before = told(who(planned, effect=wanted))
    assert not Case.objects.exists()
    saved = case(cast.caseworker.actor, wanted, nationalities=["GMB"])
    assert before == told(who(saved))
    assert ("Focal Point A", Role.FOCAL_POINT) not in before
    assert ("Focal Point B", Role.FOCAL_POINT) in before


def test_another_consent_is_supposed_and_leaves_no_trace(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    columns = Case.objects.filter(pk=row.pk).values()
    before = columns.get()
    supposed = told(who(row, effect=effect(classes=[RecipientClass.FORENSIC_INSTITUTE])))
    assert {name for name, _role in supposed} == {"Voces del Mar", "Institute of Forensic Medicine"}
    assert columns.get() == before
    assert ("Teranga Families", Role.CASEWORKER) in told(who(row))


def test_what_a_withdrawal_would_change_is_what_it_changes(cast: Cast) -> None:
    row = families.a_case(cast)
    row.refresh_from_db()
    assert ("Focal Point B", Role.FOCAL_POINT) in told(who(row))
    nothing = ConsentEffect(dict.fromkeys((1, 2, 3), 0))
    supposed = told(who(row, effect=nothing))
    withdraw_consent(actor=cast.caseworker.actor, case_ref=row.ref)
    row.refresh_from_db()
    assert supposed == told(who(row))


def test_without_an_agreement_it_is_as_after_its_end(cast: Cast) -> None:
    row, made = case(cast.caseworker.actor), cast.agreements.between_ngos
    assert made.ref in agreements_used(row)
    supposed = told(who(row, without=made.ref))
    assert ("Teranga Families", Role.CASEWORKER) not in supposed
    assert ("Focal Point A", Role.FOCAL_POINT) in supposed
    made.valid_until = timezone.now() - timedelta(seconds=1)
    made.save(update_fields=["valid_until"])
    assert supposed == told(who(row))
    assert made.ref not in agreements_used(row)


def test_a_flagged_record_hides_from_the_state_that_is_feared(cast: Cast) -> None:
    row = case(cast.caseworker.actor, effect(audience=AudienceSpec(firewall_states=frozenset({"ERI"}))))
    assert not any(viewer.organisation == cast.organisations.origin for viewer in who(row))


def test_people_who_left_and_organisations_that_are_suspended_are_not_among_them(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    Membership.objects.filter(account=cast.focal_a.account).update(suspended_at=timezone.now())
    Organisation.objects.filter(pk=cast.organisations.state_b.pk).update(suspended_at=timezone.now())
    guest = member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
    Membership.objects.filter(account=guest.account).update(until=timezone.now() - timedelta(seconds=1))
    found = {name for name, _role in told(who(row))}
    assert not {"Focal Point A", "Focal Point B"} & found
    assert ("Institute of Forensic Medicine", Role.FORENSIC_COORDINATOR) not in told(who(row))


def test_holders_of_grants_are_told_apart(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    given = granted(
        cast.supervisor.actor, row, cast.analyst.account, Ring.RESERVED, purpose=Purpose.FORENSIC_COMPARISON
    )
    (holder,) = holders(row)
    assert (holder.account, holder.organisation) == (cast.analyst.account, cast.organisations.institute)
    assert holder.rings == door.rings(cast.analyst.actor, row)
    assert Ring.RESERVED in holder.rings
    assert holder.until == given.expires_at
    Organisation.objects.filter(pk=cast.organisations.institute.pk).update(suspended_at=timezone.now())
    assert holders(row) == []


def test_it_asks_once_for_each_organisation(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    with CaptureQueriesContext(connection) as queries:
        who(row)
    organisations = Membership.objects.standing().values("organisation").distinct().count()
    assert len(queries) <= organisations + 6
