"""The roof: home, my work, errors, health, API root, the invented registry of the demo."""

from django.apps import AppConfig
from django.utils.translation import gettext

from registry.lib.errors import speak_through


class SiteConfig(AppConfig):
    name = "registry.site"
    label = "site"

    def ready(self) -> None:
        speak_through(gettext)
