"""Loading allele frequencies, and reading what was loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.policy import Action
from matching.engine.kinship.panels import Panel
from matching.models import AllelePanel
from registry.lib.errors import Conflict, NotFound


class OtherFile(Conflict):
    code = "panel_other_file"
    template = _("%(name)s %(version)s was loaded from another file. Give the changed one a version of its own.")


@dataclass(frozen=True, slots=True)
class Edition:
    """Which panel, where from, and the SHA-256 of its file."""

    name: str
    source: str
    version: str
    digest: str


@transaction.atomic
def load(*, actor: Actor, edition: Edition, panels: Mapping[str, Panel]) -> bool:
    """Keep the populations of a file, all or none.  False: they are there already.  Raises OtherFile, NotFound."""
    held = AllelePanel.objects.filter(name=edition.name, version=edition.version)
    if held.exists():
        if held.exclude(digest=edition.digest).exists():
            raise OtherFile(name=edition.name, version=edition.version)
        return False
    for population, panel in panels.items():
        row = AllelePanel.objects.create(
            name=edition.name, population=population, source=edition.source, version=edition.version,
            digest=edition.digest, frequencies={marker: dict(alleles) for marker, alleles in panel.markers.items()},
        )  # fmt: skip
        if not door.can(actor, Action.CREATE, row):
            raise NotFound()
    journal.record(actor, "matching.panel_loaded", digest=edition.digest, populations=len(panels))
    return True


def loaded(actor: Actor, name: str) -> dict[str, Panel]:
    """The populations of the newest version of a panel; none if there is no such panel."""
    rows = door.visible(actor, AllelePanel, Action.VIEW).filter(name=name).order_by("-loaded_at", "population")
    newest = rows.first()
    return {
        row.population: Panel(f"{name}: {row.population}" if row.population else name, row.frequencies)
        for row in rows
        if newest is not None and row.version == newest.version
    }
