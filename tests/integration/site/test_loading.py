"""A small invented registry in the database: everything arrives and reads back as the evidence it was."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Account, Agreement, ApiClient, Membership, Organisation
from accessctl.views import DEMO_DOMAIN
from cases.models import Case, CaseIncident, CaseName, CasePhoto, Incident, Whereabouts
from cases.services.whereabouts import record_whereabouts
from cases.vocabulary.whereabouts import WhereaboutsEntry
from families.models import CaseBatch
from families.services import page_codes
from matching import extract
from matching.engine.profile import Profile, merge
from registry.lib.dates import parse_edtf
from registry.lib.errors import Forbidden, Invalid
from registry.site.invented.demo import ACCOUNTS, AGREEMENTS, DOMAIN, ORGANISATIONS
from registry.site.invented.profiles import to_profiles
from registry.site.invented.records import Invented
from registry.site.invented.world_of import Plan, invent
from registry.site.loading import graves
from registry.site.loading.entries import in_calendar
from registry.site.loading.kinship import FAMILIES
from registry.site.loading.load import Loaded, demonstration
from registry.site.loading.portraits import portrait
from remains.models import BurialPlace, Remains, RemainsBatch, RemainsIncident
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def small(seed: int = 8) -> Invented:
    return invent(Plan(cases=16, remains=10, alive=3, seed=seed, as_of=date(2025, 6, 30), incidents=3))


def quiet(what: str, done: int, whole: int) -> None:
    """No progress in a test."""


@pytest.fixture
def invented() -> Invented:
    return small()


@pytest.fixture
def loaded(invented: Invented, tmp_path: Path) -> Loaded:
    return demonstration(invented, tmp_path / "demo.json", quiet)


def test_everything_arrives(invented: Invented, loaded: Loaded) -> None:
    assert Case.objects.count() == len(invented.cases)
    # A part of somebody else was taken out of one of them.
    assert Remains.objects.count() == len(invented.remains) + 1
    # As many graves as an institute can show its neighbours by; one of them is of two people.
    assert BurialPlace.objects.values("grave").distinct().count() < BurialPlace.objects.count() <= graves.BURIED
    # A table of each kind waits for somebody to look at the one row of it that was refused.
    waiting = [*CaseBatch.objects.all(), *RemainsBatch.objects.all()]
    assert [(batch.n_new, batch.n_refused) for batch in waiting] == [(2, 1), (1, 1)]
    assert Incident.objects.count() == len(invented.incidents)
    assert Whereabouts.objects.count() == len(invented.alive)
    assert CasePhoto.objects.count() == sum(c.photo for c in invented.cases)
    shown = CaseIncident.objects.count() - sum(c.incident is not None for c in invented.cases)
    assert 0 <= shown <= FAMILIES  # with profiles, on the board of the event
    assert 0 <= RemainsIncident.objects.count() - sum(r.incident is not None for r in invented.remains) <= FAMILIES
    assert set(loaded.cases) == {c.key for c in invented.cases}


@pytest.mark.usefixtures("loaded")
def test_the_demonstration_has_its_organisations_and_people_and_says_how_to_sign_in(tmp_path: Path) -> None:
    assert Organisation.objects.count() == len(ORGANISATIONS) == 11
    assert len({o.country for o in ORGANISATIONS}) == 5
    assert sum(a.listed for a in ACCOUNTS) == 12
    assert Account.objects.filter(email__endswith=f"@{DOMAIN}").count() == len(ACCOUNTS)
    assert DOMAIN == DEMO_DOMAIN
    assert {m.role for m in Membership.objects.all()} >= {
        Role.CASEWORKER, Role.FORENSIC_PRACTITIONER, Role.FOCAL_POINT, Role.SUPERVISOR, Role.DATA_PROTECTION,
    }  # fmt: skip
    assert Agreement.objects.count() == len(AGREEMENTS)
    unsigned = [party for a in Agreement.objects.all() for party in a.parties.all() if party.signed_at is None]
    assert [party.organisation.name for party in unsigned] == ["Voces del Mar"]  # something to sign
    assert ApiClient.objects.count() == 1
    handover = tmp_path / "demo.json"
    made = json.loads(handover.read_text(encoding="utf-8"))
    assert [a["email"] for a in made["accounts"]] == [a.email for a in ACCOUNTS if a.listed]
    assert made["client"].startswith("MCL-")
    assert made["secret"].startswith("mms_")
    assert page_codes.enter(**made["family"], address="127.0.0.1"), "the family's page opens by what the demo prints"
    assert Account.objects.get(email=made["accounts"][0]["email"]).check_password(made["password"])
    assert handover.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("loaded")
def test_each_registrar_sees_its_own_and_the_others_by_agreement() -> None:
    caseworker = Actor.of_account(Account.objects.get(email=f"caseworker@{DOMAIN}"))
    officer = Actor.of_account(Account.objects.get(email=f"officer@{DOMAIN}"))
    assert door.visible(caseworker, Case).count() > Case.objects.filter(owner=caseworker.organisation).count() > 0
    assert door.visible(officer, Case).count() == Case.objects.filter(owner=officer.organisation).count()


def test_stored_records_are_the_evidence_the_benchmark_measures(invented: Invented, loaded: Loaded) -> None:
    """What extraction reads from the database equals `to_profiles`, so that measured recall is the registry's own."""
    reports, remains = to_profiles(invented)
    consents = extract.consents()
    cases = {c.ref: c for c in Case.objects.filter(pk__in=consents)}
    parts, _ = extract.case_parts(list(cases.values()), consents)
    checked = 0
    for profile in reports:
        case = cases.get(loaded.cases[profile.ref])
        if case is None or not case.nationalities:
            continue  # refused the comparison, or asked for protection: less is extracted
        stored = merge(parts[case.pk].values())
        for fact in ("sex", "birth_earliest", "birth_latest", "stature_low", "last_contact_earliest",
                     "last_contact_latest", "routes", "destination", "nationalities"):  # fmt: skip
            assert getattr(stored, fact) == getattr(profile, fact), (profile.ref, fact)
        assert _marks(stored) == _marks(profile)
        assert {n.text for n in stored.names} >= {profile.names[0].text}
        checked += 1
    assert checked > 5
    held = {r.ref: r for r in Remains.objects.all()}
    stored_parts, _ = extract.remains_parts(list(held.values()))
    for profile in remains:
        stored = merge(stored_parts[held[loaded.remains[profile.ref]].pk].values())
        for fact in ("sex", "age_low", "age_high", "stature_low", "condition", "deposition", "found_latest",
                     "pmi_low", "pmi_high", "place", "completeness"):  # fmt: skip
            assert getattr(stored, fact) == getattr(profile, fact), (profile.ref, fact)
        assert _marks(stored) == _marks(profile)
        assert {i.country for i in stored.indicators} == {i.country for i in profile.indicators}
        assert {d.number for d in stored.documents} == {d.number for d in profile.documents}
        assert {p.digits for p in stored.phones} == {p.digits for p in profile.phones}
    told, found = [[s for profile in every.values() if (s := merge(profile.values()).serials)]
                   for every in (parts, stored_parts)]  # fmt: skip
    assert told == found != [], "the phone of one person, told and found"


