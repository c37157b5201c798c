"""Erasing one relative of several, and remains entered by mistake."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.erasure import burial, replay
from accessctl.erasure import services as erasure
from accessctl.erasure.burial import Decision as Decided
from accessctl.keystore.models import RecordKey
from accessctl.models import Tombstone
from accessctl.models.erasure import ErasureReason, KeyWork, Telling
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case, CaseMark, CaseSource
from families.models import Consent, ConsentTaking, Relative, RelativeName, RiskBriefing
from families.services.erasing import OnlySource, erase_relative
from matching.models import CandidatePair
from registry.lib.errors import Forbidden
from remains.models import Remains
from tests.cast import Cast
from tests.factories import families, matching, remains
from tests.integration.erasure.acts import WISH, coordinator, near, readable, tables_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


class TestOneRelativeOfSeveral:
    def test_what_they_said_and_told_goes_and_the_search_goes_on(
        self, cast: Cast, settings: Any, client_for: ClientFor
    ) -> None:
        settings.KEY_CACHE_SECONDS = 0.01
        case = families.a_case(cast)
        aunt, consent = second_relative(case)
        rings = {Ring.SEARCH, Ring.KIN, Ring.CONTACT}
        before = set(RecordKey.objects.filter(record=case.pk, ring__in=rings).values_list("pk", flat=True))
        stone = erase_aunt(cast, case, aunt)
        assert not Relative.objects.filter(pk=aunt.pk).exists()
        assert not RelativeName.objects.filter(relative=aunt.pk).exists()
        assert not CaseMark.objects.filter(description__isnull=False, source=aunt.source_id).exists()
        assert not CaseSource.objects.filter(pk=aunt.source_id).exists()
        assert not ConsentTaking.objects.filter(given_by=aunt.pk).exists()
        kept = reveal([Consent.objects.get(pk=consent.pk)])[0]
        assert kept.country_scope is None
        assert Consent.objects.filter(supersedes=consent.pk, state="withdrawn").exists()
        burial.settle()
        after = set(RecordKey.objects.filter(record=case.pk, ring__in=rings).values_list("pk", flat=True))
        assert not before & after
        assert len(readable(case)) == len(tables_of(case))
        stone.refresh_from_db()
        assert (stone.kind, stone.record_ref) == ("relative", case.ref)
        assert stone.keys_destroyed_at is not None
        assert client_for(cast.caseworker.account).get(f"/cases/{case.ref}/").status_code == 200

    def test_renewals_wait_together_and_after_the_file_outside(
        self, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        settings.TOMBSTONES_FILE = str(tmp_path / "tombstones")
        settings.KEY_CACHE_SECONDS = 60
        cases = [families.a_case(cast) for _number in range(3)]
        for case in cases:
            erase_aunt(cast, case, second_relative(case)[0])
        before = set(RecordKey.objects.values_list("pk", flat=True))
        waits: list[tuple[float, int]] = []
        monkeypatch.setattr(
            "time.sleep", lambda seconds: waits.append((seconds, Tombstone.objects.filter(written_at=None).count()))
        )
        assert burial.settle() == len(cases)
        minutes = [left for seconds, left in waits if seconds == settings.KEY_CACHE_SECONDS]
        assert minutes == [0, 0], "two waits for all of them, and every tombstone was outside before the first"
        assert not KeyWork.objects.exists()
        for case in cases:
            renewed = RecordKey.objects.filter(record=case.pk, ring__in=[Ring.SEARCH, Ring.KIN])
            assert not before & set(renewed.values_list("pk", flat=True))
            assert len(readable(case)) == len(tables_of(case))

    def test_the_only_one_who_told_anything_is_the_case_itself(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        mother = Relative.objects.get(case=case)
        with pytest.raises(OnlySource):
            erase_aunt(cast, case, mother)
        sent = {"relative": token_of(mother.pk), "reason": "family_wish", "told": "in_person", "understood": "on"}
        page = client_for(cast.caseworker.account).post(f"/cases/{case.ref}/relatives/erase/", sent)
        assert page.status_code == 422
        assert "Erase the whole case" in page.content.decode()

    def test_a_restored_relative_goes_again(self, cast: Cast, settings: Any) -> None:
        settings.KEY_CACHE_SECONDS = 0.01
        case = families.a_case(cast)
        aunt, _consent = second_relative(case)
        stone = burial.bury_part(
            cast.caseworker.actor, case, aunt, Decided(reason=ErasureReason.FAMILY_WISH, told=Telling.IN_PERSON)
        )
        assert replay.replay().erased == 1
        assert not Relative.objects.filter(pk=aunt.pk).exists()
        assert Relative.objects.filter(case=case).exists()
        assert Tombstone.objects.get().pk == stone.pk


def second_relative(case: Case) -> tuple[Relative, Consent]:
    """An aunt who described a mark and agreed to one thing more, save in one country."""
    source = CaseSource.objects.create(case=case, kind="family", described="The aunt")
    aunt = Relative.objects.create(case=case, source=source, is_primary_contact=False)
    RelativeName.objects.create(case=case, relative=aunt, full_original="Fatou Ceesay")
    CaseMark.objects.create(case=case, source=source, mark_type="scar", site="hd_chin", description="Under the chin")
    now = timezone.now()
    consent = Consent.objects.create(
        case=case, purpose=Purpose.SHARE_SEARCH, recipient_class="treaty_body", decision="given", state="given",
        briefing=RiskBriefing.objects.first(), risks_explained=True, rights_explained=True, valid_from=now,
        valid_until=now + timedelta(days=9), country_scope={"scope": "except", "countries": ["GMB"]},
    )  # fmt: skip
    ConsentTaking.objects.create(case=case, consent=consent, given_by=aunt, how="oral_witnessed", witness="Binta")
    return aunt, consent


def erase_aunt(cast: Cast, case: Case, relative: Relative) -> Tombstone:
    return erase_relative(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(relative.pk), **WISH)


class TestRemains:
    def test_findings_stay_until_there_is_a_name(self, cast: Cast) -> None:
        found = remains.some_remains(cast)
        boss = coordinator(cast).actor
        with pytest.raises(erasure.MayNotBeErased):
            erasure.erase(actor=boss, ref=found.ref, reason=ErasureReason.TIME_OVER, told=Telling.NOBODY)
        assert Remains.objects.filter(pk=found.pk).exists()

    def test_an_entry_made_by_mistake_goes(self, cast: Cast) -> None:
        found = remains.some_remains(cast)
        near(cast)
        matching.match()
        boss = coordinator(cast).actor
        erasure.erase(actor=boss, ref=found.ref, reason=ErasureReason.MISTAKE, told=Telling.NOBODY)
        assert not Remains.objects.exists()
        assert not CandidatePair.objects.exists()
        assert not RecordKey.objects.filter(record=found.pk).exists()

    def test_who_logged_them_cannot(self, cast: Cast) -> None:
        found = remains.some_remains(cast)
        with pytest.raises(Forbidden):
            erasure.erase(actor=cast.analyst.actor, ref=found.ref, reason=ErasureReason.MISTAKE, told=Telling.NOBODY)
