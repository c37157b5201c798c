"""The form of an image of a case: the image, and who gave it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, ImageForm
from cases.tellers import Teller

OTHER = "other"


class GivenForm(ImageForm):
    """`tellers`: who of the family may have given it; none where the reader may not know them.

    others: what to call everybody else.
    """

    others: str | Promise

    given_by = CodeField(
        label=_("Who gave it?"), choices=(), absences=(),
        help_text=_("What a relative gave is theirs: it is in the copy that they may ask for, and goes with them."),
    )  # fmt: skip

    def __init__(self, *args: Any, tellers: list[Teller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sources = {one.token: one.source for one in tellers}
        if not tellers:
            del self.fields["given_by"]
            return
        field: Any = self.fields["given_by"]
        known = ((one.token, one.name) for one in tellers)
        field.choices = [("", _("Choose…")), *known, (OTHER, self.others)]

    @property
    def source(self) -> UUID | None:
        """After `is_valid`: whose it is, None where no relative gave it."""
        return self._sources.get(str(self.cleaned_data.get("given_by", "")))


class CaseImageForm(GivenForm):
    """An image for a comparison with remains."""

    others = _("Somebody else, such as a dentist")
