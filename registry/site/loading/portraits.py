"""Drawn images for invented people and remains: shapes in colours, and plainly nobody's photograph."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from accessctl.images import Picture

SIZE, THUMBNAIL = (360, 450), (96, 120)
_SKIN = ("#8d5524", "#c68642", "#e0ac69", "#6b4226", "#a86b3c", "#4a2c17")
_HAIR = {"blk": "#1c1714", "dbr": "#3a261a", "bro": "#5d3f29", "lbr": "#8a6540", "gmx": "#6f6a66", "gry": "#9a9794"}
_CLOTH = ("#3d5a80", "#7a5c61", "#4f6d5a", "#8a6d3b", "#5b5f97", "#70645c")
_BACK = ("#d7dde4", "#e6ded3", "#dbe5da", "#e3dbe6")


def portrait(seed: int, *, sex: str, hair: str | None) -> Picture:
    """The same seed, the same portrait."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", SIZE, str(rng.choice(_BACK)))
    draw = ImageDraw.Draw(image)
    skin, cloth, dark = str(rng.choice(_SKIN)), str(rng.choice(_CLOTH)), _HAIR.get(hair or "blk", _HAIR["blk"])
    width, top = int(rng.integers(62, 80)), int(rng.integers(95, 120))
    x = SIZE[0] // 2
    if sex == "f":
        draw.rounded_rectangle((x - width - 22, top - 28, x + width + 22, top + 250), 70, fill=dark)
    draw.rounded_rectangle((x - 34, top + 150, x + 34, top + 250), 20, fill=skin)
    draw.ellipse((x - 165, top + 215, x + 165, top + 560), fill=cloth)
    draw.ellipse((x - width, top, x + width, top + 190), fill=skin)
    draw.pieslice((x - width - 6, top - 24, x + width + 6, top + 120), 180, 360, fill=dark)
    if sex == "m" and rng.random() < 0.5:
        draw.chord((x - width + 6, top + 60, x + width - 6, top + 190), 25, 155, fill=dark)
    return Picture(_webp(image), _webp(image.resize(THUMBNAIL)), *SIZE)


def radiograph(seed: int) -> Picture:
    """A long bone, light on dark, with a healed break."""
    rng = np.random.default_rng(seed)
    image = Image.new("L", (600, 900), 18)
    draw = ImageDraw.Draw(image)
    x, at = 300 + int(rng.integers(-20, 20)), int(rng.integers(380, 520))
    draw.rounded_rectangle((x - 150, 40, x + 150, 860), 140, fill=44)
    draw.rounded_rectangle((x - 38, 130, x + 38, 780), 30, fill=150)
    draw.rounded_rectangle((x - 20, 180, x + 20, 730), 18, fill=105)
    for top, wide in ((70, 70), (740, 88)):
        draw.ellipse((x - wide, top, x + wide, top + 110), fill=140)
    draw.ellipse((x - 56, at - 30, x + 56, at + 30), fill=190)
    return Picture(_webp(image.convert("RGB")), b"", *image.size)


def pictured_mark(seed: int) -> Picture:
    """A dark drawing on skin beside a scale, as a tattoo is photographed."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (600, 420), "#c79a78" if seed % 2 else "#a98670")
    draw = ImageDraw.Draw(image)
    x, y = 280 + int(rng.integers(-30, 30)), 190 + int(rng.integers(-20, 20))
    draw.line((x, y - 110, x, y + 90), fill="#33405c", width=12)
    draw.line((x - 50, y - 60, x + 50, y - 60), fill="#33405c", width=10)
    draw.arc((x - 80, y - 40, x + 80, y + 100), 10, 170, fill="#33405c", width=12)
    for step in range(11):
        draw.line((60 + 40 * step, 380, 60 + 40 * step, 400), fill="#ffffff", width=3)
    return Picture(_webp(image), b"", *image.size)


def signed_page() -> Picture:
    """A page of lines that nobody can read, with a thumbprint at its foot."""
    rng = np.random.default_rng(7)
    image = Image.new("RGB", (620, 877), "#fbfaf6")
    draw = ImageDraw.Draw(image)
    for top in range(90, 640, 26):
        draw.line((70, top, 70 + int(rng.integers(330, 480)), top), fill="#8b8f96", width=5)
    for ring in range(6):
        draw.ellipse((400 + 8 * ring, 700 + 9 * ring, 520 - 8 * ring, 840 - 9 * ring), outline="#35508c", width=3)
    return Picture(_webp(image), b"", *image.size)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=70, method=2)  # half the time, bytes as by default
    return out.getvalue()
