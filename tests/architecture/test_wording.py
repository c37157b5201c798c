"""Words: our strings presume no death and label nobody."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"\b(victims?|suspects?|illegals?|presumed dead|believed dead|dead person|deceased person|corpses?|cadavers?)\b",
    re.IGNORECASE,
)


def test_templates_presume_no_death_and_label_nobody() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for hit in [FORBIDDEN.search(path.read_text())]
        if hit
    }
    assert not found


def test_marked_strings_presume_no_death_and_label_nobody() -> None:
    marked = re.compile(r"""(?:_|gettext|gettext_lazy|pgettext_lazy)\(\s*((?:"[^"]*"[,\s]*)+)""")
    found = set()
    for app in ("accessctl", "cases", "remains", "families", "matching", "registry"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "invented" in path.parts:
                continue
            for words in marked.findall(path.read_text()):
                if hit := FORBIDDEN.search(words):
                    found.add(f"{path.relative_to(ROOT)}: {hit[0]}")
    assert not found
