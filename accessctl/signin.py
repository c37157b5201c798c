"""Sign-in: what allauth and axes ask of us."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accessctl import vault


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by their organisation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors are sealed: with the shared secrets in clear, a stolen database would hold everybody's codes."""

    def encrypt(self, text: str) -> str:
        return vault.seal_for_deployment(vault.SECOND_FACTOR, text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal_for_deployment(vault.SECOND_FACTOR, encrypted_text)


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name a failed sign-in counts under, whatever the form called it, so that the right password is locked too.

    SECURITY: folded at least as far as the database's comparison of addresses, or each variant had attempts of its own.
    """
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login") or ""
    return unicodedata.normalize("NFKC", str(name)).strip().casefold()
