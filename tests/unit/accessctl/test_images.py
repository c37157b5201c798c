"""Photos are drawn anew in a process with limits; what would take too much is refused before it is unpacked."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from accessctl.images import BadPhoto, reencode
from accessctl.reencode import MAX_PIXELS


def png(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return stream.getvalue()


def test_a_small_file_of_too_many_pixels_is_refused() -> None:
    data = png(10_000, MAX_PIXELS // 10_000 + 1)
    assert len(data) < 100_000
    with pytest.raises(BadPhoto):
        reencode(data)


def test_a_large_photo_is_made_smaller() -> None:
    found = reencode(png(4000, 3000))
    assert (found.width, found.height) == (1600, 1200)


@pytest.mark.parametrize("data", [b"", b"no photo", png(60, 40)[:40]])
def test_what_cannot_be_drawn_is_refused(data: bytes) -> None:
    with pytest.raises(BadPhoto):
        reencode(data)
