"""The system checks that stop the start, on the project as it is and on models made wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import models
from pytest_django import Settings

from accessctl import policy, topology
from accessctl.checks import OUR_APPS, every_model_has_a_ring, production_is_strict, root_key_is_safe
from accessctl.policy import Policy
from cases.models import Case
from tests.plugins.site import run_manage


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


def test_production_needs_second_steps_and_tls(settings: Settings) -> None:
    for mandatory, tls, found in ((True, True, []), (False, True, ["E008"]), (False, False, ["E008", "E009"])):
        settings.MFA_MANDATORY, settings.TLS = mandatory, tls
        assert [message.id for message in production_is_strict(None)] == [f"accessctl.{one}" for one in found]
    settings.DEMO = True
    assert production_is_strict(None) == []


def test_under_tls_the_cookies_stay_at_home() -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    asked = f"from django.conf import settings; print(*[getattr(settings, name) for name in {names}])"
    told = run_manage("shell", "--no-imports", "-c", asked, REGISTRY_TLS="1")
    assert told.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True"], told.stderr


def test_every_ring_table_belongs_to_a_root_and_no_ring_is_empty() -> None:
    for root in topology.roots():
        for ring in topology.rings_of(root):
            assert topology.tables_of(root, ring), (root, ring)
