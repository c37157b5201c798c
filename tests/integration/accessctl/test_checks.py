"""The system checks that stop the start, on the project as it is and on models made wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import models
from pytest_django import Settings

from accessctl import policy, topology
from accessctl.checks import OUR_APPS, every_model_has_a_ring, root_key_is_safe
from accessctl.policy import Policy
from cases.models import Case


def ours(messages: list[object]) -> list[object]:
    return [message for message in messages if str(getattr(message, "id", "")).startswith("accessctl.")]


def test_the_project_passes() -> None:
    assert ours([*run_checks()]) == []


def test_every_app_with_rows_is_checked() -> None:
    from django.apps import apps

    held = {model._meta.app_label for model in apps.get_models() if hasattr(model, "RING")}
    assert held == set(OUR_APPS)


def test_a_root_without_a_policy_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    rest = {model: held for model, held in policy.policies().items() if model is not Case}
    monkeypatch.setattr(policy, "_policies", rest)
    assert [message.id for message in every_model_has_a_ring(None)] == ["accessctl.E003"]


def test_a_root_with_a_policy_that_knows_no_consent_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    loose: dict[type[models.Model], Policy] = {**policy.policies(), Case: Policy()}
    monkeypatch.setattr(policy, "_policies", loose)
    assert [message.id for message in every_model_has_a_ring(None)] == ["accessctl.E003"]


def test_a_model_without_a_ring_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Case, "RING", None)
    assert "accessctl.E002" in {message.id for message in every_model_has_a_ring(None)}


def test_an_unsafe_root_key_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_KEY_FILE = str(tmp_path / "missing")
    assert [message.id for message in root_key_is_safe(None)] == ["accessctl.E007"]


def test_every_ring_table_belongs_to_a_root_and_no_ring_is_empty() -> None:
    for root in topology.roots():
        for ring in topology.rings_of(root):
            assert topology.tables_of(root, ring), (root, ring)
