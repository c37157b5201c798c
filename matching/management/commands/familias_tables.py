"""`manage.py familias_tables`: frequencies and profiles from and to tables of Familias.  Needs no registry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from matching.engine.kinship import familias
from matching.engine.kinship.genotypes import read_profiles
from matching.engine.kinship.panels import choose, marker_names, read_panels
from matching.kinship_files import keep, refusals_of, text_of


class Command(BaseCommand):
    help = "Turn allele frequencies or genetic profiles into tables of Familias, or back."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["frequencies", "profiles"])
        parser.add_argument("direction", choices=["from", "to"], help="from Familias, or to Familias")
        parser.add_argument("file", type=Path)
        parser.add_argument("out", type=Path)
        parser.add_argument("--pop", help="population, where a panel holds several; to Familias only")

    def handle(self, *args: Any, what: str, direction: str, file: Path, out: Path, **options: Any) -> None:
        text = text_of(file)
        with refusals_of(file):
            if what == "frequencies":
                result = _frequencies_to(text, options["pop"]) if direction == "to" else _checked_frequencies(text)
            else:
                result = familias.profiles_to(read_profiles(text)) if direction == "to" else _checked_profiles(text)
        keep(out, result)
        self.stdout.write(_("Written to %(file)s.") % {"file": out})


def _frequencies_to(text: str, pop: str | None) -> str:
    return familias.frequencies_to(choose(read_panels(text, ""), pop), marker_names(text))


def _checked_frequencies(text: str) -> str:
    """Nothing is written that could not be read again."""
    result = familias.frequencies_from(text)
    read_panels(result, "")
    return result


def _checked_profiles(text: str) -> str:
    result = familias.profiles_from(text)
    read_profiles(result)
    return result
