"""Forms of questions to other registries: shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.forms import CodeField, RegistryForm
from accessctl.models import Peer


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
