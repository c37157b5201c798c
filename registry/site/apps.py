"""The roof: home, my work, errors, health, API root, the invented registry of the demo."""

from django.apps import AppConfig
from django.utils.translation import get_language, gettext

from registry.lib.speech import speak_through


class SiteConfig(AppConfig):
    name = "registry.site"
    label = "site"

    def ready(self) -> None:
        speak_through(gettext, get_language)
