"""A consent row is final: PostgreSQL refuses to change one, and refuses one that nobody was told about."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accessctl import topology, vault
from cases.models import Case
from families.models import Consent, RiskBriefing
from registry.lib.ids import new_ref
from tests.factories.accessctl import account, organisation

pytestmark = pytest.mark.django_db
WORDING = "Who could see your data, and what could go wrong."


@pytest.fixture
def case() -> Case:
    owner = organisation()
    row = Case(owner=owner, ref=new_ref("MMR"))
    vault.enrol(row.pk, owner.pk, topology.rings_of(Case))
    row.save(force_insert=True)
    return row


@pytest.fixture
def briefing() -> RiskBriefing:
    digest = hashlib.sha256(WORDING.encode()).hexdigest()
    return RiskBriefing.objects.create(version="2026-1", language="en", text=WORDING, digest=digest)


def consent(case: Case, briefing: RiskBriefing, **changes: Any) -> Consent:
    columns: dict[str, Any] = {
        "purpose": "search", "recipient_class": "own_org", "decision": "given", "state": "given",
        "risks_explained": True, "rights_explained": True, "valid_from": timezone.now(),
    }  # fmt: skip
    return Consent.objects.create(case=case, briefing=briefing, **(columns | changes))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"risks_explained": False}, "consent_both_explained"),
        ({"rights_explained": False}, "consent_both_explained"),
        ({"purpose": "gossip"}, "consent_purpose_code"),
        ({"recipient_class": "immigration_authority"}, "consent_never_to_immigration"),
        ({"decision": "refused"}, "consent_state_fits_decision"),
        ({"state": "superseded"}, "consent_state_code"),
        ({"valid_until": timezone.now() - timedelta(days=1)}, "consent_valid_order"),
    ],
)
def test_a_consent_that_cannot_stand_is_refused(
    case: Case, briefing: RiskBriefing, changes: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        consent(case, briefing, **changes)


@pytest.mark.parametrize("change", [{"decision": "refused"}, {"max_layer": 4}, {"valid_until": timezone.now()}])
def test_a_consent_is_never_changed(case: Case, briefing: RiskBriefing, change: dict[str, Any]) -> None:
    row = consent(case, briefing)
    with pytest.raises(IntegrityError, match="write a new row"), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(**change)


def test_a_change_of_mind_is_a_new_row_that_supersedes_once(case: Case, briefing: RiskBriefing) -> None:
    first = consent(case, briefing)
    consent(case, briefing, decision="refused", state="refused", supersedes=first)
    with pytest.raises(IntegrityError, match="supersedes"), transaction.atomic():
        consent(case, briefing, supersedes=first)


def test_sealed_columns_can_be_sealed_anew(case: Case, briefing: RiskBriefing) -> None:
    row = consent(case, briefing, country_scope={"scope": "except", "countries": ["ERI"]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT country_scope FROM families_consent")
        (before,) = cursor.fetchone()
    row.country_scope = {"scope": "except", "countries": ["ERI"]}
    row.save(update_fields=["country_scope"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT country_scope FROM families_consent")
        (after,) = cursor.fetchone()
    assert bytes(before) != bytes(after)
    assert b"ERI" not in bytes(after)


def test_the_account_that_wrote_a_consent_may_go(case: Case, briefing: RiskBriefing) -> None:
    writer = account()
    row = consent(case, briefing, created_by=writer)
    Consent.objects.filter(pk=row.pk).update(created_by=None)
    row.refresh_from_db()
    assert row.created_by is None


def test_a_wording_that_was_shown_is_never_changed(briefing: RiskBriefing) -> None:
    with pytest.raises(IntegrityError, match="write a new one"), transaction.atomic():
        RiskBriefing.objects.update(text="Nothing can go wrong.")
