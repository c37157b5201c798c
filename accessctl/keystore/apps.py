"""The key store: a database of its own, so a dump of the records opens nothing."""

from django.apps import AppConfig


class KeyStoreConfig(AppConfig):
    name = "accessctl.keystore"
    label = "keystore"
