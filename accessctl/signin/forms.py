"""Codes of a second step, and a new passkey.

Wrong codes count like wrong passwords, by the same lock: whoever has the password cannot try all codes.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.signin.record import record_refusal


def _code_widget() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "dir": "ltr"})


class LockedCodes:
    """After too many failures the right code is refused too."""

    user: Any
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.widget = _("Code"), _code_widget()
        code.help_text = _("From your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        request, credentials = context.request, {"username": self.user.email}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            user_login_failed.send(sender=__name__, credentials=credentials, request=request)
            raise
        return code


class CodeForm(LockedCodes, AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in."""


class CodeAgainForm(LockedCodes, ReauthenticateForm):  # type: ignore[misc]
    """The second step as a fresh proof."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label, self.fields["code"].widget = _("Code that the app shows"), _code_widget()


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: one that signs in without a password, unless its owner wants otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = _("Name"), _("So that you know it again, such as “My telephone”.")
        alone.label = _("Sign in with this passkey alone, without a password")
        alone.help_text = _("It then asks for your fingerprint, face or PIN. Turn it off for older security keys.")


class ToldPasskey:
    """A refused passkey is written down.  It locks nobody out: nobody can guess one."""

    user: Any

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            record_refusal(self.user.email if self.user else "")
            raise


class PasskeyAloneForm(ToldPasskey, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of name and password."""


class PasskeyStepForm(ToldPasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyAgainForm(ToldPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as a fresh proof."""
