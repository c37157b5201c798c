"""Access control: people, organisations, agreements, the door, the vault, the journal, sign-in."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "accessctl"

    def ready(self) -> None:
        # Models need the app registry, so these wait for it.  Each app's policies register themselves with the door,
        # its events with the history, what erasing does to its tables with the erasure, its acts that need two persons
        # with the approvals, what a step of a case rests on with its life cycle; checks and receivers are our own.
        autodiscover_modules("policies", "events", "erasures", "acts", "guards", "checks", "receivers")
