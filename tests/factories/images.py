"""Image files as they are handed in: good ones, and each kind that is refused."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accessctl.images import DETAIL_SIDE, reencode
from accessctl.pictures import ImageEntry

PAYLOAD = b"PK\x03\x04 this is an archive, and not an image"


def drawing(width: int = 320, height: int = 240, *, seed: int = 0) -> Image.Image:
    """A grey sheet with a bright shape, as on a radiograph."""
    image = Image.new("RGB", (width, height), "#303030")
    ImageDraw.Draw(image).ellipse((20 + seed, 20, width - 20, height - 20), fill="#b0b0b0")
    return image


def jpeg(*, seed: int = 0, **options: Any) -> bytes:
    stream = io.BytesIO()
    drawing(seed=seed).save(stream, "JPEG", **options)
    return stream.getvalue()


def png() -> bytes:
    stream = io.BytesIO()
    drawing().save(stream, "PNG")
    return stream.getvalue()


def many_pixels() -> bytes:
    """60 million pixels in a small file."""
    stream = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(stream, "PNG")
    return stream.getvalue()


def polyglot() -> bytes:
    """An image that is an archive as well: whoever looks at the end of it finds the other one."""
    return jpeg() + PAYLOAD


DICOM = b"\0" * 128 + b"DICM" + b"\x02\x00\x00\x00UL\x04\x00" + b"PATIENT^NAME" * 20
# What is refused: its bytes, and words of the sentence that says why.
SHOTS: dict[str, tuple[bytes, str]] = {
    "DICOM": (DICOM, "Export the image alone as PNG or JPEG"),
    "60 megapixels": (many_pixels(), "60 million pixels; at most 51 million"),
    "a truncated PNG": (png()[:-60], "damaged or cut short"),
    "a truncated JPEG": (jpeg()[:-400], "damaged or cut short"),
    "a page that calls itself an image": (b"GIF89a<html><script>alert(1)</script>", "is not a photo"),
    "a head of JPEG and nothing behind it": (b"\xff\xd8\xff\xe0<?php echo 1; ?>", "cannot be read as a photo"),
    "more than 10 MB": (b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), "at most"),
    "more than a request may hold": (b"\xff\xd8\xff" + b"\0" * (13 * 1024 * 1024), "larger than 10 MB"),
}


def upload(data: bytes | None = None, name: str = "shot.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data, "image/jpeg")


def image_entry(**said: Any) -> ImageEntry:
    """A radiograph, ready to be kept."""
    seed = said.pop("seed", 0)
    picture = reencode(jpeg(seed=seed), side=DETAIL_SIDE)
    return ImageEntry(**{"kind": "radiograph", "picture": picture, "caption": "Left femur, front"} | said)
