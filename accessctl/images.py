"""Photos: decoded and re-encoded in a limited process of its own, so that a hostile file meets nothing of ours.

What is kept is a WebP without the original's metadata and a thumbnail; the original is never stored.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from registry.lib.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
SECONDS = 20
WORKER = Path(__file__).with_name("reencode.py")


class BadPhoto(Invalid):
    code = "bad_photo"
    template = _("This file cannot be read as a photo. Use JPEG, PNG, WebP or HEIC.")


class PhotoTooLarge(BadPhoto):
    code = "photo_too_large"
    template = _("This photo is larger than 10 MB. Send a smaller copy.")


@dataclass(frozen=True, repr=False)
class Picture:
    """A re-encoded photo: WebP content and thumbnail, size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int

    def __repr__(self) -> str:
        return f"<Picture {self.width}x{self.height}>"


def reencode(data: bytes) -> Picture:
    """Re-encode an uploaded photo.  Raises PhotoTooLarge, BadPhoto."""
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge()
    try:
        done = subprocess.run(
            [sys.executable, str(WORKER)],
            input=data, capture_output=True, timeout=SECONDS, check=False, env={},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BadPhoto() from error
    head, _sep, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise BadPhoto()
    width, height, size = (int(part) for part in head.split())
    return Picture(body[:size], body[size:], width, height)
