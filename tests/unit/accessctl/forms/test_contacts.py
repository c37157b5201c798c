"""Phones, references, photos."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accessctl.forms import Phone, PhoneField, PhotoField, RefField
from accessctl.forms.contacts import PHOTO_BYTES
from registry.lib.ids import new_ref


def drawn(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "#888").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("said", ["+221 77 123 45 67", "00221771234567"])
def test_a_phone_is_kept_as_said_and_in_one_form(said: str) -> None:
    assert PhoneField().clean(said) == Phone("+221771234567", said)


@pytest.mark.parametrize("said", ["77 123 45 67", "+221", "call me"])
def test_a_phone_without_its_country_is_refused(said: str) -> None:
    with pytest.raises(ValidationError, match="country code"):
        PhoneField().clean(said)


def test_a_region_reads_local_numbers() -> None:
    phone = PhoneField(region="SN").clean("77 123 45 67")
    assert phone is not None
    assert phone.e164 == "+221771234567"


def test_a_reference_is_put_right() -> None:
    ref = new_ref("MMR")
    assert RefField(prefixes=("MMR",)).clean(ref.lower().replace("-", "")) == ref


def test_a_reference_with_a_slip_or_of_another_kind_is_refused() -> None:
    ref = new_ref("MRR")
    wrong = ref[:-1] + ("A" if ref[-1] != "A" else "B")
    for text, prefixes in ((wrong, ()), (ref, ("MMR",))):
        with pytest.raises(ValidationError, match="letter by letter"):
            RefField(prefixes=prefixes).clean(text)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_are_told_by_their_bytes(kind: str) -> None:
    photo = SimpleUploadedFile("whatever.txt", drawn(kind))
    assert PhotoField().clean(photo) is photo
    assert photo.tell() == 0


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7", b"RIFFxxxx"])
def test_what_is_no_photo_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(ValidationError, match="not a photo"):
        PhotoField().clean(SimpleUploadedFile("face.jpg", content, "image/jpeg"))


def test_a_photo_over_ten_megabytes_is_refused() -> None:
    with pytest.raises(ValidationError, match="at most"):
        PhotoField().clean(SimpleUploadedFile("face.png", drawn("PNG") + b"\0" * PHOTO_BYTES))
