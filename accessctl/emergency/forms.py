"""Forms of danger to life: shape and wording; what may be opened, and by whom, is the services' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, RefField, RegistryForm
from accessctl.models.emergency import Danger, FamilyWord, Review
from accessctl.rings import Ring


class OpenInDangerForm(RegistryForm):
    """Which case, which parts, which danger; and a tick that costs a moment's thought."""

    record = RefField(
        label=_("Reference of the case"), help_text=_("As it stands on the case, or as somebody reads it out to you."),
    )  # fmt: skip
    rings = CodesField(
        label=_("What you need to see"), help_text=_("Only what helps now. Each part you read is written down."),
        choices=(),
    )  # fmt: skip
    danger = CodeField(label=_("What the danger is"), choices=Danger.choices, absences=(), radios=True)
    sure = forms.BooleanField(
        label=_("Somebody’s life is in danger now, and asking the organisation would take too long."),
        error_messages={"required": _("Tick this if it is so. If there is time, ask the organisation instead.")},
    )

    def __init__(self, *args: Any, rings: Sequence[Ring], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["rings"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(ring.value, ring.label) for ring in rings]

    @property
    def wanted(self) -> frozenset[Ring]:
        return frozenset(Ring(code) for code in self.cleaned_data["rings"])


class FamilyForm(RegistryForm):
    """What the family knows."""

    said = CodeField(
        label=_("The family"), absences=(), radios=True,
        choices=(
            (FamilyWord.TOLD.value, _("was told")),
            (FamilyWord.WOULD_ADD_DANGER.value, _("is not told for now: it would add danger")),
        ),
    )  # fmt: skip


class ReviewForm(RegistryForm):
    """What the owner found."""

    found = CodeField(
        label=_("It was"), absences=(), radios=True,
        choices=((Review.JUSTIFIED.value, _("justified")), (Review.NOT_JUSTIFIED.value, _("not justified"))),
    )  # fmt: skip
