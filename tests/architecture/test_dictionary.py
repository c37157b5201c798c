"""The data dictionary is written from the code and committed fresh; declarations are complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import translation

from accessctl.declare import Declaration, asked_fields
from registry.site import dictionary
from registry.site.management.commands import dictionary as command

DOCUMENT = settings.BASE_DIR / "docs" / "data-dictionary.md"
TABLES = [model for app_label in dictionary.APPS for model in apps.get_app_config(app_label).get_models()]
ASKED = [(table, field, found) for table in TABLES for field, found in asked_fields(table)]


def test_the_committed_dictionary_is_fresh() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == dictionary.render(), "Run: manage.py dictionary"


def test_the_committed_page_of_rates_is_fresh() -> None:
    call_command("rates", "--check")


def test_the_dictionary_is_the_same_in_every_language_of_the_reader() -> None:
    with translation.override("ar"):
        assert dictionary.render() == dictionary.render()


def test_a_stale_dictionary_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "data-dictionary.md"
    stale.write_text("old", encoding="utf-8")
    monkeypatch.setattr(command, "PATH", stale)
    with pytest.raises(CommandError, match="stale"):
        call_command("dictionary", "--check")
    assert stale.read_text(encoding="utf-8") == "old"


def test_every_table_and_its_ring_are_in_the_document() -> None:
    text = dictionary.render()
    for table in TABLES:
        assert f"### {table.__name__}\n\nRing **{dictionary.ring_of(table).value}**" in text


@pytest.mark.parametrize(("table", "field", "found"), ASKED, ids=lambda value: getattr(value, "name", ""))
def test_an_asked_field_has_a_label_a_set_and_a_reason(
    table: type[models.Model], field: models.Field[Any, Any], found: Declaration
) -> None:
    assert str(field.verbose_name) != field.name.replace("_", " "), "no label"
    assert found.sets, "no set"
    assert set(found.sets) <= set("BSFAUP")
    # The forensic set, remains and what is known of pairs are filled in by institutes, not asked of families.
    if found.sets != "F" and table._meta.app_label not in ("remains", "matching"):
        assert str(found.why), "families are told why"


@pytest.mark.parametrize(("table", "field", "found"), ASKED, ids=lambda value: getattr(value, "name", ""))
def test_a_declared_code_list_exists_and_is_the_one_the_field_uses(
    table: type[models.Model], field: models.Field[Any, Any], found: Declaration
) -> None:
    if found.code_list:
        used = dictionary.codes_of(field)
        assert used is not None
        assert dictionary.list_name(used) == found.code_list
