"""Phone numbers, references and photos: inputs whose form can be checked without knowing whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import Asked, PlainTextField
from accessctl.images import IsDicom, is_dicom
from registry.lib.ids import normalise_ref

PHOTO_BYTES = 10 * 1024 * 1024
SIGNATURES: tuple[tuple[int, bytes], ...] = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (8, b"WEBP"))
NOT_A_PHOTO = _("This file is not a photo. Choose a JPEG, PNG, WebP or HEIC file.")
HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


@dataclass(frozen=True)
class Phone:
    """A number in E.164 beside what was said."""

    e164: str
    said: str


class PhoneField(Asked, forms.CharField):
    """A phone number with its country code.  `region` (two letters) reads numbers written without one.

    Cleaned: `Phone`, or None.
    """

    def __init__(self, *args: Any, region: str | None = None, **kwargs: Any) -> None:
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "off", "dir": "ltr"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        super().__init__(*args, max_length=40, **kwargs)
        self.region = region

    def prepare_value(self, value: Any) -> Any:
        return value.said if isinstance(value, Phone) else value

    def clean(self, value: Any) -> Phone | None:
        said = super().clean(value)
        if not said:
            return None
        text = "+" + said[2:] if said.startswith("00") else said
        try:
            number = phonenumbers.parse(text, self.region)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                _("Write the whole number with its country code, beginning with + as in +221 77 000 00 00."),
                code="phone",
            )
        return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), said)


class RefField(PlainTextField):
    """A reference read aloud or copied by hand; small slips are put right, a wrong check character is refused.

    Constructor: `prefixes` accepted, such as `("MMR",)`; empty accepts all.  Cleaned: the canonical `str`, or "".
    """

    def __init__(self, *args: Any, prefixes: Sequence[str] = (), **kwargs: Any) -> None:
        attrs = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off", "class": "input--ref"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        super().__init__(*args, max_length=40, **kwargs)
        self.prefixes = tuple(prefixes)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        ref = normalise_ref(text)
        if ref is None or (self.prefixes and ref.partition("-")[0] not in self.prefixes):
            raise ValidationError(
                _("This is not a reference of the registry. Check it letter by letter: the last one is a check."),
                code="ref",
            )
        return ref


class PhotoField(Asked, forms.FileField):
    """A photo up to 10 MB: JPEG, PNG, WebP or HEIC, told by its first bytes, never by its name.

    The service that keeps it opens and re-encodes it; this field only words the refusals.  Cleaned: `UploadedFile`,
    or None.
    """

    def __init__(self, *args: Any, capture: str = "", **kwargs: Any) -> None:
        attrs = {
            "accept": "image/jpeg,image/png,image/webp,image/heic,image/heif",
            "data-photo": str(PHOTO_BYTES),
            "data-too-large": _("This photo is larger than 10 MB. Take it again in a smaller size."),
            "data-wrong-kind": NOT_A_PHOTO,
        }
        if capture:
            attrs["capture"] = capture
        kwargs.setdefault("widget", forms.FileInput(attrs))
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, initial: Any = None) -> UploadedFile[Any] | None:
        photo: UploadedFile[Any] | None = super().clean(value, initial)
        if not isinstance(photo, UploadedFile):
            return photo
        size = photo.size or 0
        if size > PHOTO_BYTES:
            sizes = {"size": filesizeformat(size), "most": filesizeformat(PHOTO_BYTES)}
            raise ValidationError(
                _("This photo has %(size)s; at most %(most)s can be kept. Take it again in a smaller size."),
                code="too_large",
                params=sizes,
            )
        photo.seek(0)
        if is_dicom(photo.read(132)):
            raise ValidationError(IsDicom.template, code=IsDicom.code)
        if not is_photo(photo):
            raise ValidationError(NOT_A_PHOTO, code="not_a_photo")
        return photo

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None


def is_photo(file: UploadedFile[Any]) -> bool:
    """Whether the first bytes are those of a raster image we can open; drawings (SVG) are programs and are not."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if head[4:8] == b"ftyp":
        return head[8:12] in HEIF_BRANDS
    return any(head[start : start + len(mark)] == mark for start, mark in SIGNATURES)
