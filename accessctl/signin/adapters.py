"""What allauth and axes ask of us: who may sign up, how a person proves who they are, what is told about an account."""

from __future__ import annotations

import logging
import unicodedata
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accessctl import journal, vault
from accessctl.actor import Actor
from accessctl.models import Account
from accessctl.signin import record, second, sessions

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by their organisation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in has just proved who they are; allauth would ask for the password once more."""
        return not context.request.actor.is_fresh

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The easiest first.  SECURITY: a password alone proves nothing of an account that has a second step."""
        found = super().get_reauthentication_methods(user)[::-1]
        return [one for one in found if one["id"] != "reauthenticate"] or found

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        record.record_sign_in(request, user)

    def set_password(self, user: Account, password: str) -> None:
        """A new password ends every session but the one it was set in."""
        with transaction.atomic():
            super().set_password(user, password)
            request = context.request
            keep = sessions.this_key(request) if request.user == user else ""
            sessions.end(Actor.of_account(user), user, keep=keep)

    def send_notification_mail(self, template_prefix: str, user: Account, *args: Any, **kwargs: Any) -> None:
        """What changes about an account goes into the journal and to its person; the change does not wait for mail."""
        journal.record(Actor.of_account(user), f"account.{template_prefix.rpartition('/')[2]}")
        try:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)
        except (SMTPException, OSError) as error:
            logger.warning("mail about an account could not leave: %s", type(error).__name__)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps are sealed: with the shared secrets in clear, a stolen database would hold everybody's codes."""

    def encrypt(self, text: str) -> str:
        return vault.seal_for_deployment(vault.SECOND_FACTOR, text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal_for_deployment(vault.SECOND_FACTOR, encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step stays where everybody needs one."""
        return not settings.MFA_MANDATORY or second.factors(authenticator.user).count() > 1

    def generate_authenticator_name(self, user: Account, type: str) -> str:
        return str(_("Passkey"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.MFA_TOTP_ISSUER}


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name a failed sign-in counts under, whatever the form called it, so that the right password is locked too.

    SECURITY: folded at least as far as the database's comparison of addresses, or each variant had attempts of its own.
    """
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login") or ""
    return unicodedata.normalize("NFKC", str(name)).strip().casefold()


def record_refusal(*, request: HttpRequest, credentials: dict[str, Any], **_signal: Any) -> None:
    """Receiver: a password or a code was refused, or a right one while the account is locked."""
    record.record_refusal(axes_username(request, credentials))
