"""The project's own app config: loads Celery once Django is ready, and the system checks."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    label = "registry"

    def ready(self) -> None:
        from django.utils.translation import get_language, gettext

        from registry.lib import speech

        speech.speak_through(gettext, get_language)
        # registry/__init__.py stays empty so that the pure registry.lib drags in neither Celery nor Django.
        from registry import celery  # noqa: F401
