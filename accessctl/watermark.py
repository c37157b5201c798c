"""Who reads an image, and when, burnt into its pixels: whatever is copied or photographed off a screen says so.

The words run across the whole picture, so that no cut leaves a piece without them, light beside dark, so that they
stand out on any ground; and once more below it.  They are drawn in Latin letters: the font that comes with the library
has no others.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from anyascii import anyascii
from PIL import Image, ImageDraw, ImageFont

MIME = "image/jpeg"
QUALITY = 85
_SLANT = 30  # degrees
_SMALLEST, _PART = 13, 45  # the height of the letters: a part of the longer side, and no smaller
_LIGHT, _DARK = (255, 255, 255, 96), (0, 0, 0, 96)
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def stamp(content: bytes, parts: Sequence[str]) -> tuple[bytes, int, int]:
    """A kept image as JPEG with these words across and below it; its width and height then."""
    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGBA")
    said = [anyascii(part) for part in parts]
    high = max(_SMALLEST, max(image.size) // _PART)
    font = ImageFont.load_default(high)
    image.alpha_composite(_across(image.size, " - ".join(said), font, high))
    lines = _lines(said, font, image.width - high)
    whole = Image.new("RGB", (image.width, image.height + high * (len(lines) * 3 + 1) // 2))
    whole.paste(image)
    ImageDraw.Draw(whole).multiline_text(
        (high // 2, image.height + high // 4), "\n".join(lines), font=font, fill="white", spacing=high // 4
    )
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), *whole.size


def _lines(parts: Sequence[str], font: Font, width: int) -> list[str]:
    """The words in as many lines as they need, broken between the parts."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} - {part}" if lines else part
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _across(size: tuple[int, int], words: str, font: Font, high: int) -> Image.Image:
    """The words in slanting lines over a whole sheet of this size."""
    side = round((size[0] ** 2 + size[1] ** 2) ** 0.5)
    sheet = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(sheet)
    wide = round(font.getlength(words)) + high * 4
    for line, top in enumerate(range(0, side, high * 6)):
        for left in range(-(line % 2) * wide // 2, side, wide):
            draw.text((left + 1, top + 1), words, font=font, fill=_DARK)
            draw.text((left, top), words, font=font, fill=_LIGHT)
    turned = sheet.rotate(_SLANT)
    at = ((side - size[0]) // 2, (side - size[1]) // 2)
    return turned.crop((*at, at[0] + size[0], at[1] + size[1]))
