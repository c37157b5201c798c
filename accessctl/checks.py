"""System checks that stop the start: every model has a ring, every root a policy, the demo stays on loopback."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks

from accessctl import topology
from accessctl.models import Record, RingRow
from accessctl.policy import has_policy
from accessctl.rings import Ring

OUR_APPS = ("accessctl", "keystore", "cases", "remains", "families", "matching")


@checks.register(checks.Tags.models)
def every_model_has_a_ring(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for model in apps.get_models():
        if model._meta.app_label not in OUR_APPS or model._meta.auto_created:
            continue
        if not isinstance(getattr(model, "RING", None), Ring):
            found.append(checks.Error(f"{model.__name__} says no ring", obj=model, id="accessctl.E002"))
        if issubclass(model, Record) and not has_policy(model):
            found.append(checks.Error(f"{model.__name__} has no policy", obj=model, id="accessctl.E003"))
        if issubclass(model, RingRow) and not issubclass(topology.root_of(model), Record):
            found.append(checks.Error(f"{model.__name__}.RECORD names no root", obj=model, id="accessctl.E004"))
    return found


@checks.register(checks.Tags.security)
def demo_stays_on_loopback(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """One-click sign-in is for invented people on this machine."""
    if settings.DEMO and (settings.BIND_HOST != "127.0.0.1" or settings.TLS):
        return [checks.Error("REGISTRY_DEMO is only served on 127.0.0.1", id="accessctl.E005")]
    return []
