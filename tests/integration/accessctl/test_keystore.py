"""What the vault asks of the key store and leaves there: which places it binds, how often it asks, what it destroys."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from accessctl import envelope, vault
from accessctl.clear import reveal
from accessctl.keys import root_key
from accessctl.keystore.models import DestroyedKey, OrganisationKey, RecordKey, digest_of
from accessctl.rings import Ring
from accessctl.vault import DEPLOYMENT_ORGANISATION, SealBroken
from cases.models import CaseName
from tests.cast import Cast
from tests.integration.accessctl.worlds import NAME, case, filled

FIELD = CaseName._meta.get_field("full_original")


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    vault.forget()
    yield
    vault.forget()


@pytest.fixture
def name(cast: Cast) -> CaseName:
    return CaseName.objects.get(case=filled(case(cast.caseworker.actor)))


def sealed(row: CaseName) -> bytes:
    """The ciphertext of the name, from the database."""
    return bytes(CaseName.objects.get(pk=row.pk).full_original.data)


def fresh_uuid() -> UUID:
    return UUID(bytes=os.urandom(16))


def organisation_cipher(organisation: UUID) -> AESGCM:
    """The organisation's key, opened by hand."""
    row = OrganisationKey.objects.get(organisation=organisation)
    place = envelope.bind(settings.DEPLOYMENT, "organisation-key", str(organisation), str(row.version))
    return AESGCM(root_key().unwrap(bytes(row.wrapped), place))


class TestPlaces:
    """What is bound to keys and values is written for good: another way would leave years of data unreadable."""

    def test_of_a_value_and_its_key(self, name: CaseName) -> None:
        held = RecordKey.objects.get(record=name.case_id, ring="2")
        bound = envelope.bind(settings.DEPLOYMENT, "record-key", str(name.case_id), "2", "1")
        key = envelope.unwrap(organisation_cipher(name.case.owner_id), bytes(held.wrapped), bound)
        place = ("cases_casename", "full_original", str(name.pk), str(name.case_id), "2", "1")
        assert envelope.disclose(AESGCM(key), envelope.bind(settings.DEPLOYMENT, *place), sealed(name)) == NAME.encode()

    @pytest.mark.django_db
    def test_of_a_secret_of_the_registry(self) -> None:
        data = base64.b64decode(vault.seal_for_deployment("test", "JBSWY3DP"))
        place = envelope.bind(settings.DEPLOYMENT, "deployment", "test", "1")
        assert envelope.disclose(organisation_cipher(DEPLOYMENT_ORGANISATION), place, data) == b"JBSWY3DP"

    def test_a_row_without_an_id_has_no_place(self, name: CaseName) -> None:
        row = CaseName(case=name.case, pk=None)
        with pytest.raises(TypeError, match="has its id"):
            vault.seal(row, FIELD, b"Selam")


