"""Every address of the registry, read from the resolver, with the planted records that it can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.access.words import EVENTS

CASES = ("case", "flagged", "withheld", "theirs")
REMAINS = ("remains", "unshared", "logged")
PAIRS = (
    "pair case remains", "pair flagged remains", "pair withheld remains", "pair theirs remains", "pair case unshared",
    "pair case flagged", "pair case whereabouts", "pair remains logged",
)  # fmt: skip
REQUESTS = ("asked", "opened")
AGREEMENTS = ("agreement", "proposed", "stopped")
# How the part before the reference says which records it is for; the first that fits.
KINDS = (
    ("cases/new/", ("draft",)),
    ("v1/imports/", ("systemtable", "systemsaved", "casetable")),
    ("imports/", ("batch", "livinglist", "savedlist", "casetable", "savedtable", "remainstable")),
    ("remains/new/", ("begun",)),
    ("agreements/", AGREEMENTS),
    ("organisations/people/", ("colleague", "suspended")),
    ("organisations/", ("ngo", "shut_out")),
    ("peers/questions/", ("question",)),
    ("peers/inquiries/", ("inquiry",)),
    ("peers/hits/", ("hit",)),
    ("peer-hits/", ("hit",)),
    ("peers/", ("peer", "newpeer")),
    ("v1/storage/", ("shelf",)),
    ("remains/storage/", ("shelf",)),
    ("v1/webhooks/", ("ownhook", "webhook")),
    ("systems/webhooks/", ("webhook",)),
    ("systems/", ("client",)),
    ("readings/", (*CASES, *REMAINS)),
    ("approvals/", ("approval", "admission")),
    ("registers/demands/", ("demand",)),
    ("registers/breaches/", ("breach",)),
    ("registers/sanctions/", ("sanction",)),
    ("erase/", (*CASES, *REMAINS)),
    ("erasures/", ("erased",)),
    ("requests/recalls/", ("recall",)),
    ("requests/emergencies/", ("emergency",)),
    ("requests/", REQUESTS),
    ("incidents/", EVENTS),
    ("of-incident/", EVENTS),
    ("events/", ("event",)),
    ("search/", ("search",)),
    ("pairs/", PAIRS),
    ("weights/", ("weights",)),
    ("samples/from/", ("donor", *REMAINS)),
    ("samples/", ("gift", "bone", "swab")),
    ("remains/", REMAINS),
    ("whereabouts/", ("whereabouts",)),
    ("referrals/", ("referred",)),
    ("cases/", CASES),
)
STEPS = ("consent", "person", "nonsense")
REFERENCE = re.compile(r"<(?:str:ref|uuid:key)>")
# Addresses whose own pattern is no template: keys of mails, well-formed and never sent.
KEYED = {
    "account_confirm_email": "/accounts/confirm-email/MQ:1vKxyz:abcdef/",
    "account_reset_password_from_key": "/accounts/password/reset/key/1-abc-def/",
}


class Route(NamedTuple):
    name: str
    pattern: str

    @property
    def records(self) -> tuple[str, ...]:
        """The planted records whose reference belongs into the address."""
        head = REFERENCE.split(self.pattern)[0]
        if not self.takes_ref:
            return ()
        for end, records in KINDS:
            if head.endswith(end):
                return records
        raise LookupError(f"say in KINDS which planted records {self.name} is asked for, and plant some if need be")

    @property
    def takes_ref(self) -> bool:
        return bool(REFERENCE.search(self.pattern))

    @property
    def is_api(self) -> bool:
        """Whether it answers partner systems and nobody else."""
        return self.name.startswith("api:") or self.name in ("accessctl:journal-heads", "accessctl:journal-consistency")

    def addresses(self, ref: str = "") -> list[str]:
        """The addresses to ask for: several where the pattern takes a step."""
        if self.name in KEYED:
            return [KEYED[self.name]]
        filled = "/" + REFERENCE.sub(ref, self.pattern)
        return [filled.replace("<str:step>", step) for step in STEPS] if "<str:step>" in filled else [filled]


def walk() -> Iterator[Route]:
    """Every route with its name, namespace included."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[Route]:
    for item in patterns:
        if isinstance(item, URLPattern):
            yield Route(f"{namespace}:{item.name}" if namespace else str(item.name), prefix + str(item.pattern))
        else:
            inner = f"{namespace}:{item.namespace}" if namespace and item.namespace else item.namespace or namespace
            yield from _walk(item.url_patterns, prefix + str(item.pattern), inner)
