"""From an identification to rest: the family's wishes, the steps, what the institution and a faith leader learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accessctl.codes import Role
from accessctl.models import JournalEntry
from accessctl.models.registers import SanctionReason
from accessctl.registers import services as registers
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case
from cases.services import ItemEntry
from cases.vocabulary.place import Place
from families import briefing
from families.codes import ConsularAnswer, Disposition, ReturnKind
from families.findings.services import NotTold
from families.models import FamilyWishes, ReturnStep, RiteNotice
from families.wishes import selectors
from families.wishes.services import Step, end_faith, keep_step, note_consular, tell_faith
from matching.identification.belongings import belongings_list
from matching.models import CandidatePair, Identification, ReleaseOrder
from matching.services import releasing, revoking
from matching.services.releasing import PassedOn
from registry.lib.errors import Forbidden, Invalid, NotFound
from remains.belongings.selectors import belongings_of
from remains.models import Remains
from remains.selectors import remains_file
from remains.services import BelongingStepEntry, add_belonging_steps, change_remains
from tests.cast import Cast
from tests.factories import custody
from tests.factories import identification as make
from tests.factories.accessctl import member, organisation
from tests.pdf import text_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
HER_BROTHER = PassedOn(handed_to="Her brother", rite="Janaza", note="No photographs.")


@pytest.fixture
def pair(cast: Cast) -> CandidatePair:
    """Identified; nobody has told the family."""
    held = make.hypothesis(cast)
    assert held.remains is not None
    custody.ready(cast.analyst.actor, held.remains)
    make.established(cast, held)
    return held


def case_of(pair: CandidatePair) -> Case:
    assert pair.case is not None
    return pair.case


def remains_of(pair: CandidatePair) -> Remains:
    return Remains.objects.get(pk=pair.remains_id)


def refused(step: Any) -> set[str]:
    with pytest.raises(Invalid) as error:
        step()
    return set(error.value.fields)


def kept(cast: Cast, pair: CandidatePair, kind: ReturnKind, **said: Any) -> ReturnStep:
    return keep_step(
        actor=cast.caseworker.actor, case_ref=case_of(pair).ref, step=Step(kind=kind, **{"who": "The consul"} | said)
    )


def test_nobody_asks_for_wishes_before_the_family_was_told(cast: Cast, pair: CandidatePair) -> None:
    with pytest.raises(NotTold):
        make.wishes(cast, case_of(pair))
    with pytest.raises(NotTold):
        releasing.pass_on(actor=cast.caseworker.actor, ref=remains_of(pair).ref, of=pair.ref, said=HER_BROTHER)
    make.told(cast, pair)
    make.wishes(cast, case_of(pair))
    for stranger in (cast.analyst, cast.focal_a, cast.second_caseworker):
        with pytest.raises((Forbidden, NotFound)):
            selectors.wishes_of(stranger.actor, case_of(pair).ref)


def test_nobody_is_released_without_wishes_or_an_order(cast: Cast, pair: CandidatePair) -> None:
    make.told(cast, pair)
    remains, analyst = remains_of(pair), cast.analyst.actor
    assert remains.status == "identified"
    for kind in ("released", "cremated"):
        assert refused(lambda kind=kind: custody.write(analyst, remains, kind)) == {"order_no"}
    assert refused(lambda: custody.laid(analyst, remains)) == {"order_no"}
    said = {"actor": cast.caseworker.actor, "ref": remains.ref, "of": pair.ref}
    assert refused(lambda: releasing.pass_on(**said, said=PassedOn(handed_to=""))) == {"disposition", "handed_to"}
    make.wishes(cast, case_of(pair), disposition=Disposition.UNDECIDED)
    assert refused(lambda: releasing.pass_on(**said, said=HER_BROTHER)) == {"disposition"}
    make.wishes(cast, case_of(pair))
    with pytest.raises(Forbidden):
        releasing.pass_on(actor=analyst, ref=remains_of(pair).ref, of=pair.ref, said=HER_BROTHER)
    releasing.pass_on(**said, said=HER_BROTHER)
    custody.write(analyst, remains, "released", to_person="Her brother")
    assert remains_of(pair).status == "released"
    custody.laid(analyst, remains)
    assert remains_of(pair).status == "buried_identified"


def test_the_list_of_belongings_names_what_the_family_has(cast: Cast) -> None:
    """To who reads the forensic file, and to nobody else."""
    pair = make.hypothesis(cast, belongings=(ItemEntry(item_class="ring"),))
    make.established(cast, pair)
    actor, ref = cast.analyst.actor, remains_of(pair).ref
    (thing,) = belongings_of(actor, ref).things
    for kind, said in (("taken", {}), ("returned", {"to_person": "Her brother", "order_no": "7/2021"})):
        entry = BelongingStepEntry(kind=kind, at=custody.begun(), **said)
        assert "brother" not in belongings_list(actor, ref, language="en").things[0].returned
        add_belonging_steps(actor=actor, ref=ref, items=[thing.name], entry=entry)
    assert "Her brother" in belongings_list(actor, ref, language="en").things[0].returned
    described = remains_file(actor, ref).entry
    assert described is not None
    change_remains(actor=actor, ref=ref, entry=replace(described, belongings=()))
    (still,) = belongings_list(actor, ref, language="en").things
    assert "Her brother" in still.returned
    with pytest.raises(Forbidden):
        belongings_list(cast.caseworker.actor, ref, language="en")


def test_an_order_releases_without_wishes(cast: Cast, pair: CandidatePair) -> None:
    make.told(cast, pair)
    custody.write(cast.analyst.actor, remains_of(pair), "released", order_no="Prosecutor 2021/77")
    custody.write(cast.analyst.actor, remains_of(pair), "repatriated")
    assert remains_of(pair).status == "repatriated"


def test_taken_back_nothing_is_released_by_what_was_passed_on(cast: Cast, pair: CandidatePair) -> None:
    make.told(cast, pair)
    make.wishes(cast, case_of(pair))
    releasing.pass_on(actor=cast.caseworker.actor, ref=remains_of(pair).ref, of=pair.ref, said=HER_BROTHER)
    assert releasing.wishes_are_known(remains_of(pair))
    ref = remains_of(pair).ref
    revoking.revoke(actor=cast.analyst.actor, ref=ref, of=pair.ref, reason="The chart was another man’s.")
    assert not releasing.wishes_are_known(remains_of(pair))
    assert refused(lambda: custody.write(cast.analyst.actor, remains_of(pair), "released")) == {"order_no"}


def test_a_step_follows_from_the_wish_and_is_proved_by_its_paper(cast: Cast, pair: CandidatePair) -> None:
    make.told(cast, pair)
    today, kind = timezone.localdate(), ReturnKind
    assert refused(lambda: kept(cast, pair, kind.BURIAL)) == {"kind"}
    assert refused(lambda: make.wishes(cast, case_of(pair), disposition=Disposition.REPATRIATION)) == {"destination"}
    make.wishes(cast, case_of(pair))
    assert refused(lambda: kept(cast, pair, kind.CUSTOMS)) == {"kind"}
    home = {"disposition": Disposition.REPATRIATION, "destination": Place(country="GMB")}
    make.wishes(cast, case_of(pair), **home)
    assert refused(lambda: kept(cast, pair, kind.FLIGHT, done_on=today)) == {"done_on"}
    assert refused(lambda: kept(cast, pair, kind.PERMIT, done_on=today)) == {"document"}
    assert refused(lambda: kept(cast, pair, kind.BELONGINGS, done_on=today)) == {"document"}
    assert refused(lambda: kept(cast, pair, kind.BURIAL, who=" ", done_on=today + timedelta(days=2))) == {
        "who",
        "done_on",
    }
    for paper in (kind.DEATH_CERTIFICATE, kind.PERMIT):
        kept(cast, pair, paper, done_on=today, document="Registry 12/2021")
    kept(cast, pair, kind.FLIGHT, done_on=today, cost="700 euros, the State")
    kept(cast, pair, kind.BELONGINGS, due_on=today - timedelta(days=1))
    page = selectors.wishes_of(cast.caseworker.actor, case_of(pair).ref)
    assert {line.kind for line in page.lines if line.is_done} == {kind.DEATH_CERTIFICATE, kind.PERMIT, kind.FLIGHT}
    assert [line.kind for line in page.lines if line.is_overdue] == [kind.BELONGINGS]
    assert not any(line.waits_for for line in page.lines)
    kept(cast, pair, kind.BELONGINGS, done_on=today, document="List signed by her brother")
    assert ReturnStep.objects.filter(case=case_of(pair)).count() == 4


def test_no_consulate_takes_part_unless_the_family_says_so(cast: Cast, pair: CandidatePair) -> None:
    make.told(cast, pair)
    make.wishes(cast, case_of(pair), disposition=Disposition.REPATRIATION, destination=Place(country="GMB"))
    said = {"actor": cast.caseworker.actor, "case_ref": case_of(pair).ref}
    with pytest.raises(ProofNeeded):  # who cannot read the answer does not replace it
        note_consular(**said | {"actor": replace(cast.caseworker.actor, proved_at=None)}, answer=ConsularAnswer.YES)
    refusals = set()
    for answer in (None, ConsularAnswer.NO, ConsularAnswer.REFUSES):
        if answer:
            note_consular(**said, answer=answer, note="The uncle serves there.")
        with pytest.raises(Invalid) as error:
            kept(cast, pair, ReturnKind.CONSULAR_PASS)
        refusals.add(str(error.value.fields))
    assert len(refusals) == 1, "whether they refused is ring 4p"
    note_consular(**said, answer=ConsularAnswer.YES)
    kept(cast, pair, ReturnKind.CONSULAR_PASS)


def test_who_leads_the_rite_reads_rite_place_and_time_and_nothing_else(
    cast: Cast, pair: CandidatePair, client_for: ClientFor
) -> None:
    make.told(cast, pair)
    case = case_of(pair)
    imam = member(organisation("House of prayer"), Role.FAITH_LEADER)
    other = member(organisation("Another house"), Role.FAITH_LEADER)
    said = {"actor": cast.caseworker.actor, "case_ref": case.ref}
    notice = {
        "organisation": imam.organisation.ref,
        "rite": "Janaza",
        "place": "New cemetery",
        "time": "Friday at noon",
    }
    assert refused(lambda: tell_faith(**said, **notice | {"place": "", "organisation": "x"})) == {
        "place",
        "organisation",
    }
    tell_faith(**said, **notice)
    client = client_for(imam.account)
    page = client.get(reverse("families:rites")).content.decode()
    assert all(words in page for words in ("Janaza", "New cemetery", "Friday at noon"))
    assert case.ref not in page
    assert "Ceesay" not in page
    assert selectors.rites(other.actor) == []
    for address in (
        reverse("cases:detail", args=[case.ref]), reverse("families:wishes", args=[case.ref]),
        *(reverse(f"matching:{name}", args=[remains_of(pair).ref]) for name in ("release", "issued")),
        reverse("remains:detail", args=[remains_of(pair).ref]),
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 404), address
    assert JournalEntry.objects.filter(action="wishes.rite_read", refs=[case.ref]).exists()
    RiteNotice.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert selectors.rites(imam.actor) == []
    tell_faith(**said, **notice)
    kept_off = registers.impose(cast.officer.actor, reason=SanctionReason.MISUSE, organisation=imam.organisation)
    assert selectors.rites(imam.actor) == []
    assert imam.organisation.ref not in dict(selectors.faith_organisations(cast.caseworker.actor, case))
    assert refused(lambda: tell_faith(**said, **notice)) == {"organisation"}
    registers.lift(cast.officer.actor, kept_off.ref)
    assert len(selectors.rites(imam.actor)) == 1
    end_faith(**said)
    assert selectors.rites(imam.actor) == []
    with pytest.raises(Forbidden):
        selectors.rites(cast.caseworker.actor)


def test_the_pages_go_from_the_draft_to_the_release(cast: Cast, client_for: ClientFor) -> None:
    held = make.hypothesis(cast)
    analyst, second = client_for(cast.analyst.account), client_for(make.coordinator(cast).account)
    caseworker = client_for(cast.caseworker.account)
    path, case = reverse("matching:identification", args=[held.ref]), case_of(held)
    assert path in analyst.get(reverse("matching:pair", args=[held.ref])).content.decode()
    assert caseworker.get(path).status_code == 403
    drawn = {
        "draw": "1", "conclusion": "established", "methods": ["dental"], "grounds": "Four restorations agree.",
        "authority": "Public prosecutor", "country": "ITA", "legal_act": "Article 349",
        "established_on": str(timezone.localdate()), "family_summary": "The teeth are the same.", "summary_lang": "eng",
    }  # fmt: skip
    bad = analyst.post(path, drawn | {"methods": ["mark"]})
    assert bad.status_code == 422
    assert "Four restorations agree." in bad.content.decode()
    assert analyst.post(path, drawn).status_code == 302
    assert analyst.post(path, {"sign": "1", "role": "odontologist", "read": "on"}).status_code == 302
    assert analyst.post(path, {"sign": "1", "role": "pathologist", "read": "on"}).status_code == 422
    assert second.post(path, {"sign": "1", "role": "coordinator", "read": "on"}).status_code == 302
    waiting = caseworker.get(reverse("families:work-to-tell")).content.decode()
    assert case.ref in waiting
    issued = reverse("matching:issued", args=[remains_of(held).ref])
    assert issued in analyst.get(path).content.decode()
    assert "Tell the family in person" in caseworker.get(issued).content.decode()
    make.told(cast, held)
    wishes = {"disposition": "burial_in_place", "cost_cover": "org", "asked_on": str(timezone.localdate())}
    sent = {"wishes": "1"} | {f"wishes-{name}": said for name, said in wishes.items()}
    assert caseworker.post(reverse("families:wishes", args=[case.ref]), sent).status_code == 302
    assert FamilyWishes.objects.get().disposition == "burial_in_place"
    release = reverse("matching:release", args=[remains_of(held).ref])
    of, her_brother = {"of": Identification.objects.get().digest}, {"handed_to": "Her brother"}
    assert caseworker.post(release, of | {"handed_to": ""}).status_code == 422
    assert caseworker.post(release, her_brother).status_code == 422
    assert caseworker.post(release, of | her_brother).status_code == 302
    assert "Her brother" in analyst.get(release).content.decode()
    assert "Awa Ceesay" not in analyst.get(release).content.decode()
    assert ReleaseOrder.objects.count() == 1
    revoked = of | {"revoke": "1", "revoke-reason": "Two charts were exchanged."}
    assert caseworker.post(issued, revoked).status_code == 403
    assert second.post(issued, revoked | {"revoke-reason": " "}).status_code == 422
    assert second.post(issued, revoked).status_code == 302
    assert "Two charts were exchanged." in analyst.get(path).content.decode()
    assert "Two charts were exchanged." in analyst.get(issued).content.decode()


def test_the_papers_can_be_read_in_every_language(cast: Cast, client_for: ClientFor, tmp_path: Path) -> None:
    """As a search or a screen reader reads them: whatever the script, in the order in which it is read."""
    held = make.hypothesis(cast)
    make.established(cast, held, family_summary="هذه صور من سجل طبيب", summary_lang="ara")
    copy, report = (
        reverse("families:finding-copy", args=[case_of(held).ref]),
        reverse("matching:identification-report", args=[remains_of(held).ref]),
    )
    caseworker, analyst = client_for(cast.caseworker.account), client_for(cast.analyst.account)
    for language in briefing.LANGUAGES:
        told = " ".join(text_of(caseworker.get(copy, {"language": language}).content, tmp_path).split())
        assert "Lamin Ceesay" in told
        if language in briefing.RIGHT_TO_LEFT:
            assert "هذه صور من سجل طبيب" in told
        assert remains_of(held).ref not in told
        said = " ".join(text_of(analyst.get(report, {"language": language}).content, tmp_path).split())
        for words in ("Public prosecutor of Agrigento", "Ada Conti", held.ref, "Four restorations agree"):
            assert words in said, (language, words)
    made = JournalEntry.objects.filter(action__in=("pair.identification_printed", "finding.copy_made"))
    assert made.count() == 2 * len(briefing.LANGUAGES)
