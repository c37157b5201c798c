"""Access control: people, organisations, agreements, the door, the vault, the journal, sign-in."""

from __future__ import annotations

from typing import Any

from celery.signals import task_postrun, worker_init
from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "accessctl"

    def ready(self) -> None:
        # Models need the app registry, so these wait for it.  Each app's policies register themselves with the door,
        # its events with the history, what erasing does to its tables with the erasure, and its acts that need two
        # persons with the approvals.
        autodiscover_modules("policies", "events", "erasures", "acts")
        from allauth.account.signals import authentication_step_completed
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_out, user_login_failed

        from accessctl import checks, journal  # noqa: F401 - the checks register themselves
        from accessctl.erasure import gate
        from accessctl.signin import adapters, record, second

        def write_denials(**_signal: Any) -> None:
            journal.write_denials()

        task_postrun.connect(write_denials, weak=False, dispatch_uid="accessctl.write_denials")
        authenticator_added.connect(second.remember_added, dispatch_uid="accessctl.remember_added")
        authentication_step_completed.connect(second.change_key, dispatch_uid="accessctl.change_key")
        user_login_failed.connect(adapters.record_refusal, dispatch_uid="accessctl.record_refusal")
        user_logged_out.connect(record.record_sign_out, dispatch_uid="accessctl.record_sign_out")
        worker_init.connect(gate.refuse_work, weak=False, dispatch_uid="accessctl.gate")
