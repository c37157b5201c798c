"""Forms of images: to hand one in, and to say for what one looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.forms.absence import CodeField
from accessctl.forms.base import PlainTextField, RegistryForm
from accessctl.forms.contacts import PhotoField
from accessctl.forms.dates import PartialDateField
from accessctl.images import DETAIL_SIDE, BadPhoto, reencode
from accessctl.models import NumberedImage
from accessctl.pictures import LONGEST_CAPTION, ImageEntry

Choices = Iterable[tuple[str, Any]]


class ShowsForm(RegistryForm):
    """What an image belongs to; `items`: what of the record it may be, as choices by list."""

    shows = CodeField(label=_("What it belongs to"), choices=(), absences=(), required=False)

    def __init__(self, *args: Any, items: Sequence[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["shows"]
        field.choices = items


class ImageForm(RegistryForm):
    """One image; `kinds`: what it may be; `items`: what of the record it may belong to, by list.

    A file that cannot be kept is an error of its field, like any other.
    """

    kind = CodeField(label=_("What kind of image"), choices=(), absences=())
    file = PhotoField(
        label=_("Image"),
        help_text=_(
            "JPEG, PNG, WebP or HEIC, up to 10 MB and 50 million pixels. Of a DICOM file, export the image alone. "
            "Where and with what it was taken is removed."
        ),
    )
    caption = PlainTextField(
        label=_("What it shows"), max_length=LONGEST_CAPTION, required=False,
        help_text=_("Such as: left forearm, inner side, with scale. No names."),
    )  # fmt: skip
    taken_on = PartialDateField(label=_("Taken on"), required=False)
    shows = CodeField(
        label=_("What it belongs to"), choices=(), absences=(), required=False,
        help_text=_("The mark, the tooth or the thing that it shows: it is found from there, and laid beside others."),
    )  # fmt: skip
    field_order = ("kind", "shows")

    def __init__(self, *args: Any, kinds: Choices, items: Sequence[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("Choose…")), *kinds]
        fields["shows"].choices = items
        if not items:
            del fields["shows"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:  # decoded once all else is right, since that is what costs
            try:
                cleaned["picture"] = reencode(cleaned["file"].read(), side=DETAIL_SIDE)
            except BadPhoto as error:
                self.add_error("file", ValidationError(error.message, code=error.code))
        return cleaned

    def entry(self) -> ImageEntry:
        given = self.cleaned_data
        return ImageEntry(
            kind=given["kind"], picture=given["picture"], caption=given["caption"], taken_on=given["taken_on"],
            shows=given.get("shows", ""),
        )  # fmt: skip


class ViewingForm(RegistryForm):
    """For what somebody looks at an image, and that they know what they will see."""

    purpose = CodeField(
        label=_("For what do you look at it?"), choices=(), absences=(),
        error_messages={"required": _("Choose for what you look at it: it is written down.")},
    )  # fmt: skip
    warned = forms.BooleanField(
        label=_("I know what I may see. Nobody looks over my shoulder who should not."),
        error_messages={"required": _("Tick this before the image is shown.")},
    )

    def __init__(self, *args: Any, purposes: Sequence[Purpose] = NumberedImage.VIEWED_FOR, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["purpose"]
        field.choices = [(code.value, code.label) for code in purposes]
