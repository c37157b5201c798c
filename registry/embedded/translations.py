"""Compiled message catalogues, made in Python because the demo must not need gettext on the machine."""

from __future__ import annotations

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]


def compile_catalogues(locale: Path = ROOT / "locale") -> list[Path]:
    """Compile every catalogue that is newer than what was compiled from it. Fuzzy entries stay out."""
    compiled = []
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns == po.stat().st_mtime_ns:
            continue
        fresh = mo.with_name(f".{mo.name}.{os.getpid()}")
        changed = po.stat().st_mtime_ns
        polib.pofile(str(po), encoding="utf-8").save_as_mofile(str(fresh))
        os.utime(fresh, ns=(changed, changed))  # equal times mean: made from exactly this source
        fresh.replace(mo)
        compiled.append(mo)
    return compiled
