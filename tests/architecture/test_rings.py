"""What a ring promises of its tables: words are sealed, codes are kept to their lists, keys point down only."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accessctl.models import Record, RecordGrant, RingRow
from accessctl.sealed import SealedField
from registry.site import dictionary

OURS = ("cases", "families", "remains")
TABLES = [model for app_label in OURS for model in apps.get_app_config(app_label).get_models()]
# Columns every row may show in plain: who holds the work and in which tongue or by which method, not who the person is.
PLAIN_WORDS = {"ref", "layout", "language", "summary_lang", "system", "method", "country", "issuing_country"}
LEVELS = {"accessctl": 1, "keystore": 1, "auth": 0, "cases": 2, "families": 3, "remains": 3}


def _words(table: type[models.Model]) -> list[models.Field]:
    """Columns of words or free JSON that are not sealed."""
    found = []
    for field in table._meta.concrete_fields:
        held = field.base_field if isinstance(field, ArrayField) else field
        if isinstance(held, (models.CharField, models.TextField, models.JSONField)) and not isinstance(
            field, SealedField
        ):
            found.append(field)
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_words_of_layer_2_and_above_are_sealed(table: type[models.Model]) -> None:
    """A plain column of words is allowed when PostgreSQL keeps it to codes."""
    if not dictionary.ring_of(table).is_sealed:
        return
    constrained = " ".join(str(constraint.condition) for constraint in table._meta.constraints if _is_check(constraint))
    loose = [
        field.name
        for field in _words(table)
        if field.name not in PLAIN_WORDS
        and f"'{field.name}__" not in constrained
        and f"({field.name})" not in constrained
    ]
    assert loose == []


def _is_check(constraint: models.BaseConstraint) -> bool:
    return isinstance(constraint, models.CheckConstraint)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_coded_columns_are_kept_to_their_list_by_postgresql(table: type[models.Model]) -> None:
    names = {constraint.name for constraint in table._meta.constraints}
    for field in table._meta.concrete_fields:
        if getattr(field, "codes", None) is not None:
            prefix = table.__name__.lower()
            assert {f"{prefix}_{field.name}_code", f"{prefix}_{field.name}_codes"} & names, field.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_keys_point_down_and_leave_no_name_behind(table: type[models.Model]) -> None:
    for field in table._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or not isinstance(field.related_model, type):
            continue
        own, other = table._meta.app_label, field.related_model._meta.app_label
        assert LEVELS[other] < LEVELS[own] or own == other
        if issubclass(table, RecordGrant):
            continue
        assert field.remote_field.related_name == "+", f"{table.__name__}.{field.name}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_row_prints_nothing_but_itself(table: type[models.Model]) -> None:
    """A record prints its reference, a row its kind and id: both end up in logs."""
    if issubclass(table, Record):
        row = table(ref="MMR-00000-00000-0")
        assert str(row) == row.ref
        assert repr(row) == f"<{table.__name__} {row.ref}>"
    elif issubclass(table, RingRow):
        row = table()
        assert str(row) == repr(row) == f"{table.__name__} {row.pk}"
