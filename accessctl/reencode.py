"""The limited process of `accessctl.images`: an image on standard input, its re-encoded form on standard output.

Runs alone, with bounded memory and time and no environment; imports nothing of the project.  Refused: exit 1, and one
line that says why: `pixels COUNT`, `cut`, or nothing.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

MEMORY, SECONDS = 1024**3, 15
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "MPO")
MAX_PIXELS = 51_000_000  # the largest that phones save in one piece; decoded three times over it fits into MEMORY
THUMBNAIL_SIDE = 320


def main(side: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = None  # counted below, to say how many there are
    register_heif_opener()
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as opened:
        if (pixels := opened.width * opened.height) > MAX_PIXELS:
            sys.stdout.write(f"pixels {pixels}\n")
            return 1
        try:
            opened.load()
        except (OSError, SyntaxError, ValueError):
            sys.stdout.write("cut\n")
            return 1
        upright = _in_eight_bits(ImageOps.exif_transpose(opened)).convert("RGB")
    picture, content = _webp(upright, side)
    _small, thumbnail = _webp(upright, THUMBNAIL_SIDE)
    sys.stdout.buffer.write(b"%d %d %d\n" % (*picture.size, len(content)) + content + thumbnail)
    return 0


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Radiographs have 10 to 16 bits a pixel, which a plain conversion would cut off to white."""
    if not image.mode.startswith(("I", "F")):
        return image
    plain = image.convert("F")
    low, high = plain.getextrema()
    scale = 255 / (high - low) if high > low else 1.0  # type: ignore[operator]  # one channel: two numbers
    return plain.point(lambda value: value * scale - low * scale).convert("L")  # type: ignore[operator]


def _webp(image: Image.Image, side: int) -> tuple[Image.Image, bytes]:
    copy = image.copy()
    copy.thumbnail((side, side))
    copy.info.clear()
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=82, exif=b"", icc_profile=b"")
    return copy, out.getvalue()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
