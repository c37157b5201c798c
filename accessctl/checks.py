"""System checks that stop the start: every model has a ring, every root a policy, keys open, the demo stays at home."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, models

from accessctl import topology
from accessctl.erasure import gate
from accessctl.keys import KeysUnavailable, root_key
from accessctl.models import Record, RingRow
from accessctl.policy import RecordPolicy, has_policy, policy_of
from accessctl.rings import Ring

OUR_APPS = ("accessctl", "keystore", "cases", "remains", "families", "matching")


@checks.register(checks.Tags.models)
def every_model_has_a_ring(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A model without a ring, or a root without a policy, would be a hole in the door."""
    found: list[checks.CheckMessage] = []
    for model in apps.get_models():
        if model._meta.app_label in OUR_APPS and not isinstance(getattr(model, "RING", None), Ring):
            found.append(checks.Error(f"{model.__name__} says no ring", obj=model, id="accessctl.E002"))
        if issubclass(model, Record):
            found += _check_root(model)
        if issubclass(model, RingRow) and not issubclass(topology.root_of(model), Record):
            found.append(checks.Error(f"{model.__name__}.RECORD names no root", obj=model, id="accessctl.E004"))
    return found


def _check_root(model: type[Record]) -> list[checks.CheckMessage]:
    policy = policy_of(model) if has_policy(model) else None
    if not isinstance(policy, RecordPolicy):
        return [checks.Error(f"{model.__name__} has no policy of records", obj=model, id="accessctl.E003")]
    if policy.grants is None:
        return []
    key = next(field for field in policy.grants._meta.fields if field.name == "content_object")
    if not isinstance(key, models.ForeignKey) or key.related_model is not model or key.remote_field.hidden:
        # guardian does not find a hidden reverse name, and then silently uses its generic table.
        problem = f"{policy.grants.__name__}.content_object must point to {model.__name__}, related_name='grants'"
        return [checks.Error(problem, obj=policy.grants, id="accessctl.E006")]
    return []


def is_demo_on_loopback() -> bool:
    """Whether this is the demo, and where it may be: bound to this machine, without a proxy's TLS."""
    return bool(settings.DEMO) and settings.BIND_HOST == "127.0.0.1" and not settings.TLS


@checks.register(checks.Tags.security)
def demo_stays_on_loopback(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """One-click sign-in is for invented people on this machine."""
    if settings.DEMO and not is_demo_on_loopback():
        return [checks.Error("REGISTRY_DEMO is only served on 127.0.0.1", id="accessctl.E005")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def production_is_strict(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """`check --deploy`, which production runs before it opens: nobody signs in by a password alone, or without TLS."""
    if settings.DEMO or settings.DEBUG:
        return []
    found: list[checks.CheckMessage] = []
    if not settings.MFA_MANDATORY:
        found.append(checks.Error("REGISTRY_MFA_MANDATORY is off: a password alone would sign in", id="accessctl.E008"))
    if not settings.TLS:
        found.append(checks.Error("REGISTRY_TLS is off: sessions would travel in clear", id="accessctl.E009"))
    return found


@checks.register(checks.Tags.security, deploy=True)
def nothing_erased_is_back(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """`check --deploy`: a restored backup is cleared of what was erased before anything opens."""
    if settings.DEMO or settings.DEBUG:
        return []
    found: list[checks.CheckMessage] = []
    if not settings.TOMBSTONES_FILE:
        problem = "REGISTRY_TOMBSTONES_FILE is not set: a restored backup would bring back what was erased"
        found.append(checks.Error(problem, id="accessctl.E010"))
    try:
        owed = gate.look()
    except (OSError, DatabaseError):
        return found  # without a database nothing opens anyway
    if owed:
        problem = f"{owed} erasures are owed after a restore: run `manage.py tombstones replay`"
        found.append(checks.Error(problem, id="accessctl.E011"))
    return found


@checks.register(checks.Tags.security)
def root_key_is_safe(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A registry without its root key opens nothing; better to learn it at the start."""
    try:
        root_key()
    except KeysUnavailable as problem:
        return [checks.Error(problem.reason, id="accessctl.E007")]
    return []
