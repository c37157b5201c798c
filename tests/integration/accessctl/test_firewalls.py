"""The firewalls, one by one: each beats role, agreement and grant, for every way into a record.

What a firewall hides is answered like what never was: `test_hidden` and tests/access compare those answers to the byte.
"""

from __future__ import annotations

import ast
import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessctl import door, firewalls, services, topology
from accessctl.actor import Actor
from accessctl.budgets import BudgetSpent
from accessctl.codes import GrantReason, Purpose, RecipientClass, Role
from accessctl.consent import AudienceSpec, Narrowing
from accessctl.disclosure import ledger
from accessctl.models import AgreementParty, Organisation, ShareEvent
from accessctl.policy import RecordPolicy, policies
from accessctl.rings import Ring
from accessctl.roles import ROLES
from cases.codes import Fate
from cases.forms.search import SearchForm
from cases.models import Case, CaseAccountabilityNote
from families.services import check_effects, repair_effects
from families.services.safeguards import (
    Allegation,
    OwnOrganisation,
    note_allegation,
    weigh_best_interest,
)
from matching.codes import PairKind
from matching.models import CandidatePair
from registry.lib.dates import parse_edtf
from registry.lib.errors import Forbidden, NotFound
from remains.models import Remains
from remains.services import change_remains
from tests.cast import SEARCHING, Cast
from tests.factories.accessctl import Member, agreement, member, organisation
from tests.factories.families import a_case, consents
from tests.factories.remains import entry as found_entry
from tests.factories.remains import some_remains
from tests.integration.accessctl.worlds import case, effect, granted, whereabouts
from tests.pages import lasting

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
OURS = ("accessctl", "cases", "families", "matching", "registry", "remains")
JOB = Actor.system_job("families.consent")


def sees(who: Member, row: Case, ring: Ring = Ring.COMMON) -> bool:
    actor = who.actor
    found = door.visible(actor, Case, ring=ring).filter(pk=row.pk).exists()
    assert found == (ring in door.rings(actor, row)), "a list and the single answer agree"
    return found


def grant_everything(cast: Cast, row: Case, to: Member) -> None:
    """A grant of every ring that the role of the holder may be given."""
    actor = to.actor
    for ring in {ring for rule in actor.rules for ring in rule.by_grant}:
        granted(cast.supervisor.actor, row, to.account, ring, purpose=actor.purpose or Purpose.SHARE_SEARCH)


def is_shut_out(cast: Cast, row: Case, who: Member) -> bool:
    """Whether agreement and a grant of everything leave somebody with nothing of a case."""
    grant_everything(cast, row, who)
    actor = who.actor
    with pytest.raises(NotFound):
        door.fetch(actor, Case, ref=row.ref)
    return door.rings(actor, row) == frozenset()


def test_each_firewall_is_said_and_has_a_test_of_its_name() -> None:
    sources = (Path(__file__), ROOT / "tests/integration/matching/test_firewalls.py")
    tested = {
        code.upper()
        for path in sources
        for code in re.findall(r"^def test_fw_([a-z]+)_", path.read_text(), re.MULTILINE)
    }
    assert {code.removeprefix("FW-") for code in firewalls.RULES} == tested
    assert len(firewalls.RULES) == 13
    document = (ROOT / "docs/access-model.md").read_text()
    assert all(f"| {code} | {rule} |" in document for code, rule in firewalls.RULES.items())


# --- FW-ORIGIN -------------------------------------------------------------------------------------------------------
def test_fw_origin_beats_agreement_and_grant(cast: Cast) -> None:
    row = case(cast.caseworker.actor, effect(audience=AudienceSpec(firewall_states=frozenset({"ERI"}))))
    assert sees(cast.focal_a, row)
    assert is_shut_out(cast, row, cast.origin_official)


def test_fw_origin_leaves_no_consulate(cast: Cast) -> None:
    consulate = member(
        organisation(kind=RecipientClass.CONSULATE, country="ITA", is_state_body=True), Role.CONSULAR_OFFICER
    )
    said = effect([Purpose.CONSULAR_CONTACT])
    plain = case(cast.caseworker.actor, said)
    grant_everything(cast, plain, consulate)
    assert sees(consulate, plain, Ring.SEARCH)
    fled = effect([Purpose.CONSULAR_CONTACT], audience=AudienceSpec(firewall_states=frozenset({"ERI"})))
    assert is_shut_out(cast, case(cast.caseworker.actor, fled), consulate)


