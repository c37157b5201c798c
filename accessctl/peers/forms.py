"""Forms of links to other registries: shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.agreements.forms import DayField
from accessctl.codes import Purpose
from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from accessctl.models import Organisation
from accessctl.peers.services import ASKED_FOR, PeerTerms


class KeyForm(RegistryForm):
    """The key that another registry's people told."""

    key = PlainTextField(
        label=_("Its key"),
        help_text=_("As its page shows it: 44 letters, digits and signs. By mail or on paper; it is no secret."),
        max_length=60,
    )

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).strip()


class PeerForm(KeyForm):
    """A registry elsewhere: who runs it, where it is, what is asked."""

    organisation = CodeField(
        label=_("Who runs it?"),
        help_text=_("Families’ consents, protections and sanctions are asked for this body."),
        choices=(), absences=(),
    )  # fmt: skip
    address = PlainTextField(
        label=_("Where is it?"), help_text=_("Its address, which begins with https://."), max_length=300
    )
    purposes = CodesField(
        label=_("For which purposes are questions asked?"),
        choices=[(one.value, one.label) for one in Purpose if one in ASKED_FOR],
    )
    questions_a_day = forms.IntegerField(
        label=_("How many questions a day, each way?"),
        help_text=_("Whoever may ask much can find out much: no more than the work needs."),
        min_value=1, max_value=500, initial=20,
    )  # fmt: skip
    records_at_most = forms.IntegerField(
        label=_("How many records does it hold, at most?"),
        help_text=_("As its people say. A larger table is refused: made-up people in it would tell whom we look for."),
        min_value=1, max_value=100_000, initial=5000,
    )  # fmt: skip
    valid_until = DayField(label=_("Until"), help_text=_("Within two years; then people look at it again."))
    key = PlainTextField(
        label=_("Its key, if you were told it"),
        help_text=_("Or enter it later: its people need ours first, which the next page shows."),
        max_length=60, required=False,
    )  # fmt: skip
    field_order = ("organisation", "address", "key", "purposes", "questions_a_day", "records_at_most", "valid_until")

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {one.ref: one for one in bodies}
        self.fields["organisation"].choices = [("", "—"), *((ref, one.name) for ref, one in self._bodies.items())]  # type: ignore[attr-defined]

    def terms(self) -> PeerTerms:
        """After `is_valid`."""
        data = self.cleaned_data
        return PeerTerms(
            organisation=self._bodies[data["organisation"]], address=data["address"], key=data["key"],
            purposes=tuple(Purpose(one) for one in data["purposes"]), valid_until=data["valid_until"],
            questions_a_day=data["questions_a_day"], records_at_most=data["records_at_most"],
        )  # fmt: skip


class FingerprintForm(RegistryForm):
    """What the second person was read, or handed, by the other registry's people."""

    fingerprint = PlainTextField(
        label=_("The fingerprint that you were told"),
        help_text=_("Eight groups of four signs, by telephone or on paper: not from this page, and not by mail."),
        max_length=60,
    )
