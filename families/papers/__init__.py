"""How legal papers are asked for, country by country: steps, deadlines, where that is written, who reviewed it.

A country is a file `XXX.toml` (its alpha-3 code) in the folder `REGISTRY_PAPERS_FOLDER`, or here where that is not set,
written with a lawyer of that country:

    reviewed_by = "name of the organisation"    # without it the file is refused: nobody stands for it
    reviewed_on = 2026-01-31
    source = "the law, its number and article"
    [papers.certificate_of_absence]             # a code of PaperKind
    office = {en = "…", fr = "…"}               # English is required; another language falls back to it
    letter = [{en = "%(applicant)s encloses …", fr = "…"}]   # may be left out: what the letter to the office adds
    [[papers.certificate_of_absence.steps]]
    key = "ask"
    days = 30                                   # until the next thing to do; left out where there is no deadline
    text = {en = "…", fr = "…"}

In the letter %(person)s, %(applicant)s, %(organisation)s, %(paper)s and %(since)s stand for what the case says.
No country is known to this registry as it is shipped: a procedure that nobody of that country has reviewed would
mislead families.  Then the general steps hold, which say so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from families.codes import PaperKind

FOLDER = Path(__file__).parent
FALLBACK = "en"
IN_LETTERS = dict.fromkeys(("person", "applicant", "organisation", "paper", "since"), "")


class BadProcedure(ValueError):
    """A file of a country that cannot be believed; says which and why."""


@dataclass(frozen=True)
class Text:
    """Words in several languages, read in the reader's."""

    by_language: Mapping[str, str]

    def __str__(self) -> str:
        return self.by_language.get((get_language() or FALLBACK)[:2], self.by_language[FALLBACK])


@dataclass(frozen=True)
class Step:
    """One thing to do; days: until the next deadline, counted from when it is done."""

    key: str
    text: Text | Promise
    days: int | None = None


@dataclass(frozen=True)
class Procedure:
    """How one paper is asked for in one country; without `reviewed_by` it is general, and nobody's law.

    letter: sentences that the letter to the office holds beside those of every letter.
    """

    steps: tuple[Step, ...]
    office: Text | Promise
    source: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    letter: tuple[Text, ...] = ()

    @property
    def is_general(self) -> bool:
        return not self.reviewed_by

    def next_step(self, done: list[str]) -> Step | None:
        return next((step for step in self.steps if step.key not in done), None)


GENERAL = Procedure(
    steps=(
        Step(
            "advice",
            _("Ask a lawyer or an organisation of the country whether this paper exists there, and what it changes."),
            days=30,
        ),
        Step("effects", _("Explain to the family what the paper changes; the search goes on whatever it says."), 30),
        Step("gather", _("Gather proof of the kinship and of who has been missing since when."), 30),
        Step("file", _("Ask for the paper at the office, and keep the receipt with its date."), 90),
        Step("answer", _("Ask the office how far it is, and note the answer.")),
    ),
    office=_("The office that issues this paper"),
)


def procedure(country: str, kind: str) -> Procedure:
    """The reviewed procedure of a country where there is one, else the general steps."""
    return _country(_folder(), country).get(kind, GENERAL)


def check(**_options: Any) -> list[checks.CheckMessage]:
    """At the start: every file that is there can be believed, so that no family's page fails on it."""
    found: list[checks.CheckMessage] = []
    for path in sorted(_folder().glob("*.toml")):
        try:
            read(path.name, path.read_text(encoding="utf-8"))
        except (BadProcedure, OSError, UnicodeDecodeError) as error:
            found.append(checks.Error(f"The procedures of {path.name} cannot be read: {error}", id="families.E001"))
    return found


def _folder() -> Path:
    return Path(settings.PAPERS_FOLDER) if settings.PAPERS_FOLDER else FOLDER


@cache
def _country(folder: Path, country: str) -> dict[str, Procedure]:
    path = folder / f"{country}.toml"
    return read(path.name, path.read_text(encoding="utf-8")) if path.exists() else {}


def read(name: str, content: str) -> dict[str, Procedure]:
    """The procedures of one file.  Raises BadProcedure."""
    try:
        found = tomllib.loads(content)
        common = {key: found[key] for key in ("source", "reviewed_by", "reviewed_on")}
        papers = {
            PaperKind(kind).value: Procedure(
                tuple(_step(step) for step in paper["steps"]),
                _text(paper["office"]),
                letter=tuple(_sentence(words) for words in paper.get("letter", ())),
                **common,
            )
            for kind, paper in found["papers"].items()
        }
    except (KeyError, TypeError, ValueError) as error:
        raise BadProcedure(f"{name}: {error}") from error
    if not common["source"] or not common["reviewed_by"] or not isinstance(common["reviewed_on"], date):
        raise BadProcedure(f"{name}: say the source, who reviewed it and when")
    return papers


def _step(step: Mapping[str, Any]) -> Step:
    return Step(step["key"], _text(step["text"]), step.get("days"))


def _sentence(words: Mapping[str, str]) -> Text:
    """Of a letter: every placeholder in it is known."""
    filled = {language: said % IN_LETTERS for language, said in words.items()}  # raises where one is not
    return _text({language: words[language] for language in filled})


def _text(words: Mapping[str, str]) -> Text:
    if FALLBACK not in words:
        raise BadProcedure("English is missing")
    return Text(dict(words))
