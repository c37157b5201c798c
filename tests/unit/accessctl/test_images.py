"""Photos are drawn anew in a process with limits; what would take too much is refused before it is unpacked."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from accessctl.images import DETAIL_SIDE, BadPhoto, CutShort, IsDicom, TooManyPixels, reencode
from accessctl.reencode import MAX_PIXELS
from accessctl.watermark import stamp
from tests.factories.images import DICOM, PAYLOAD, SHOTS, jpeg, many_pixels, polyglot


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


@pytest.mark.parametrize("data", [b"", b"no photo", *(data for data, _code in SHOTS.values())])
def test_what_cannot_be_drawn_is_refused(data: bytes) -> None:
    with pytest.raises(BadPhoto):
        reencode(data)


def test_each_refusal_says_what_is_wrong() -> None:
    with pytest.raises(TooManyPixels, match="60 million pixels; at most 51 million"):
        reencode(many_pixels())
    with pytest.raises(CutShort):
        reencode(SHOTS["a truncated PNG"][0])
    with pytest.raises(CutShort):
        reencode(SHOTS["a truncated JPEG"][0])
    with pytest.raises(IsDicom):
        reencode(DICOM)


def test_nothing_of_the_file_is_kept_but_what_it_shows() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (35.0, 30.0, 4.32), 3: "E", 4: (12.0, 36.0, 12.24)}
    for data in (polyglot(), jpeg(exif=exif.tobytes(), comment=PAYLOAD)):
        kept = reencode(data, side=DETAIL_SIDE)
        assert PAYLOAD not in kept.content + kept.thumbnail
        with Image.open(io.BytesIO(kept.content)) as image:
            assert not image.getexif()
            assert not image.info.get("exif")
            assert image.format == "WEBP"


def test_the_depth_of_a_radiograph_is_kept_in_view() -> None:
    """16 bits, all of them far above 255: a plain conversion would give one white sheet."""
    image = Image.frombytes(
        "I;16", (64, 64), b"".join((1000 + 50 * (n % 64)).to_bytes(2, "little") for n in range(4096))
    )
    stream = io.BytesIO()
    image.save(stream, "PNG")
    with Image.open(io.BytesIO(reencode(stream.getvalue()).content)) as kept:
        low, high = kept.convert("L").getextrema()
    assert low < 20
    assert high > 235


@pytest.mark.parametrize("size", [(40, 30), (900, 30), (1200, 800)])
def test_a_watermark_reaches_every_part_of_the_picture(size: tuple[int, int]) -> None:
    stream = io.BytesIO()
    Image.new("RGB", size, "#808080").save(stream, "WEBP", lossless=True)
    content, width, height = stamp(stream.getvalue(), ["Inés Robledal", "2026-11-23 05:40 UTC"])
    with Image.open(io.BytesIO(content)) as stamped:
        assert stamped.size == (width, height)
        grey = stamped.convert("L")
    for left in range(0, size[0], 400):
        for top in range(0, size[1], 400):
            piece = grey.crop((left, top, min(left + 400, size[0]), min(top + 400, size[1])))
            if piece.width * piece.height > 10_000:
                low, high = piece.getextrema()
                assert high - low > 20, (left, top)  # type: ignore[operator]
    assert height > size[1]
