"""Forms of partner systems: shape and wording."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl import outward
from accessctl.codes import Purpose
from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from accessctl.permits import Operation, scopes_of
from accessctl.systems.entering import Wanted


class ClientForm(RegistryForm):
    """A new system: its name and all that its tokens can be for."""

    name = PlainTextField(
        label=_("What is the system called?"), help_text=_("A name that colleagues know, such as “Tracing database”."),
        max_length=100,
    )  # fmt: skip
    operations = CodesField(
        label=_("What may it do?"),
        help_text=_("A system reads and changes the records of your organisation, and reads what agreements open."),
        choices=Operation.choices,
    )
    layer = CodeField(
        label=_("How deep?"),
        choices=(
            ("1", _("That a record exists, with sex, age group, country, month and route. No name.")),
            ("2", _("That, and the search file: names, photo, description, what happened. A second person approves.")),
            (
                "3",
                _("That, and papers, forensic files and relatives of your own records, where your role opens them."),
            ),
        ),
        absences=(),
        radios=True,
    )
    purposes = CodesField(
        label=_("For which purposes?"),
        help_text=_("Each call states its purpose. What families and agreements allow for it still decides."),
        choices=Purpose.choices,
    )
    certificate = PlainTextField(
        label=_("Thumbprint of its certificate"),
        help_text=_("SHA-256 in base64url, 43 characters. Then its tokens are worth nothing without that certificate."),
        max_length=100, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = outward.choices()  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the service takes.  After `is_valid`."""
        data = self.cleaned_data
        scopes = scopes_of(data["operations"], int(data["layer"]), data["purposes"])
        return Wanted(name=data["name"], scopes=scopes, certificate=data["certificate"])


class WebhookForm(RegistryForm):
    """Where a system is told of changes, and for which purpose."""

    url = PlainTextField(
        label=_("Address"), help_text=_("It begins with https:// and leads to no private network."), max_length=300
    )
    purpose = CodeField(label=_("For which purpose?"), choices=Purpose.choices, absences=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", _("Choose…")), *outward.choices()]  # type: ignore[attr-defined]


class NoQuestionForm(RegistryForm):
    """An act that asks nothing: its page says what will happen."""
