"""A large registry in the database, for measurements: records and sealed profiles written in bulk, not through forms.

What the services would write besides (sources, journal) is left out: the matcher reads none of it.  The rows of names
are there on request, for who searches by them.  Refuses a
database that holds anybody else's records, and leaves none of its own behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from accessctl import consent, services, vault
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass
from accessctl.keystore.models import RecordKey
from accessctl.models import ApiClient, Effect, Organisation
from accessctl.rings import Ring
from accessctl.systems import tokens
from cases.codes import NameKind, SourceKind
from cases.models import Case, CaseName, CaseSource
from matching.engine.profile import Profile
from matching.extract import CASE_PARTS, REMAINS_PARTS
from matching.models import CandidatePair, Compared, Counted, EvidenceLine, Question, Ranking, Rematch
from registry.lib.ids import new_ref, uuid7
from registry.site.invented.profiles import to_profiles
from registry.site.invented.records import Invented
from remains.models import Remains

NAME = "Bench of the matcher"
TOGETHER = 2000
PURPOSES = (Purpose.FORENSIC_COMPARISON,)


class NotEmpty(Exception):
    """There are records of somebody else."""


@dataclass(frozen=True)
class Filled:
    """The registry made, and the system that may add to it."""

    cases: int
    remains: int
    client: ApiClient

    @property
    def token(self) -> str:
        """A fresh token: filling takes longer than one lasts."""
        return tokens.issue(self.client).token


@contextmanager
def filled(invented: Invented, *, searched: bool = False, named: bool = False) -> Iterator[Filled]:
    """The records of an invented registry, as one organisation's.

    searched: reports are compared with reports too.  named: cases have rows of names, beside those in their profiles.
    """
    if Case.objects.exclude(owner__name=NAME).exists() or Remains.objects.exclude(owner__name=NAME).exists():
        raise NotEmpty("Measure in a database that holds no records.")
    _empty()
    actor = Actor.system_job("bench")
    owner = Organisation.objects.filter(name=NAME).first() or services.create_organisation(
        actor, name=NAME, kind=RecipientClass.FORENSIC_INSTITUTE, country="CHE"
    )
    client, _secret = services.create_client(actor, owner, name=NAME)
    reports, remains = to_profiles(invented)
    mask = consent.bits([*PURPOSES, *([Purpose.SEARCH] if searched else [])], RecipientClass.values)
    allowed: dict[str, Any] = {f"consent_{layer}": mask for layer in consent.LAYERS} | {"purposes": []}
    try:
        _write(Case, CASE_PARTS, owner, reports, allowed)
        if named:
            _write_names(reports)
        _write(Remains, REMAINS_PARTS, owner, [_examined(one) for one in remains], {})
        yield Filled(len(reports), len(remains), client)
    finally:
        _empty()


def _examined(remains: Profile) -> Profile:
    """Papers, phones and names found on remains lie in their forensic file."""
    kept: dict[str, Any] = {
        name: tuple(replace(item, ring=Ring.FORENSIC.value) for item in getattr(remains, name))
        for name in ("documents", "phones", "names")
    }
    return replace(remains, **kept)


def _write(
    model: type[Any],
    tables: dict[Ring, type[Any]],
    owner: Organisation,
    profiles: Sequence[Profile],
    also: dict[str, Any],
) -> None:
    column = "case" if model is Case else "remains"
    for start in range(0, len(profiles), TOGETHER):
        some = profiles[start : start + TOGETHER]
        rows = [model(pk=uuid7(), ref=new_ref(model.REF_PREFIX), owner=owner, **also) for _ in some]
        parts = [replace(profile, ref=row.ref).split() for row, profile in zip(rows, some, strict=True)]
        rings = [Ring(ring) for ring in {ring for of in parts for ring in of}]
        vault.enrol_many([row.pk for row in rows], owner.pk, rings)
        vault.keys_for({(row.pk, ring) for row in rows for ring in rings})  # one query for all of them
        with transaction.atomic():
            model.objects.bulk_create(rows)
            for ring in rings:
                tables[ring].objects.bulk_create(
                    tables[ring](**{f"{column}_id": row.pk}, packed=of[ring.value].to_json().encode())
                    for row, of in zip(rows, parts, strict=True) if ring.value in of
                )  # fmt: skip
            Compared.objects.bulk_create(Compared(**{f"{column}_id": row.pk}, revision=1) for row in rows)


def _write_names(profiles: Sequence[Profile]) -> None:
    """Of each case the names of its profile, the first as its main one, from one source."""
    cases = Case.objects.filter(owner__name=NAME).order_by("pk")
    for start in range(0, len(profiles), TOGETHER):
        some = profiles[start : start + TOGETHER]
        rows = cases[start : start + TOGETHER]
        with transaction.atomic():
            sources = CaseSource.objects.bulk_create(CaseSource(case=case, kind=SourceKind.FAMILY) for case in rows)
            CaseName.objects.bulk_create(
                CaseName(
                    case=source.case, source=source, kind=NameKind.SPELLING if number else NameKind.MAIN,
                    full_original=name.text,
                )
                for source, profile in zip(sources, some, strict=True)
                for number, name in enumerate(one for one in profile.names if one.role == "self")
            )  # fmt: skip


def _empty() -> None:
    """Delete what a measurement made, this one or one that was killed."""
    owned = Q(owner__name=NAME)
    made = [*Case.objects.filter(owned).values_list("pk", flat=True)]
    made += Remains.objects.filter(owned).values_list("pk", flat=True)
    made_by_bench: tuple[type[Any], ...] = (
        Question, Effect, EvidenceLine, CandidatePair, Ranking, Rematch, Compared, Counted,
        CaseName, CaseSource, *CASE_PARTS.values(), *REMAINS_PARTS.values(),
    )  # fmt: skip
    for table in made_by_bench:
        table.objects.all()._raw_delete("default")
    Case.objects.filter(owned).delete()
    Remains.objects.filter(owned).delete()
    for start in range(0, len(made), TOGETHER):
        RecordKey.objects.filter(record__in=made[start : start + TOGETHER]).delete()
