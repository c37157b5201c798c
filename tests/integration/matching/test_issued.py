"""What was issued of remains: an act is of what was looked at, firewalls bar all but the signers, and who waited."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accessctl import audiences
from accessctl.codes import Role
from cases.models import Case
from families.models import Finding
from matching.codes import Decision
from matching.identification.codes import Conclusion
from matching.models import CandidatePair, Identification, SecondOpinion
from matching.services import issued, revoking
from registry.lib.errors import Forbidden, RegistryError
from tests.cast import Cast
from tests.factories import families
from tests.factories import identification as make
from tests.factories.accessctl import member
from tests.integration.accessctl.test_journal import in_thread, wait_for
from tests.integration.matching.test_catch_up import waits_for_a_row
from tests.plugins.site import ClientFor

MEANT = re.compile(r'name="of" value="([0-9a-f]{64})"')


def keep_from(case: Case, **exceptions: Any) -> None:
    """Set a firewall on a case."""
    case.refresh_from_db()
    spec = replace(audiences.spec_of(case.audience), **exceptions)
    Case.objects.filter(pk=case.pk).update(audience=audiences.number_of(spec))


@pytest.mark.django_db
def test_an_act_is_of_the_identification_that_its_reader_had_before_them(cast: Cast, client_for: ClientFor) -> None:
    pair = make.hypothesis(cast)
    excluded = make.established(cast, pair, conclusion=Conclusion.EXCLUSION, family_summary="")
    assert pair.remains is not None
    address, analyst = reverse("matching:issued", args=[pair.remains.ref]), client_for(cast.analyst.account)
    meant = set(MEANT.findall(analyst.get(address).content.decode()))
    assert meant == {excluded.digest}
    other = CandidatePair.objects.create(
        kind="am-pm", case=families.a_case(cast), remains=pair.remains, evidence_at=pair.evidence_at
    )
    for decision in (Decision.HYPOTHESIS, Decision.CONFIRM):
        for who in ("caseworker", "analyst"):
            make.decide(cast, other, who, decision)
    established = make.established(cast, other)
    sent = {"revoke": "1", "revoke-reason": "Two charts were exchanged."}
    assert analyst.post(address, sent).status_code == 422
    assert not Identification.objects.exclude(revoked_at=None).exists()
    assert analyst.post(address, sent | {"of": excluded.digest}).status_code == 302
    assert analyst.post(address, sent | {"of": excluded.digest}).status_code == 422
    assert list(Identification.objects.filter(revoked_at=None)) == [established]
    assert Finding.objects.get().revoked_on is None


@pytest.mark.django_db
def test_a_firewall_that_is_set_later_bars_all_but_those_who_signed(cast: Cast, client_for: ClientFor) -> None:
    pair, institute = make.hypothesis(cast), cast.organisations.institute
    assert pair.case is not None
    assert pair.remains is not None
    colleague = member(institute, Role.FORENSIC_PRACTITIONER, email="third@cast.invalid", full_name="Eva Neri")
    third, signer = client_for(colleague.account), client_for(cast.analyst.account)
    addresses = [
        reverse(f"matching:{name}", args=[pair.remains.ref])
        for name in ("issued", "identification-report", "release", "belongings")
    ]
    make.established(cast, pair)
    make.told(cast, pair)
    assert [third.get(address).status_code for address in addresses] == [200] * 4
    for exceptions in (
        {"supervisor_only": True},
        {"supervisor_only": False, "parties": frozenset({str(institute.pk)})},
    ):
        keep_from(pair.case, **exceptions)
        assert [third.get(address).status_code for address in addresses] == [200, 404, 404, 404]
        page = third.get(addresses[0]).content.decode()
        assert "Nothing was issued of these remains" in page
        assert pair.case.ref not in page
        assert pair.ref not in page
        with pytest.raises(issued.NothingIssued):
            revoking.revoke(actor=colleague.actor, ref=pair.remains.ref, of=pair.ref, reason="Two charts.")
        assert [signer.get(address).status_code for address in addresses] == [200] * 4
    revoking.revoke(actor=cast.analyst.actor, ref=pair.remains.ref, of=pair.ref, reason="Two charts were exchanged.")
    assert Finding.objects.get().revoked_on is not None


@pytest.mark.journal
def test_who_waited_for_a_lock_is_judged_by_what_came_meanwhile(cast: Cast) -> None:
    pair = make.hypothesis(cast)
    assert pair.case is not None
    assert pair.remains is not None
    row, ref, said = make.established(cast, pair), pair.remains.ref, []

    def ask() -> None:
        try:
            revoking.ask_opinion(actor=cast.caseworker.actor, ref=ref, of=row.digest)
        except RegistryError as error:
            said.append(type(error))

    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pair.case.pk)
        asking = in_thread(ask)
        wait_for(waits_for_a_row)
        keep_from(case, supervisor_only=True)
    asking.join()
    assert said == [Forbidden]
    assert not SecondOpinion.objects.exists()
