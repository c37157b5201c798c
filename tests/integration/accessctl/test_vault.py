"""Keys and ciphertext in the real databases: what moves does not open, what is destroyed stays closed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from accessctl import audiences, keys, vault
from accessctl.clear import reveal
from accessctl.consent import AudienceSpec
from accessctl.keystore.models import OrganisationKey, RecordKey
from accessctl.models import Audience
from accessctl.rings import Ring
from accessctl.vault import SealBroken
from cases.models import Case, CaseName, CaseSource
from tests.cast import Cast
from tests.integration.accessctl.worlds import NAME, case, filled


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    """Each test starts and ends without unwrapped keys."""
    vault.forget()
    audiences.forget()
    yield
    vault.forget()
    audiences.forget()


@pytest.fixture
def name(cast: Cast) -> CaseName:
    return CaseName.objects.get(case=filled(case(cast.caseworker.actor)))


def raw(row: CaseName, column: str = "full_original") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM cases_casename WHERE id = %s', [row.pk])
        return bytes(cursor.fetchone()[0])


def put(row: CaseName, data: bytes, column: str = "full_original") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE cases_casename SET "{column}" = %s WHERE id = %s', [data, row.pk])


def read(row: CaseName) -> str:
    (clear,) = reveal([CaseName.objects.get(pk=row.pk)])
    return str(clear.full_original)


def second_name(of: Case) -> CaseName:
    source = CaseSource.objects.filter(case=of).first()
    assert source is not None
    return CaseName.objects.create(case=of, source=source, kind="alias", full_original="Another")


def test_the_database_holds_ciphertext(name: CaseName) -> None:
    assert read(name) == NAME
    for part in NAME.split():
        assert part.encode() not in raw(name)


def test_the_same_name_twice_is_two_ciphertexts(name: CaseName) -> None:
    first = raw(name)
    name.full_original = NAME
    name.save()
    assert raw(name) != first
    assert read(name) == NAME


def test_an_untouched_value_is_saved_as_it_is(name: CaseName) -> None:
    before = raw(name)
    held = CaseName.objects.get(pk=name.pk)
    held.kind = "main"
    held.save()
    assert raw(name) == before


class TestMoved:
    def test_a_row_copied_by_its_key_is_unreadable(self, name: CaseName) -> None:
        copied = CaseName.objects.get(pk=name.pk)
        copied.pk = None
        copied.kind = "alias"
        copied._state.adding = True
        copied.save()
        assert copied.pk != name.pk
        with pytest.raises(SealBroken):
            read(copied)

    def test_ciphertext_of_another_row_does_not_open(self, name: CaseName) -> None:
        other = second_name(name.case)
        put(other, raw(name))
        with pytest.raises(SealBroken):
            read(other)

    def test_ciphertext_of_another_column_does_not_open(self, name: CaseName) -> None:
        put(name, raw(name, "father_name"))
        with pytest.raises(SealBroken):
            read(name)

    def test_an_altered_byte_is_noticed(self, name: CaseName) -> None:
        data = bytearray(raw(name))
        data[-1] ^= 1
        put(name, bytes(data))
        with pytest.raises(SealBroken):
            read(name)

    def test_an_envelope_assigned_to_another_row_is_refused_at_once(self, name: CaseName) -> None:
        other = second_name(name.case)
        held = CaseName.objects.get(pk=name.pk)
        other.full_original = held.full_original
        with pytest.raises(TypeError, match="revealing"):
            other.save()

    def test_another_deployment_does_not_open(self, name: CaseName, settings: Settings) -> None:
        settings.DEPLOYMENT = "another"
        with pytest.raises(SealBroken):
            read(name)


class TestKeys:
    def test_a_destroyed_key_erases(self, name: CaseName) -> None:
        assert vault.destroy(name.case_id) > 0
        with pytest.raises(SealBroken):
            read(name)

    def test_an_erased_record_takes_no_new_values(self, name: CaseName) -> None:
        vault.destroy(name.case_id)
        name.full_original = "Selam"
        with pytest.raises(SealBroken):
            name.save()
        assert not RecordKey.objects.filter(record=name.case_id).exists()

    def test_reading_an_erased_ring_makes_no_key(self, name: CaseName) -> None:
        vault.destroy(name.case_id, [Ring.SEARCH])
        with pytest.raises(SealBroken):
            read(name)
        assert not RecordKey.objects.filter(record=name.case_id, ring=Ring.SEARCH).exists()

    def test_an_erased_ring_may_be_filled_again_and_the_old_stays_closed(self, name: CaseName) -> None:
        old = raw(name)
        vault.destroy(name.case_id, [Ring.SEARCH])
        name.full_original = "Said anew"
        name.father_name = None
        name.save()
        assert read(name) == "Said anew"
        put(name, old)
        with pytest.raises(SealBroken):
            read(name)

    def test_unwrapped_keys_are_forgotten_after_a_while(self, name: CaseName, settings: Settings) -> None:
        assert read(name) == NAME
        RecordKey.objects.filter(record=name.case_id).delete()
        assert read(name) == NAME  # this process still holds it
        settings.KEY_CACHE_SECONDS = -1
        with pytest.raises(SealBroken):
            read(name)

    def test_a_key_is_bound_to_its_record_and_ring(self, name: CaseName) -> None:
        own = RecordKey.objects.get(record=name.case_id, ring=Ring.SEARCH)
        other = RecordKey.objects.get(record=name.case_id, ring=Ring.RESERVED)
        RecordKey.objects.filter(pk=own.pk).update(wrapped=other.wrapped)
        vault.forget()
        with pytest.raises(SealBroken):
            read(name)

    def test_another_root_key_opens_nothing(self, name: CaseName, settings: Settings) -> None:
        settings.ROOT_KEY_FILE = ""
        settings.ROOT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        vault.forget()
        with pytest.raises(keys.KeysUnavailable):
            read(name)

    def test_a_missing_root_key_seals_nothing(self, cast: Cast, settings: Settings) -> None:
        settings.ROOT_KEY_FILE = settings.ROOT_KEY = ""
        vault.forget()
        with pytest.raises(keys.KeysUnavailable):
            case(cast.caseworker.actor)
        assert not Case.objects.exists()

    def test_two_that_are_first_at_once_end_with_one_key(self, cast: Cast) -> None:
        record = UUID(bytes=os.urandom(16))
        for _attempt in range(2):
            vault.enrol(record, cast.organisations.ngo.pk, [Ring.SEARCH, Ring.KIN])
        assert RecordKey.objects.filter(record=record).count() == 2
        assert OrganisationKey.objects.filter(organisation=cast.organisations.ngo.pk).count() == 1


def test_many_rows_take_one_query_for_their_keys(
    cast: Cast, name: CaseName, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [CaseName.objects.get(case=filled(case(cast.caseworker.actor))) for _number in range(5)]
    vault.forget()
    read(name)  # the organisation's key is held now
    with django_assert_num_queries(1, using="keystore"), django_assert_num_queries(0):
        assert [clear.full_original for clear in reveal(rows, "full_original", "father_name")] == [NAME] * 5
    with django_assert_num_queries(0, using="keystore"):
        reveal(rows)


def test_a_field_left_out_of_the_query_costs_none_per_row(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    filled(case(cast.caseworker.actor))
    rows = list(CaseName.objects.defer("father_name"))
    with django_assert_num_queries(0):
        (clear,) = reveal(rows)
    assert clear.full_original == NAME
    assert str(clear.father_name) == "<sealed>"


class TestAroundSave:
    @pytest.mark.parametrize("value", ["Selam", b"Selam"])
    def test_update_is_refused(self, name: CaseName, value: str | bytes) -> None:
        with pytest.raises(TypeError), transaction.atomic():
            CaseName.objects.filter(pk=name.pk).update(full_original=value)
        assert read(name) == NAME

    def test_bulk_update_is_refused(self, name: CaseName) -> None:
        name.full_original = "Selam"
        with pytest.raises(TypeError), transaction.atomic():
            CaseName.objects.bulk_update([name], ["full_original"])
        assert read(name) == NAME

    def test_bulk_create_seals(self, name: CaseName) -> None:
        row = CaseName(case=name.case, source=name.source, kind="alias", full_original="Second")
        CaseName.objects.bulk_create([row])
        assert b"Second" not in raw(row)
        assert read(row) == "Second"


def test_nothing_prints(name: CaseName, caplog: pytest.LogCaptureFixture) -> None:
    held = CaseName.objects.get(pk=name.pk)
    (clear,) = reveal([held])
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").info("%s %r %s", held, clear, vars(held))
    shown = caplog.text + repr(CaseName.objects.all()) + str(CaseName.objects.values("full_original", "father_name"))
    assert "Selam" not in shown
    assert "Tesfaye" not in shown
    assert "<sealed>" in shown


class TestAudiences:
    FLED = AudienceSpec(firewall_states=frozenset({"ERI"}))
    OTHER = AudienceSpec(firewall_states=frozenset({"TUN"}))

    def test_the_same_exceptions_have_one_number(self, cast: Cast) -> None:
        number = audiences.number_of(self.FLED)
        assert audiences.number_of(self.FLED) == number
        assert audiences.number_of(self.OTHER) == number + 1
        assert audiences.number_of(AudienceSpec()) == 0
        assert audiences.spec_of(number) == self.FLED

    def test_a_number_given_back_by_a_rollback_means_what_it_means_now(self, cast: Cast) -> None:
        before = transaction.savepoint()
        number = audiences.number_of(self.FLED)
        assert audiences.spec_of(number) == self.FLED
        transaction.savepoint_rollback(before)
        assert audiences.number_of(self.OTHER) == number
        assert audiences.spec_of(number) == self.OTHER

    def test_the_table_does_not_say_who_fears_whom(self, cast: Cast) -> None:
        audiences.number_of(self.FLED)
        with connection.cursor() as cursor:
            cursor.execute("SELECT spec FROM accessctl_audience")
            assert b"ERI" not in bytes(cursor.fetchone()[0])
        assert "ERI" not in repr(Audience.objects.get())

    def test_what_they_mean_is_opened_once(self, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        audiences.number_of(self.FLED)
        audiences.number_of(self.OTHER)
        audiences.specs()
        with django_assert_num_queries(1):
            audiences.specs()
