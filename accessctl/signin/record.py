"""Signing in as the journal tells it: begun, refused, left."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from accessctl import journal
from accessctl.actor import Actor
from accessctl.models import Account, Membership


def record_sign_in(request: HttpRequest, account: Account) -> None:
    """Write into the journal that somebody signed in, and how."""
    records = get_authentication_records(request, account)
    how = sorted({record.get("type") or record["method"] for record in records})
    journal.record(Actor.of_account(account), "session.begun", how=how)


def record_refusal(address: str) -> None:
    """Write that a password, a code or a passkey was refused; `address` is that of the account, or what was typed.

    SECURITY: an address without an account costs the same statements, and is not written down.
    """
    rows = Membership.objects.filter(account__email=address, suspended_at=None).order_by("pk")
    row = rows.select_related("account", "organisation").first()
    journal.record(Actor(row.account, row.organisation) if row else Actor.public(), "session.refused")


def record_sign_out(*, user: Account | None, **_signal: Any) -> None:
    """Receiver: somebody signed out by themselves."""
    if user is not None:
        journal.record(Actor.of_account(user), "session.left")
