"""The limited process of `accessctl.images`: a photo on standard input, its re-encoded form on standard output.

Runs alone, with bounded memory and time and no environment; imports nothing of the project.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

MEMORY, SECONDS = 1024**3, 15
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "MPO")
MAX_PIXELS = 80_000_000
LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 320


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses twice as many
    register_heif_opener()
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    picture, content = _webp(upright, LONGEST_SIDE)
    _small, thumbnail = _webp(upright, THUMBNAIL_SIDE)
    sys.stdout.buffer.write(b"%d %d %d\n" % (*picture.size, len(content)) + content + thumbnail)


def _webp(image: Image.Image, side: int) -> tuple[Image.Image, bytes]:
    copy = image.copy()
    copy.thumbnail((side, side))
    copy.info.clear()
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=82, exif=b"", icc_profile=b"")
    return copy, out.getvalue()


if __name__ == "__main__":
    main()
