"""`manage.py load_allele_panel`: keep published allele frequencies, with where they come from and which version."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from matching.engine.kinship.panels import read_panels
from matching.extract import matcher
from matching.kinship_files import refusals_of, text_of
from matching.services import panels
from matching.services.panels import Edition
from registry.lib.errors import RegistryError

LENGTHS = {"name": 80, "source": 300, "panel_version": 40}


class Command(BaseCommand):
    help = "Load allele frequencies of one or more populations from a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV file: pop,marker,allele,…,freq or marker,allele,freq")
        parser.add_argument("--name", help="what the panel is called; the name of the file unless given")
        parser.add_argument("--source", help="who published it, where; the name of the file unless given")
        parser.add_argument("--panel-version", help="the beginning of the digest of the file unless given")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        for option, length in LENGTHS.items():
            if len(options[option] or "") > length:
                raise CommandError(_("%(option)s is longer than %(length)s characters.")
                                   % {"option": option, "length": length})  # fmt: skip
        text = text_of(file)
        name = options["name"] or file.stem[: LENGTHS["name"]]
        with refusals_of(file):
            found = read_panels(text, name)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        version = options["panel_version"] or digest[:12]
        edition = Edition(name, options["source"] or file.name[: LENGTHS["source"]], version, digest)
        try:
            is_new = panels.load(actor=matcher(), edition=edition, panels=found)
        except RegistryError as problem:
            raise CommandError(problem.message) from problem
        said = _("%(name)s %(version)s is loaded.") if is_new else _("%(name)s %(version)s was loaded before.")
        self.stdout.write(said % {"name": name, "version": version})
