"""What access control does when others say that something happened: sign-in, a second step, the end of a task.

Imported when all models are there; the receivers connect themselves.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authenticator_added
from celery.signals import task_postrun, worker_init
from django.contrib.auth.signals import user_logged_out, user_login_failed

from accessctl import journal
from accessctl.erasure import gate
from accessctl.signin import adapters, record, second


def write_denials(**_signal: Any) -> None:
    journal.write_denials()


task_postrun.connect(write_denials, dispatch_uid="accessctl.write_denials")
worker_init.connect(gate.refuse_work, dispatch_uid="accessctl.gate")
authenticator_added.connect(second.remember_added, dispatch_uid="accessctl.remember_added")
authentication_step_completed.connect(second.change_key, dispatch_uid="accessctl.change_key")
user_login_failed.connect(adapters.record_refusal, dispatch_uid="accessctl.record_refusal")
user_logged_out.connect(record.record_sign_out, dispatch_uid="accessctl.record_sign_out")
