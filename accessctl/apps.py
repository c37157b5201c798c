"""Access control: people, organisations, agreements, the door, the vault, the journal, sign-in."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "accessctl"

    def ready(self) -> None:
        # Models need the app registry, so these wait for it.  The first two register themselves.
        from celery.signals import task_postrun

        from accessctl import checks, journal, policies  # noqa: F401

        def write_denials(**_signal: Any) -> None:
            journal.write_denials()

        task_postrun.connect(write_denials, weak=False, dispatch_uid="accessctl.write_denials")
