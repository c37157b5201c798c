"""Words: our strings presume no death and label nobody."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"\b(victims?|suspects?|illegals?|presumed dead|believed dead|dead person|deceased person|corpses?|cadavers?)\b",
    re.IGNORECASE,
)
# The same labels as they would come back in a translation; a clandestine grave is one, a clandestine person is not.
FORBIDDEN_IN = {
    "fr": r"victime|suspect|clandestins?\b|illéga|présumée?s? (?:mort|décéd)|cadavre|dépouille|défunt",
    "es": r"víctima|sospechos|\bilegal|presunta?m?e?n?t?e? (?:muert|fallec)|cadáver|difunt",
    "ar": r"ضحية|ضحايا|مشتبه|غير شرعي|جثة|جثث|جثمان|المتوفى|الميت",
    "ru": r"жертв|подозреваем|нелегал|\bтруп|покойн|предположительно (?:мёртв|умер|погиб)",
}


def test_templates_presume_no_death_and_label_nobody() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
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


@pytest.mark.parametrize("language", FORBIDDEN_IN)
def test_translations_presume_no_death_and_label_nobody(language: str) -> None:
    forbidden = re.compile(FORBIDDEN_IN[language], re.IGNORECASE)
    catalogues = sorted((ROOT / "locale" / language).rglob("*.po"))
    assert catalogues
    found = {
        f"{entry.msgid}: {hit[0]}"
        for path in catalogues
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if (hit := forbidden.search(text))
    }
    assert not found
