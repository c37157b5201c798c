"""Sends the key tables to the `keystore` database and everything else away from it."""

from __future__ import annotations

from typing import Any

from django.db import models

LABEL = "keystore"


class KeyStoreRouter:
    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return "keystore" if model._meta.app_label == LABEL else None

    db_for_write = db_for_read

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **hints: Any) -> bool:
        return (obj1._meta.app_label == LABEL) == (obj2._meta.app_label == LABEL)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "keystore") == (app_label == LABEL)