# --- FW-IMMIG --------------------------------------------------------------------------------------------------------
def test_fw_immig_is_nobody_and_stops_every_agreement_it_is_in(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    assert sees(cast.focal_a, row)
    AgreementParty.objects.create(
        agreement=cast.agreements.with_focal_points, organisation=cast.organisations.border, part="receiver",
        signed_at="2026-01-01T00:00Z",
    )  # fmt: skip
    assert not sees(cast.focal_a, row)
    Organisation.objects.filter(pk=cast.organisations.second_ngo.pk).update(immigration_function=True)
    assert is_shut_out(cast, row, cast.second_caseworker)


# --- FW-CRIM ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def police(cast: Cast) -> Member:
    own = organisation(kind=RecipientClass.POLICE_MISSING_UNIT, country="ITA", is_state_body=True)
    agreement([cast.organisations.ngo], [own], purposes=SEARCHING)
    return member(own, Role.STATE_SEARCH_BODY)


def test_fw_crim_needs_consent_to_accountability_besides(cast: Cast, police: Member) -> None:
    row = case(cast.caseworker.actor)
    assert is_shut_out(cast, row, police)
    agreed = case(cast.caseworker.actor, effect([*SEARCHING, Purpose.ACCOUNTABILITY]))
    assert sees(police, agreed, Ring.SEARCH)


def test_fw_crim_holds_for_any_body_that_enforces_the_law(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    assert sees(cast.analyst, row)
    Organisation.objects.filter(pk=cast.organisations.institute.pk).update(law_enforcement=True)
    assert is_shut_out(cast, row, cast.analyst)


def test_fw_crim_opens_remains_to_the_police_for_accountability_alone(cast: Cast, police: Member) -> None:
    row, both = some_remains(cast), [Purpose.SHARE_SEARCH, Purpose.ACCOUNTABILITY]

    def seen(purpose: Purpose) -> bool:
        return door.visible(police.acting_for(purpose), Remains).filter(pk=row.pk).exists()

    agreement([cast.organisations.institute], [police.organisation], purposes=[Purpose.SHARE_SEARCH])
    assert not any(seen(purpose) for purpose in both)
    agreement([cast.organisations.institute], [police.organisation], purposes=both)
    assert [seen(purpose) for purpose in both] == [False, True]


def test_fw_crim_keeps_smugglers_and_ransoms_in_the_accountability_file(cast: Cast) -> None:
    row = a_case(cast)
    said = Allegation(smuggler_mention="The man they call Uncle", ransom_or_threat="Somebody asked for money")
    note_allegation(actor=cast.caseworker.actor, case_ref=row.ref, allegation=said)
    for who in (cast.caseworker, cast.supervisor, cast.second_caseworker, cast.analyst, cast.officer):
        with pytest.raises(Forbidden):
            door.open(who.actor, row, Ring.ACCOUNTABILITY, tables=[CaseAccountabilityNote])
    assert CaseAccountabilityNote in topology.tables_of(Case, Ring.ACCOUNTABILITY)
    named = {
        field.name for ring in topology.rings_of(Case) if ring is not Ring.ACCOUNTABILITY
        for table in topology.tables_of(Case, ring) for field in table._meta.fields
    }  # fmt: skip
    assert not {name for name in named if re.search("smuggl|ransom|threat|alleged", name)}


# --- FW-ALIVE --------------------------------------------------------------------------------------------------------
def test_fw_alive_opens_to_no_other_organisation_and_at_home_to_one_unit(cast: Cast) -> None:
    elsewhere = member(cast.organisations.second_ngo, Role.TRACING_OFFICER)
    unit = member(cast.organisations.ngo, Role.TRACING_OFFICER)
    found = whereabouts(unit.actor, effect())
    services.grant(
        cast.supervisor.actor, found, elsewhere.account, ring=Ring.WHEREABOUTS, purpose=Purpose.SHARE_SEARCH,
        reason=GrantReason.DISCLOSED,
    )  # fmt: skip
    assert Ring.WHEREABOUTS in door.rings(unit.actor, found)
    for who in (elsewhere, cast.caseworker, cast.supervisor, cast.analyst, cast.focal_a, cast.officer):
        assert door.rings(who.actor, found) == frozenset()
    row = a_case(cast)
    pair = CandidatePair.objects.create(kind=PairKind.AM_ALIVE, case=row, whereabouts=found)
    assert list(door.visible(unit.actor, CandidatePair)) == [pair]
    for who in (elsewhere, member(cast.organisations.ngo, Role.FIELD_STAFF), *cast.people.values()):
        assert not door.visible(who.actor, CandidatePair).exists(), who


# --- FW-MINOR --------------------------------------------------------------------------------------------------------
CHILD: dict[str, Any] = {"date_of_birth": parse_edtf("2012-05-03")}


def competent(cast: Cast, *, yes: bool) -> None:
    Organisation.objects.filter(pk=cast.organisations.second_ngo.pk).update(child_competent=yes)


def test_fw_minor_needs_competence_and_the_childs_best_interest(cast: Cast) -> None:
    row = a_case(cast, **CHILD)
    assert sees(cast.second_caseworker, row), "layer 1, so that they can ask"
    assert not sees(cast.second_caseworker, row, Ring.SEARCH)
    weigh_best_interest(actor=cast.caseworker.actor, case_ref=row.ref, words="His aunt was heard; the NGO knows him.")
    assert sees(cast.second_caseworker, row, Ring.SEARCH)
    competent(cast, yes=False)
    assert not sees(cast.second_caseworker, row, Ring.SEARCH)
    grant_everything(cast, row, cast.second_caseworker)
    assert door.rings(cast.second_caseworker.actor, row) == {Ring.COMMON}
    competent(cast, yes=True)
    weigh_best_interest(actor=cast.caseworker.actor, case_ref=row.ref, words="")
    assert not sees(cast.second_caseworker, row, Ring.SEARCH)
    assert sees(cast.caseworker, row, Ring.SEARCH)


@pytest.mark.parametrize(
    ("known", "is_open"),
    [
        (CHILD, False),
        ({"date_of_birth": None, "age": (15, 20)}, False),
        ({"date_of_birth": None, "age": (18, 25)}, True),
        ({"date_of_birth": None, "age": None, "absences": {"age": "unknown"}}, True),
    ],
    ids=["a child", "perhaps a child", "grown up", "no age at all"],
)
def test_fw_minor_gives_the_benefit_of_the_doubt(cast: Cast, known: dict[str, Any], is_open: bool) -> None:
    assert sees(cast.second_caseworker, a_case(cast, **known), Ring.SEARCH) is is_open


@pytest.mark.parametrize(("age", "is_open"), [((3, 6), False), ((14, 17), False), ((20, 30), True), (None, True)])
def test_fw_minor_holds_for_remains(cast: Cast, age: tuple[int, int] | None, *, is_open: bool) -> None:
    row = some_remains(cast, age=age)
    shown = [door.can(cast.focal_b.actor, door.Action.VIEW, row), reads(cast.focal_b, row)]
    assert shown == [True, True], "the focal points of the cast are competent for children"
    Organisation.objects.filter(pk=cast.organisations.state_b.pk).update(child_competent=False)
    shown = [door.can(cast.focal_b.actor, door.Action.VIEW, row), reads(cast.focal_b, row)]
    assert shown == [True, is_open]
    assert reads(cast.analyst, row), "who has them in care"


def test_fw_minor_recalls_copies_of_remains_that_turn_out_to_be_a_childs(cast: Cast) -> None:
    row, people = some_remains(cast), cast.organisations
    for receiver in (people.state_a, people.state_b):
        ledger.record(
            cast.analyst.actor, row, receiver, rings=[Ring.SEARCH], purpose=Purpose.SHARE_SEARCH,
            channel=ShareEvent.Channel.GRANT, until=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    Organisation.objects.filter(pk=people.state_b.pk).update(child_competent=False)
    change_remains(actor=cast.analyst.actor, ref=row.ref, entry=found_entry(age=(3, 6)))
    recalled = ShareEvent.objects.filter(record_ref=row.ref, recall=ShareEvent.Recall.SENT)
    assert [share.receiver for share in recalled] == [people.state_b]


def reads(who: Member, row: Remains) -> bool:
    return Ring.SEARCH in door.rings(who.actor, row)


# --- FW-GENE ---------------------------------------------------------------------------------------------------------
def test_fw_gene_is_in_no_role_but_a_laboratory_no_job_no_share_and_no_export(cast: Cast) -> None:
    for role, rule in ROLES.items():
        assert Ring.GENETIC not in rule.own | rule.shared | rule.by_grant
        assert (Ring.GENETIC in rule.standing) is (role is Role.GENETIC_LAB)
    for policy in policies().values():
        if isinstance(policy, RecordPolicy):
            assert all(Ring.GENETIC not in rule.rings for rule in policy.system.values())
    row = case(cast.caseworker.actor)
    for who in (cast.caseworker, cast.supervisor, cast.analyst, cast.focal_a):
        assert not door.visible(who.actor, Case, ring=Ring.GENETIC).filter(pk=row.pk).exists()
        with pytest.raises(Forbidden):
            door.open(who.actor, row, Ring.GENETIC)
    assert not door.visible(cast.matcher, Case, ring=Ring.GENETIC).exists()


def test_fw_gene_stands_above_a_role_that_named_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule itself, not only that nobody is given the ring today."""
    given = replace(ROLES[Role.CASEWORKER], by_grant=frozenset({Ring.GENETIC, Ring.SEARCH}))
    monkeypatch.setitem(ROLES, Role.CASEWORKER, given)
    row = case(cast.caseworker.actor)
    granted(cast.supervisor.actor, row, cast.second_caseworker.account, Ring.GENETIC)
    assert not sees(cast.second_caseworker, row, Ring.GENETIC)


# --- FW-BULK ---------------------------------------------------------------------------------------------------------
def test_fw_bulk_counts_ends_lists_and_looks_nobody_up(cast: Cast, settings: Any, client_for: Any) -> None:
    assert door.PAGE_SIZE <= 50
    settings.BUDGET_OF_PERSON = 2
    rows = [case(cast.caseworker.actor) for _number in range(3)]
    door.open(cast.second_caseworker.actor, rows[0], Ring.SEARCH)
    with pytest.raises(BudgetSpent):
        door.open(cast.second_caseworker.actor, rows, Ring.SEARCH)
    asked = set(SearchForm.base_fields)
    assert not {name for name in asked if re.search("phone|number|photo|face|contact_value|document", name)}


# --- FW-FACE ---------------------------------------------------------------------------------------------------------
RECOGNISERS = re.compile(
    r"face_recognition|dlib|insightface|deepface|facenet|arcface|mediapipe|retinaface|opencv|cv2|torch|tensorflow|onnx",
    re.IGNORECASE,
)


def test_fw_face_nothing_can_recognise_a_face() -> None:
    required = "\n".join(path.read_text() for path in (ROOT / "requirements").glob("*.txt"))
    assert len(required) > 1000
    assert not RECOGNISERS.search(required)
    imported = {name for path in _sources(*OURS) for name in _imports(path)}
    assert "numpy" in imported
    assert not {name for name in imported if RECOGNISERS.search(name)}


def test_fw_face_the_matcher_reads_no_photo() -> None:
    """A page lays two photos beside one another; what compares and what it is fed with knows none."""
    fed = ["matching/extract.py", "matching/extraction", "matching/engine", "matching/index.py", "matching/store.py"]
    paths = [one for name in fed for one in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))]
    named = {name for path in paths if path.exists() for name in _names(path)}
    assert "CaseName" in named
    assert not {name for name in named if re.search("photo|picture|image|attachment", name, re.IGNORECASE)}


def _names(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_bytes())))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def _sources(*apps: str) -> list[Path]:
    return [path for app in apps for path in sorted((ROOT / app).rglob("*.py"))]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


# --- FW-ONWARD -------------------------------------------------------------------------------------------------------
def test_fw_onward_only_the_owner_gives_and_every_copy_ends(cast: Cast, static_files: None) -> None:
    row = a_case(cast)
    passed_on = member(cast.organisations.second_ngo, Role.SUPERVISOR)
    with pytest.raises((Forbidden, services.NotGrantable)):
        granted(passed_on.actor, row, cast.second_caseworker.account, Ring.RESERVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShareEvent.objects.create(
            record_ref=row.ref, owner=cast.organisations.ngo, receiver=cast.organisations.second_ngo, by="account:x",
            rings=["2"], purpose=Purpose.SHARE_SEARCH, channel="api", expires_at=None,
        )  # fmt: skip
    answer = Client(headers=cast.system.headers).get(reverse("api:case", args=[row.ref]))
    assert answer["X-Copy-Onward-Transfer"] == "forbidden"
    copy = ShareEvent.objects.get(record_ref=row.ref, channel="api")
    assert answer["X-Copy-Delete-By"] == copy.expires_at.date().isoformat()
    note_allegation(
        actor=cast.caseworker.actor, case_ref=row.ref,
        allegation=Allegation(organisations=(cast.organisations.second_ngo.ref,)),
    )  # fmt: skip
    copy.refresh_from_db()
    assert copy.recall == ShareEvent.Recall.SENT


def test_fw_onward_is_not_said_of_ones_own(cast: Cast, static_files: None) -> None:
    mine = a_case(cast, by=cast.second_caseworker.actor)
    answer = Client(headers=cast.system.headers).get(reverse("api:case", args=[mine.ref]))
    assert answer.status_code == 200
    assert "X-Copy-Delete-By" not in answer


# --- FW-PARTY --------------------------------------------------------------------------------------------------------
def test_fw_party_is_told_nothing_whatever_it_held(cast: Cast) -> None:
    row, other = a_case(cast), a_case(cast)
    assert sees(cast.second_caseworker, row, Ring.SEARCH)
    said = Allegation(alleged_responsible="Staff of the shelter", organisations=(cast.organisations.second_ngo.ref,))
    note_allegation(actor=cast.caseworker.actor, case_ref=row.ref, allegation=said)
    assert is_shut_out(cast, row, cast.second_caseworker)
    assert sees(cast.second_caseworker, other, Ring.SEARCH)
    assert sees(cast.focal_a, row, Ring.SEARCH)
    assert check_effects(JOB).differing == ()


def test_fw_party_cannot_be_the_owner_and_must_exist(cast: Cast) -> None:
    row = a_case(cast)
    for named, refused in ((cast.organisations.ngo.ref, OwnOrganisation), ("MGN-00000-00000-0", NotFound)):
        with pytest.raises(refused):
            note_allegation(
                actor=cast.caseworker.actor, case_ref=row.ref, allegation=Allegation(organisations=(named,))
            )
    assert not CaseAccountabilityNote.objects.exists()


# --- FW-SMALL --------------------------------------------------------------------------------------------------------
def test_fw_small_the_public_sees_no_record_and_no_count(cast: Cast, client: Client, static_files: None) -> None:
    before = client.get(reverse("site:home")).content
    row = a_case(cast)
    for root in topology.roots():
        if root.RING is not Ring.PUBLIC:
            assert not door.visible(Actor.public(), root).exists(), root
    after = client.get(reverse("site:home")).content
    assert row.ref.encode() not in after
    assert lasting(before) == lasting(after)


# --- FW-NOTIFY -------------------------------------------------------------------------------------------------------
def test_fw_notify_one_place_sets_a_fate_and_only_for_a_family_that_was_told() -> None:
    """The state's own service; the database refuses it without the family's notification (`family_is_told_first`)."""
    setting = {
        path.relative_to(ROOT).as_posix() for path in _sources(*OURS) if not {"migrations", "models"} & {*path.parts}
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr == "DECEASED" and getattr(node.value, "id", "") == "Fate"
    }  # fmt: skip
    assert Fate.DECEASED.value == "deceased"
    assert setting == {"cases/services/state.py"}


# --- all of them -----------------------------------------------------------------------------------------------------
def test_what_a_safeguard_writes_is_mended_like_the_consents(cast: Cast) -> None:
    row = a_case(cast)
    said = Allegation(organisations=(cast.organisations.second_ngo.ref,))
    note_allegation(actor=cast.caseworker.actor, case_ref=row.ref, allegation=said)
    Case.objects.filter(pk=row.pk).update(audience=0)
    assert sees(cast.second_caseworker, row)
    assert check_effects(JOB).differing == (row.ref,)
    assert repair_effects(JOB, [row.ref]) == 1
    assert not sees(cast.second_caseworker, row)


def test_every_exception_is_sealed_with_the_others() -> None:
    """A new one that is not would be lost when an audience is read again."""
    named = frozenset({"X"})
    sets = {one.name: named for one in fields(AudienceSpec) if one.name not in ("supervisor_only", "narrowings")}
    narrowing = (("search", "cso"), Narrowing(only_countries=named))
    full = AudienceSpec(**sets, supervisor_only=True, narrowings=frozenset({narrowing}))
    assert AudienceSpec.from_json(full.to_json()) == full


def test_a_narrowing_binds_the_use_it_was_said_for(cast: Cast) -> None:
    only_spain = consents(search=(RecipientClass.CSO,), forensic=(), country_scope="only", countries=("ESP",))
    others = consents(search=("national_focal_point", "state_of_transit_body"), forensic=())[2:]
    row = a_case(cast, consents=(*only_spain, *others))
    assert not sees(cast.second_caseworker, row), "it sits in Senegal"
    assert sees(cast.focal_a, row), "the family narrowed only whom it asks among organisations"
    assert check_effects(JOB).differing == ()
