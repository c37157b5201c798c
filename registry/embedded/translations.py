"""Message catalogues: extracted with gettext's tools, compiled in Python because the demo must not need them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polib

from registry.embedded.process import StartError

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ar", "es", "fr", "ru")  # English is what the code says
PARTS = ("accessctl", "cases", "families", "matching", "registry", "remains", "static", "templates")
Key = tuple[str | None, str, str | None]


@dataclass(slots=True)
class State:
    """How one catalogue stands against the code."""

    language: str
    lacking: list[str] = field(default_factory=list)  # said by the code, not in the catalogue
    extra: list[str] = field(default_factory=list)  # in the catalogue, said no more
    untranslated: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        named = {"lacks": self.lacking, "still has": self.extra, "has not translated": self.untranslated}
        named["is unsure of"] = self.fuzzy
        return [f"{self.language} {what}: {text!r}" for what, texts in named.items() for text in texts]


def compile_catalogues(locale: Path = ROOT / "locale") -> list[Path]:
    """Compile every catalogue that changed since it was last compiled. Fuzzy entries stay out."""
    compiled = []
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        mo, changed = po.with_suffix(".mo"), po.stat().st_mtime_ns
        if mo.exists() and mo.stat().st_mtime_ns == changed:
            continue
        fresh = mo.with_name(f".{mo.name}.{os.getpid()}")
        polib.pofile(str(po), encoding="utf-8").save_as_mofile(str(fresh))
        os.utime(fresh, ns=(changed, changed))  # equal times mean: made from exactly this source
        fresh.replace(mo)
        compiled.append(mo)
    return compiled


def extract(environment: Mapping[str, str], root: Path = ROOT) -> None:
    """Bring the catalogues up to the strings of the code. Dates and line numbers stay out: no diff without a change."""
    if shutil.which("xgettext") is None:
        raise StartError("gettext is missing. Run: apt-get install gettext")
    (root / "locale").mkdir(exist_ok=True)
    command = [sys.executable, str(root / "manage.py"), "makemessages", "--add-location", "file", "--no-obsolete"]
    command += [part for language in LANGUAGES for part in ("-l", language)]
    command += [part for ignored in ("node_modules", ".venv", ".local", "tests", "bench") for part in ("-i", ignored)]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartError(f"makemessages failed.\n{done.stderr.strip()[-2000:]}")
    for language in LANGUAGES:
        path = root / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = polib.pofile(str(path), wrapwidth=100)
        _settle_header(catalogue, language)
        catalogue.save(str(path))


def _settle_header(catalogue: polib.POFile, language: str) -> None:
    """Only what a reader of the file needs: no dates, no names, no blanks that nobody fills in."""
    catalogue.header = "Missing Migrant Registry. Brought up to the code by `make messages`."
    catalogue.metadata = {
        "Project-Id-Version": "missing-migrant-registry",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.metadata["Plural-Forms"],
    }
    catalogue.metadata_is_fuzzy = False


def states(environment: Mapping[str, str]) -> list[State]:
    """Each catalogue against a fresh extraction, made in a copy so that the checkout stays as it is."""
    with tempfile.TemporaryDirectory(prefix="registry-messages-") as folder:
        copy = Path(folder)
        shutil.copy(ROOT / "manage.py", copy)
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        extract({**environment, "PYTHONPATH": folder}, copy)
        return [_compare(language, copy / "locale") for language in LANGUAGES]


def _compare(language: str, fresh: Path) -> State:
    state = State(language)
    name = Path(language) / "LC_MESSAGES" / "django.po"
    wanted = {_key(entry): entry for entry in polib.pofile(str(fresh / name)) if not entry.obsolete}
    path = ROOT / "locale" / name
    have = {_key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete} if path.exists() else {}
    state.lacking = [key[1] for key in wanted if key not in have]
    state.extra = [key[1] for key in have if key not in wanted]
    state.fuzzy = [entry.msgid for entry in have.values() if entry.fuzzy]
    state.untranslated = [entry.msgid for entry in have.values() if not entry.fuzzy and not entry.translated()]
    return state


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None