def _marks(profile: Profile) -> set[tuple[str, str, str, tuple[str, ...], str]]:
    return {(m.type, m.site, m.side, m.motifs, m.text) for m in profile.marks}


def test_a_refused_record_leaves_nothing_half_loaded(invented: Invented, tmp_path: Path) -> None:
    wrong = [*invented.remains]
    wrong[-1] = wrong[-1].__class__(**{**vars(wrong[-1]), "condition": "d9"})
    broken = invented.__class__(**{**vars(invented), "remains": tuple(wrong)})
    with pytest.raises(Invalid):
        demonstration(broken, tmp_path / "demo.json", quiet)
    assert not Organisation.objects.exists()
    assert not CaseName.objects.exists()
    assert not (tmp_path / "demo.json").exists()


def test_a_registry_is_not_invented_on_top_of_another(cast: Cast) -> None:
    assert cast.caseworker
    with pytest.raises(CommandError, match="already"):
        call_command("invent", "--demo")


@pytest.mark.parametrize("size", ["0", "12", "2m", "x"])
def test_a_size_that_is_none_is_refused(size: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a size"):
        call_command("invent", "--bench", size, "--out", str(tmp_path))


def test_a_benchmark_needs_somewhere_to_go() -> None:
    with pytest.raises(CommandError, match="--out"):
        call_command("invent", "--bench", "1k")


def test_a_benchmark_is_written_with_its_truth_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invent", "--bench", "200", "--out", str(tmp_path), "--as-of", "2025-12-31")
    assert (tmp_path / "truth" / "who.csv").is_file()
    assert len((tmp_path / "reports.csv").read_text(encoding="utf-8").splitlines()) == 201
    assert "Written" in capsys.readouterr().out


def test_days_are_said_in_other_calendars() -> None:
    new_year = in_calendar(date(2023, 9, 12), "ethiopic", 8)
    assert (new_year.earliest, new_year.raw) == (date(2023, 9, 12), "1/1/2016")
    nawruz = in_calendar(date(2024, 3, 20), "persian", 622)
    assert (nawruz.latest, nawruz.raw) == (date(2024, 3, 20), "1/1/1403")


def test_portraits_are_drawn_alike_for_the_same_person() -> None:
    one = portrait(3, sex="f", hair="blk")
    assert one.content == portrait(3, sex="f", hair="blk").content
    assert one.content != portrait(4, sex="m", hair="gry").content
    assert one.content[8:12] == b"WEBP"
    assert (one.width, one.height) == (360, 450)


def test_only_the_tracing_unit_records_the_living_and_nobody_is_told(loaded: Loaded, cast: Cast) -> None:
    entry = WhereaboutsEntry(kind="in_shelter", names=("Awa Sarr",), sex="2", seen_at=parse_edtf("2025-03-02"))
    with pytest.raises(Forbidden):
        record_whereabouts(actor=cast.caseworker.actor, entry=entry)
    tracer = Actor.of_account(Account.objects.get(email=f"tracer@{DOMAIN}"))
    made = record_whereabouts(actor=tracer, entry=entry)
    assert door.visible(tracer, Whereabouts).filter(pk=made.pk).exists()
    assert not door.visible(cast.caseworker.actor, Whereabouts).exists()
    assert loaded.alive
    wrong = WhereaboutsEntry(
        kind="seen", names=("\u202eevil",), age=(50, 20), nationalities=("ZZZ",), facility_kind="hotel"
    )
    with pytest.raises(Invalid) as refused:
        record_whereabouts(actor=tracer, entry=wrong)
    assert set(refused.value.fields) == {"kind", "names", "age", "nationalities", "facility_kind"}