class TestAsking:
    """Each answer of the key store costs a query, so none is asked for twice."""

    def test_enrolling_touches_the_key_store_alone(
        self, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            vault.enrol(fresh_uuid(), cast.organisations.ngo.pk, [Ring.SEARCH])
            vault.destroy_for_good([fresh_uuid()])

    def test_sealing_again_asks_nothing(
        self, name: CaseName, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        vault.keys_for([vault.slot(name)])
        with django_assert_num_queries(0, using="keystore"):
            vault.seal(name, FIELD, b"Selam")

    def test_held_and_absent_keys_open_together(
        self, cast: Cast, name: CaseName, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        other = CaseName.objects.get(case=filled(case(cast.caseworker.actor)))
        vault.forget()
        rows = [CaseName.objects.get(pk=row.pk) for row in (name, other)]
        reveal(rows[:1])
        with django_assert_num_queries(1, using="keystore"):
            assert [clear.full_original for clear in reveal(rows)] == [NAME, NAME]
        with django_assert_num_queries(0, using="keystore"):
            reveal(rows)

    def test_no_more_keys_are_held_than_there_is_room(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        records = [fresh_uuid() for _number in range(3)]
        vault.enrol_many(iter(records), cast.organisations.ngo.pk, iter([Ring.SEARCH, Ring.KIN]))
        monkeypatch.setattr(vault, "CACHE_SLOTS", 1)
        for record in records[:2]:
            vault.keys_for([(record, Ring.SEARCH)])
        with django_assert_num_queries(0, using="keystore"):
            vault.keys_for((record, Ring.SEARCH) for record in records[:2])
        vault.keys_for([(records[2], Ring.SEARCH)])
        with django_assert_num_queries(1, using="keystore"):
            vault.keys_for([(records[0], Ring.SEARCH)])

    def test_each_ring_is_found_among_the_others(self, name: CaseName) -> None:
        for ring in RecordKey.objects.filter(record=name.case_id).values_list("ring", flat=True):
            vault.forget()
            assert vault.keys_for([(name.case_id, Ring(ring))]).keys() == {(name.case_id, Ring(ring))}

    def test_one_absent_among_several_is_an_error(self, name: CaseName) -> None:
        with pytest.raises(SealBroken):
            vault.keys_for([vault.slot(name), (fresh_uuid(), Ring.SEARCH)])


class TestVersions:
    def test_new_is_wrapped_by_the_newest_organisation_key_and_old_still_opens(self, name: CaseName) -> None:
        owner, record = name.case.owner_id, fresh_uuid()
        for _time in range(2):
            vault.add_organisation_key(owner)
        vault.enrol(record, owner, [Ring.SEARCH])
        assert RecordKey.objects.get(record=record).organisation_version == 3
        vault.forget()
        assert vault.unseal(name, FIELD, sealed(name), vault.keys_for([vault.slot(name)])) == NAME.encode()
        held = RecordKey.objects.get(record=name.case_id, ring="2")
        RecordKey.objects.filter(pk=held.pk).update(**vault.rewrap(held, owner, 2))  # to that which was asked for
        vault.forget()
        assert vault.unseal(name, FIELD, sealed(name), vault.keys_for([vault.slot(name)])) == NAME.encode()
        held.version = 2
        with pytest.raises(SealBroken):
            vault.rewrap(held, owner, 3)

    def test_a_value_under_a_newer_key_than_this_process_holds_opens(self, name: CaseName) -> None:
        held = vault.keys_for([vault.slot(name)])
        vault.add_versions(name.case.owner_id, {(name.case_id, "2"): 2})
        vault.add_versions(name.case.owner_id, {(name.case_id, "2"): 2})  # one that exists is kept
        newer = vault.seal_with(vault.fresh_keys(iter([vault.slot(name)])), name, FIELD, b"Selam")
        assert envelope.key_version(newer) == 2
        assert vault.unseal(name, FIELD, newer, held) == b"Selam"
        assert vault.unseal(name, FIELD, sealed(name), held) == NAME.encode()
        assert envelope.key_version(vault.seal(name, FIELD, b"Selam")) == 2  # it holds the newer one now

    def test_a_value_under_no_key_there_is_does_not_open(self, name: CaseName) -> None:
        held = vault.keys_for([vault.slot(name)])
        beyond = bytearray(sealed(name))
        beyond[3] = 9  # the version in its head
        for data, keys in ((sealed(name), {}), (bytes(beyond), held), (b"short", held)):
            with pytest.raises(SealBroken):
                vault.unseal(name, FIELD, data, keys)
        vault.destroy(name.case_id)
        with pytest.raises(SealBroken):
            vault.unseal(name, FIELD, bytes(beyond), held)

    @pytest.mark.django_db
    def test_a_secret_of_the_registry_opens_for_its_use_and_under_its_key(self) -> None:
        first = vault.seal_for_deployment("test", "JBSWY3DP")
        vault.add_organisation_key(DEPLOYMENT_ORGANISATION)
        second = vault.seal_for_deployment("test", "KRSXG5A=")
        vault.forget()
        assert [vault.deployment_version(text) for text in (first, second)] == [1, 2]
        assert vault.unseal_for_deployment("test", first) == "JBSWY3DP"
        assert vault.unseal_for_deployment("test", second) == "KRSXG5A="
        with pytest.raises(SealBroken):
            vault.unseal_for_deployment("other", first)
        for broken in (f"!{first}", "", first[:-8]):
            with pytest.raises(SealBroken):
                vault.unseal_for_deployment("test", broken)
        with pytest.raises(SealBroken):
            vault.deployment_version(f"!{first}")

    @pytest.mark.django_db
    def test_no_key_is_made_where_an_older_one_is_gone(self) -> None:
        text = vault.seal_for_deployment("test", "JBSWY3DP")
        OrganisationKey.objects.filter(organisation=DEPLOYMENT_ORGANISATION).delete()
        vault.forget()
        with pytest.raises(SealBroken):
            vault.unseal_for_deployment("test", text)
        assert not OrganisationKey.objects.filter(organisation=DEPLOYMENT_ORGANISATION).exists()


class TestDestroying:
    def test_it_counts_what_it_destroyed_and_takes_no_other_record_s(self, cast: Cast, name: CaseName) -> None:
        record = fresh_uuid()
        vault.enrol(record, cast.organisations.ngo.pk, [Ring.SEARCH, Ring.KIN, Ring.RESERVED])
        assert vault.destroy(record, iter([Ring.KIN])) == 1
        assert vault.destroy(record, []) == 0
        assert set(RecordKey.objects.filter(record=record).values_list("ring", flat=True)) == {"2", "3"}
        assert vault.destroy_for_good([record]) == 2
        assert vault.destroy_for_good([record]) == 0
        assert list(DestroyedKey.objects.values_list("digest", flat=True)) == [digest_of(record)]
        assert not RecordKey.objects.filter(record=record).exists()
        assert RecordKey.objects.filter(record=name.case_id).exists()
