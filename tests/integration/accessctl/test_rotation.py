"""Keys replaced while people work: resumable, nothing unreadable, nothing left on the old key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connections, transaction
from pytest_django import Settings

from accessctl import audiences, envelope, rotation, vault
from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.keystore.models import KeyRotation, OrganisationKey, RecordKey
from accessctl.models import Organisation
from accessctl.systems import webhooks
from accessctl.transparency import signing
from cases.models import CaseName
from registry.site.campaigns import keys as campaign
from remains.custody.selectors import custody_of
from remains.models import BurialPlace, CustodyEvent
from tests.cast import Cast
from tests.factories import custody, peers, samples
from tests.factories.accessctl import partner
from tests.factories.remains import some_remains
from tests.integration.accessctl.worlds import NAME, case, filled
from tests.plugins.database import process_environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.KEY_CACHE_SECONDS = 0
    vault.forget()
    audiences.forget()


@pytest.fixture
def name(cast: Cast) -> CaseName:
    return CaseName.objects.get(case=filled(case(cast.caseworker.actor)))


def version_of(name: CaseName) -> int:
    return envelope.key_version(CaseName.objects.get(pk=name.pk).full_original.data)


def read(name: CaseName) -> str:
    (clear,) = reveal([CaseName.objects.get(pk=name.pk)])
    return str(clear.full_original)


def test_record_keys_are_replaced_and_the_old_ones_destroyed(name: CaseName, cast: Cast) -> None:
    old = set(RecordKey.objects.values_list("pk", flat=True))
    other = filled(case(cast.second_caseworker.actor))
    list(rotation.rotate_records(name.case.owner_id))
    assert version_of(name) == 2
    assert read(name) == NAME
    assert not RecordKey.objects.filter(pk__in=old, organisation=name.case.owner_id).exists()
    assert set(RecordKey.objects.filter(record=other.pk).values_list("version", flat=True)) == {1}
    assert rotation.standing().pending == 0


def test_the_chain_of_custody_follows_and_is_changed_in_no_other_way(cast: Cast) -> None:
    actor = cast.analyst.actor
    remains = some_remains(cast)
    custody.ready(actor, remains)
    grave = custody.laid(actor, remains)
    samples.sample(actor, remains)
    list(rotation.rotate_records(remains.owner_id))
    held = custody_of(actor, remains.ref)
    assert (held.is_whole, [line.step.tag_no for line in held.lines if line.step.tag_no]) == (True, ["T-17"])
    (clear,) = reveal([BurialPlace.objects.get(pk=grave.pk)])
    assert clear.cemetery == "New cemetery"
    assert {envelope.key_version(bytes(step.nonce.data)) for step in CustodyEvent.objects.all()} == {2}
    first, second = CustodyEvent.objects.order_by("number")[:2]
    for values in ({"number": 9}, {"nonce": first.nonce}, {"tag_no": None}, {"tag_no": second.nonce}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            CustodyEvent.objects.filter(pk=second.pk).update(**values)


def test_a_second_rotation_replaces_them_again(name: CaseName) -> None:
    for number in (2, 3):
        list(rotation.rotate_records(name.case.owner_id))
        assert (version_of(name), read(name)) == (number, NAME)
    assert KeyRotation.objects.filter(finished_at=None).count() == 0


@pytest.mark.parametrize("steps", range(1, 6))
def test_one_that_was_killed_goes_on(name: CaseName, steps: int) -> None:
    begun = rotation.rotate_records(name.case.owner_id)
    for _step in range(steps):
        next(begun)
    begun.close()
    assert read(name) == NAME
    list(rotation.rotate_records(name.case.owner_id))
    assert (version_of(name), read(name)) == (2, NAME)


def test_what_was_erased_gets_no_key_again(name: CaseName, cast: Cast) -> None:
    begun = rotation.rotate_records(name.case.owner_id)
    next(begun)
    vault.destroy(name.case_id)
    list(begun)
    assert not RecordKey.objects.filter(record=name.case_id).exists()
    with pytest.raises(vault.SealBroken):
        read(name)


def test_an_organisation_key_is_replaced(name: CaseName) -> None:
    owner = name.case.owner_id
    list(rotation.rotate_organisation(owner))
    assert list(OrganisationKey.objects.filter(organisation=owner).values_list("version", flat=True)) == [2]
    assert read(name) == NAME
    assert rotation.standing().under_older_organisation == 0


def test_an_organisation_key_in_use_cannot_be_destroyed(name: CaseName) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(using="keystore"):
        OrganisationKey.objects.filter(organisation=name.case.owner_id).delete()


def test_who_enrols_with_a_key_that_just_went_takes_the_newer_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment between reading the organisation's key and writing the record's."""
    owner = cast.organisations.ngo.pk
    case(cast.caseworker.actor)
    found, rotated = vault._organisation_key, []

    def slow(organisation: object, version: int | None = None) -> object:
        held = found(organisation, version)  # type: ignore[arg-type]
        if organisation == owner and version is None and not rotated:
            rotated.append(True)
            list(rotation.rotate_organisation(owner))
        return held

    monkeypatch.setattr(vault, "_organisation_key", slow)
    row = filled(case(cast.caseworker.actor))
    assert set(RecordKey.objects.filter(record=row.pk).values_list("organisation_version", flat=True)) == {2}


