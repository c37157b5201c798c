"""Images: decoded and re-encoded in a limited process of its own, so that a hostile file meets nothing of ours.

What is kept is a WebP without the original's metadata, and a thumbnail; the original is never stored, nor anything that
was hidden before or behind the picture in the same file.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accessctl.reencode import MAX_PIXELS
from registry.lib.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
SECONDS = 20
PHOTO_SIDE = 1600
DETAIL_SIDE = 2400  # what is examined in detail, such as a radiograph
WORKER = Path(__file__).with_name("reencode.py")
MILLION = 1_000_000


class BadPhoto(Invalid):
    code = "bad_photo"
    template = _("This file cannot be read as a photo. Use JPEG, PNG, WebP or HEIC.")


class PhotoTooLarge(BadPhoto):
    code = "photo_too_large"
    template = _("This photo is larger than 10 MB. Send a smaller copy.")


class TooManyPixels(BadPhoto):
    code = "too_many_pixels"
    template = _(
        "This image has %(pixels)s million pixels; at most %(most)s million can be kept. Save a smaller copy, and keep "
        "the large one where it is."
    )


class CutShort(BadPhoto):
    code = "photo_cut_short"
    template = _("This image is damaged or cut short: its end is missing. Copy it again from where it was taken.")


class IsDicom(BadPhoto):
    code = "photo_is_dicom"
    template = _(
        "This is a DICOM file, which also holds names and numbers. Export the image alone as PNG or JPEG from the "
        "program that shows it, and send that."
    )


@dataclass(frozen=True, repr=False)
class Picture:
    """A re-encoded photo: WebP content and thumbnail, size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int

    def __repr__(self) -> str:
        return f"<Picture {self.width}x{self.height}>"


def is_dicom(head: bytes) -> bool:
    """Whether the first 132 bytes are those of a DICOM file."""
    return head[128:132] == b"DICM"


def reencode(data: bytes, *, side: int = PHOTO_SIDE) -> Picture:
    """Re-encode an uploaded image, at most `side` pixels long.

    Raises PhotoTooLarge, IsDicom, TooManyPixels, CutShort, BadPhoto.
    """
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge()
    if is_dicom(data):
        raise IsDicom()
    try:
        done = subprocess.run(
            [sys.executable, str(WORKER), str(side)],
            input=data, capture_output=True, timeout=SECONDS, check=False, env={},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BadPhoto() from error
    head, _sep, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise _refusal(head.decode("ascii", "replace").split())
    width, height, size = (int(part) for part in head.split())
    return Picture(body[:size], body[size:], width, height)


def _refusal(said: list[str]) -> BadPhoto:
    match said:
        case ["pixels", count]:
            return TooManyPixels(pixels=-(-int(count) // MILLION), most=MAX_PIXELS // MILLION)
        case ["cut"]:
            return CutShort()
        case _unreadable:
            return BadPhoto()
