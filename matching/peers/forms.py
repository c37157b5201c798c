"""Forms of questions to other registries: shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.age_files import BadKey, public_key
from accessctl.codes import Purpose
from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from accessctl.models import Peer
from matching.models.peer_disclosures import DisclosureReason
from matching.peers.services.disclosing import Answer


class AskPeerForm(RegistryForm):
    """Which registry is asked, for which purpose: those alone that may be."""

    whom = CodeField(
        label=_("Whom do you ask, and for what?"),
        help_text=_("One registry, one purpose, this record alone. It learns nothing unless it holds the same person."),
        choices=(), absences=(), radios=True,
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[Peer, Purpose]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (f"{peer.ref} {purpose}", f"{peer.organisation.name}: {purpose.label}") for peer, purpose in choices
        ]

    def chosen(self) -> tuple[str, Purpose]:
        """The registry's reference and the purpose.  After `is_valid`."""
        ref, _blank, purpose = self.cleaned_data["whom"].partition(" ")
        return ref, Purpose(purpose)


class DiscloseForm(RegistryForm):
    """Yes or no to telling the other registry more of one record, why, and what.  parts: (code, label) that may go."""

    discloses = CodeField(
        label=_("Do we tell them more of this record?"), absences=(), radios=True,
        choices=[("yes", _("Yes, if they say yes too")), ("no", _("No"))],
        help_text=_("They learn of a yes only if they say yes too. A no, and no answer, look alike to them."),
    )  # fmt: skip
    reason = CodeField(label=_("Why"), choices=DisclosureReason.choices, absences=(), radios=True)
    parts = CodesField(
        label=_("With a yes: what may be told"), choices=(), required=False,
        help_text=_("Only what the family agreed to for this use and this receiver is offered."),
    )  # fmt: skip
    record = CodeField(choices=(), absences=(), widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, record: str, parts: Sequence[tuple[str, str]], is_case: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, initial={"record": record, "parts": [code for code, _label in parts]}, **kwargs)
        fields: Any = self.fields
        fields["record"].choices = [(record, record)]
        fields["parts"].choices = list(parts)
        if not is_case:
            del self.fields["parts"]

    def answer(self) -> Answer:
        """After `is_valid`."""
        given = self.cleaned_data
        discloses = given["discloses"] == "yes"
        parts = frozenset(given.get("parts") or ()) if discloses else frozenset()
        return Answer(
            record_ref=given["record"], discloses=discloses, reason=DisclosureReason(given["reason"]), parts=parts
        )  # fmt: skip


class SealedFileForm(RegistryForm):
    """In which form the file is made, and to which key it is sealed."""

    form = CodeField(
        label=_("Form of the file"), absences=(), radios=True,
        choices=[
            ("json", _("For programs (JSON)")), ("csv", _("As a table (CSV)")), ("xlsx", _("As a workbook (XLSX)")),
            ("pfif", _("For search sites (PFIF)")),
        ],
    )  # fmt: skip
    key = PlainTextField(
        label=_("Their key, to seal the file"), max_length=80,
        help_text=_(
            "The receiver makes it with the program age and tells you the half that begins with “age1” by another way: "
            "on the telephone, in person. Then only they open the file."
        ),
    )  # fmt: skip
    record = CodeField(choices=(), absences=(), widget=forms.HiddenInput())

    def __init__(self, *args: Any, record: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"record": record, "form": "json"}, **kwargs)
        self.fields["record"].choices = [(record, record)]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        try:
            return str(self.cleaned_data["key"]) if public_key(self.cleaned_data["key"]) else ""
        except BadKey as error:
            raise forms.ValidationError(error.message) from None
