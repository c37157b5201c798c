"""The project's own app config: gives pure code the reader's language, and loads Celery."""

from django.apps import AppConfig
from django.utils.translation import get_language, gettext

from registry.lib import speech


class RegistryConfig(AppConfig):
    name = "registry"
    label = "registry"

    def ready(self) -> None:
        speech.speak_through(gettext, get_language)
        # registry/__init__.py stays empty so that the pure registry.lib drags in neither Celery nor Django.
        from registry import celery  # noqa: F401