def test_the_registry_s_own_secrets_follow_their_key(cast: Cast) -> None:
    signing.current()
    account = cast.caseworker.account
    sealed = vault.seal_for_deployment(vault.SECOND_FACTOR, "JBSWY3DP")
    factor = Authenticator.objects.create(user=account, type="totp", data={"secret": sealed, "other": 1})
    client = partner(cast.organisations.ngo).client
    hook, secret = webhooks.subscribe(
        cast.supervisor.actor, ref=client.ref, url="https://receiver.invalid/", purpose=Purpose.SHARE_SEARCH
    )
    link = peers.link(cast.supervisor, cast.officer, cast.organisations.state_b)
    private = vault.unseal_for_deployment(vault.PEER_KEY, link.own_secret)
    before = signing.public_keys()
    list(rotation.rotate_organisation(vault.DEPLOYMENT_ORGANISATION))
    factor.refresh_from_db()
    assert vault.unseal_for_deployment(vault.SECOND_FACTOR, factor.data["secret"]) == "JBSWY3DP"
    assert factor.data["other"] == 1
    hook.refresh_from_db()
    assert vault.unseal_for_deployment(vault.WEBHOOK, hook.secret) == secret
    link.refresh_from_db()
    assert vault.unseal_for_deployment(vault.PEER_KEY, link.own_secret) == private
    assert signing.public_keys() == before
    assert OrganisationKey.objects.get(organisation=vault.DEPLOYMENT_ORGANISATION).version == 2


def test_the_root_key_is_replaced(name: CaseName, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "root-key"
    path.write_text(Path(settings.ROOT_KEY_FILE).read_text())
    path.chmod(0o600)
    settings.ROOT_KEY_FILE = str(path)
    new = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
    path.write_text(f"{new}\n{path.read_text()}")
    assert rotation.standing().under_older_root == OrganisationKey.objects.count() > 0
    list(rotation.rotate_root())
    path.write_text(new)
    vault.forget()
    assert read(name) == NAME
    assert rotation.standing().under_older_root == 0


class TestCommand:
    def test_status_and_dry_run_change_nothing(self, name: CaseName, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("keys", "status")
        for what in ("root", "organisation", "records", "signing"):
            call_command("keys", "rotate", what, "--dry-run")
        shown = capsys.readouterr().out
        assert "0 under an older root key" in shown
        assert "would be wrapped" in shown
        assert version_of(name) == 1

    def test_it_rotates_by_name(self, name: CaseName, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        for what in ("organisation", "records"):
            call_command("keys", "rotate", what, "--organisation", cast.organisations.ngo.name)
        assert (version_of(name), read(name)) == (2, NAME)
        assert "old keys destroyed" in capsys.readouterr().out

    def test_an_unknown_organisation_is_named(self, name: CaseName) -> None:
        with pytest.raises(CommandError, match="Nobody"):
            call_command("keys", "rotate", "records", "--organisation", "Nobody")


@pytest.mark.slow
def test_rotations_killed_beside_readers_and_writers(db: None, settings: Settings) -> None:
    """The short form of `manage.py campaign keys`."""
    settings.KEY_CACHE_SECONDS = 1
    environment = {**os.environ, **process_environment(), "REGISTRY_KEY_CACHE_SECONDS": "1"}
    report = campaign.run(environment, kills=2, threads=4, seed=3)
    connections.close_all()
    assert report.passed, list(report.lines())
    assert report.writes
    assert Organisation.objects.exists()
