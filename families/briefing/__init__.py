"""What a family is told before the first question: who asks, who could see, what could go wrong, their rights.

The wording is versioned text, not interface text: the exact words that were read out are stored with the consent, in
the language of the interview, whatever language the caseworker's page is in.  A change of words is a new version.

A recording may stand beside it, one for each language and profile (what the law can compel, and whether partners are
named), for families who would rather listen.

A file of wording holds sections (`# key: heading`, then a sentence a line).  `@name` stands for one of the sentences
`@name choice: …` below, chosen by what is true of the organisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from accessctl.models import Organisation

VERSION = "1"
# Versions that said something else about risks or rights: families that were told those are asked again.
REPLACED: frozenset[str] = frozenset()
# Their names are their own, for whoever has them on screen with a family.
NAMES = (("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"), ("ru", "Русский"))
LANGUAGES = tuple(code for code, _name in NAMES)
FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar"})
COMMA = {"ar": "، "}
AUDIO = ("opus", "m4a", "mp3")
# A name in another script keeps its own direction inside the sentence (Unicode isolate).
ISOLATED = "\u2068{}\u2069"


def direction_of(language: str) -> str:
    """The direction in which a page in this language is set."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Section:
    """One part of the wording: key for the page, heading, sentences."""

    key: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """The whole wording as it is shown to one family."""

    version: str
    language: str
    sections: tuple[Section, ...]
    profile: str = ""

    @property
    def audio(self) -> str:
        """The recording of this wording as a static file, or empty where none was made (docs/operations.md)."""
        names = (f"app/briefing/v{self.version}/{self.language}-{self.profile}.{kind}" for kind in AUDIO)
        return next((name for name in names if finders.find(name)), "")

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def text(self) -> str:
        """What is stored as proof of what was said."""
        return "\n\n".join("\n".join([part.heading, *part.sentences]) for part in self.sections)


@dataclass
class _Source:
    """A file of wording as it was read: its sections, and the sentences to choose from."""

    sections: list[tuple[str, str, list[str]]] = field(default_factory=list)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)


def wording(language: str, organisation: Organisation, partners: Sequence[str] = ()) -> Wording:
    """What a family is told by an organisation: its risk of legal compulsion, and who could be asked today.

    partners: names of the organisations that an agreement in force lets receive.  Another language falls back to
    English, which an interpreter then reads out.
    """
    language = language if language in LANGUAGES else FALLBACK
    source = _source(language)
    chosen = {"compulsion": organisation.legal_compulsion_risk, "partners": "some" if partners else "none"}
    isolate = ISOLATED if language in RIGHT_TO_LEFT else "{}"
    names = {
        "organisation": isolate.format(organisation.name),
        "partners": COMMA.get(language, ", ").join(isolate.format(name) for name in partners),
    }
    return Wording(
        VERSION,
        language,
        tuple(
            Section(key, heading, tuple(line.format(**names) for line in _sentences(source, lines, chosen)))
            for key, heading, lines in source.sections
        ),
        "-".join(chosen.values()),
    )


def _sentences(source: _Source, lines: list[str], chosen: dict[str, str]) -> Iterator[str]:
    for line in lines:
        name = line.removeprefix("@")
        yield source.choices[name][chosen[name]] if line.startswith("@") else line


@cache
def _source(language: str) -> _Source:
    source = _Source()
    for line in (Path(__file__).parent / f"v{VERSION}" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        head, found, rest = line.partition(": ")
        if line.startswith("# ") and found:
            source.sections.append((head.removeprefix("# "), rest, []))
        elif line.startswith("@") and found:
            name, choice = head.removeprefix("@").split()
            source.choices.setdefault(name, {})[choice] = rest
        elif line:
            source.sections[-1][2].append(line)
    return source
